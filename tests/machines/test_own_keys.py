"""The machines' keys: made once, carried, taken; what is wrong with them is said in words."""

import stat
from pathlib import Path

import pytest
from cryptography import x509

from installation.errors import MachinesError
from installation.machines import make_keys, pair, paired_keys


def test_each_machine_takes_its_own(tmp_path: Path) -> None:
    made = make_keys(tmp_path / "stick", ["east", "west"])
    assert [folder.name for folder in made] == ["east", "west"]
    keys = pair(made[1], tmp_path / "state")
    assert keys == paired_keys(tmp_path / "state") and keys.machine == "west"
    assert keys.key.read_bytes() == (made[1] / "machine.key").read_bytes()


def test_all_are_signed_by_one_authority_whose_key_is_kept_nowhere(tmp_path: Path) -> None:
    made = make_keys(tmp_path / "stick", ["east", "west"])
    authority = x509.load_pem_x509_certificate((made[0] / "authority.pem").read_bytes())
    for folder in made:
        one = x509.load_pem_x509_certificate((folder / "machine.pem").read_bytes())
        one.verify_directly_issued_by(authority)
    keys = [path for path in (tmp_path / "stick").rglob("*") if b"PRIVATE" in read(path)]
    assert [path.name for path in keys] == ["machine.key", "machine.key"]


def read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    made = make_keys(tmp_path / "stick", ["east", "west"])
    keys = pair(made[0], tmp_path / "state")
    for path in (made[0] / "machine.key", keys.key, made[0], keys.key.parent):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077


def test_a_machine_that_is_not_paired_is_told_how(tmp_path: Path) -> None:
    with pytest.raises(MachinesError, match="not paired") as caught:
        paired_keys(tmp_path)
    assert "`kiss machines pair" in caught.value.advice


def test_a_folder_without_keys_is_named(tmp_path: Path) -> None:
    make_keys(tmp_path / "stick", ["east", "west"])
    with pytest.raises(MachinesError, match="stick: has no keys of a machine"):
        pair(tmp_path / "stick", tmp_path / "state")


def test_keys_that_are_there_are_not_written_over(tmp_path: Path) -> None:
    make_keys(tmp_path / "stick", ["east", "west"])
    with pytest.raises(MachinesError, match="is there already"):
        make_keys(tmp_path / "stick", ["east", "west"])

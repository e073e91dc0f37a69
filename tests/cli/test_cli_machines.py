"""``kiss machines``, as the technician types it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from installation.cli import _main as cli
from installation.machines import paired_keys

ROOMS = """machines: {east: 10.0.0.1, west: 10.0.0.2}
screens:
- {name: a, machine: east, display: {position: 1}}
- {name: b, machine: west, display: {position: 1}}
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def running(*words: object) -> tuple[int, str, str]:
        given = ["machines", *map(str, words)]
        monkeypatch.setattr("sys.argv", ["kiss", *given])
        code = cli.main(given)
        said = capsys.readouterr()
        return code, said.out, said.err

    return running


def test_keys_are_made_for_all_machines_and_taken_by_each(run: Run, tmp_path: Path) -> None:
    layout = tmp_path / "rooms.yaml"
    layout.write_text(ROOMS)
    code, out, _ = run("keys", tmp_path / "stick", "--layout", layout)
    assert code == 0
    assert f"on west, `kiss machines pair {tmp_path}/stick/west`" in out
    code, out, _ = run("pair", tmp_path / "stick" / "west", "--state", tmp_path / "state")
    assert code == 0 and "this machine is west" in out
    assert paired_keys(tmp_path / "state").machine == "west"


def test_a_layout_for_one_machine_needs_no_keys(run: Run, tmp_path: Path) -> None:
    layout = tmp_path / "one.yaml"
    layout.write_text("screens: [{name: a, display: {position: 1}}]\n")
    code, _, err = run("keys", tmp_path / "stick", "--layout", layout)
    assert code == 1 and "is for one machine" in err and "'machines: {NAME: ADDRESS}'" in err
    assert not (tmp_path / "stick").exists()


def test_a_folder_that_has_no_keys_is_told(run: Run, tmp_path: Path) -> None:
    code, _, err = run("pair", tmp_path, "--state", tmp_path / "state")
    assert code == 1 and "has no keys of a machine" in err


def test_what_chrony_would_be_told_is_printed_without_root(run: Run, tmp_path: Path) -> None:
    layout = tmp_path / "rooms.yaml"
    layout.write_text(ROOMS)
    run("keys", tmp_path / "stick", "--layout", layout)
    run("pair", tmp_path / "stick" / "west", "--state", tmp_path / "state")
    words = ("clock", "--layout", layout, "--state", tmp_path / "state")
    code, out, _ = run(*words, "--print")
    assert code == 0 and "/etc/chrony/conf.d/kiss.conf" in out and "allow 10.0.0.1" in out
    assert (tmp_path / "state" / "machines" / "clock.key").read_text() not in out


def test_only_root_sets_up_the_clock(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = tmp_path / "rooms.yaml"
    layout.write_text(ROOMS)
    run("keys", tmp_path / "stick", "--layout", layout)
    run("pair", tmp_path / "stick" / "west", "--state", tmp_path / "state")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    code, _, err = run("clock", "--layout", layout, "--state", tmp_path / "state")
    assert code == 1 and "only root" in err and "--print" in err


def test_a_machine_paired_without_a_key_for_clocks_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    layout = tmp_path / "rooms.yaml"
    layout.write_text(ROOMS)
    run("keys", tmp_path / "stick", "--layout", layout)
    run("pair", tmp_path / "stick" / "west", "--state", tmp_path / "state")
    (tmp_path / "state" / "machines" / "clock.key").unlink()
    code, _, err = run("clock", "--layout", layout, "--state", tmp_path / "state")
    assert code == 1 and "no key for clocks" in err and "pair all machines" in err

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

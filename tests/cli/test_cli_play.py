"""``kiss play`` that cannot begin: one clear message, the right exit code, nothing left."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation.apps import ShowLock
from installation.errors import KissError
from installation.rig import VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.patient]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def one_head() -> Iterator[VirtualHeads]:
    with VirtualHeads(1) as heads:
        yield heads


def play(tmp_path: Path, *words: object, display: str = ":99") -> tuple[int, str]:
    """Its exit code and what it says; also fails when anything stays behind."""
    runtime = tmp_path / "run"
    runtime.mkdir(exist_ok=True)
    environment = dict(os.environ) | {"XDG_RUNTIME_DIR": str(runtime), "DISPLAY": display}
    state = [] if "--state" in words else ["--state", tmp_path / "state"]
    done = subprocess.run(
        [sys.executable, "-m", "installation", "play", *map(str, (*words, *state)), "--no-panel"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert "Traceback" not in done.stderr + done.stdout
    assert list(runtime.iterdir()) == []
    return done.returncode, done.stderr


def test_a_layout_that_is_not_there(tmp_path: Path) -> None:
    code, said = play(tmp_path, "tryptich")
    assert code == 2
    assert "there is no layout 'tryptich'" in said
    assert "desk, rooms, triptych" in said
    code, said = play(tmp_path, "no/such.yaml")
    assert code == 1
    assert "no/such.yaml" in said


def test_a_key_that_is_not_known(tmp_path: Path) -> None:
    layout = tmp_path / "mine.yaml"
    layout.write_text("screns:\n  - {name: a, display: {position: 1}}\nlead_ms: 3\n")
    code, said = play(tmp_path, layout)
    assert code == 1
    assert said.startswith("kiss: ")
    assert f"{layout}:1" in said
    assert "did you mean 'screens'" in said
    assert "lead_ms" in said  # every fault at once


def test_a_calibration_that_is_not_there(tmp_path: Path) -> None:
    layout = tmp_path / "mine.yaml"
    layout.write_text("screens:\n  - {name: a, display: {position: 1}, calibration: far.yaml}\n")
    code, said = play(tmp_path, layout)
    assert code == 1
    assert "far.yaml" in said


def test_no_display(tmp_path: Path) -> None:
    code, said = play(tmp_path, display="")
    assert (code, said.splitlines()[0]) == (1, "kiss: there is no X display.")
    assert "kiss demo" in said


def test_a_display_that_does_not_answer(tmp_path: Path) -> None:
    code, said = play(tmp_path, display=":98765")
    assert code == 1
    assert said.startswith("kiss: the X display :98765 cannot be asked")


def test_a_state_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, said = play(tmp_path, "--state", tmp_path / "file" / "state")
    assert code == 1
    assert "the state folder cannot be used" in said
    assert "--state DIR" in said


def _mounted(there: Path, options: str) -> None:
    there.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(there)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB."""
    there = tmp_path / "disk"
    _mounted(there, "size=64k")
    try:
        yield there
    finally:
        subprocess.run(["umount", str(there)], check=True)


def test_a_read_only_state_folder(tmp_path: Path, disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    code, said = play(tmp_path, "--state", disk / "state")
    assert code == 1
    assert "the state folder cannot be used: Read-only file system" in said


def test_a_disk_that_has_become_read_only_since_has_one_show_all_the_same(disk: Path) -> None:
    ShowLock(disk).release()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    lock = ShowLock(disk)
    with pytest.raises(KissError, match="a show is playing already"):
        ShowLock(disk)
    lock.release()


def test_a_full_state_folder_that_has_no_room_even_for_folders(
    tmp_path: Path, disk: Path, one_head: VirtualHeads
) -> None:
    (disk / "state").mkdir()
    subprocess.run(["mount", "-o", "remount,nr_inodes=3", str(disk)], check=True)
    code, said = play(tmp_path, "--state", disk / "state", display=one_head.display)
    assert code == 1
    assert "No space left on device" in said
    assert "Make room" in said

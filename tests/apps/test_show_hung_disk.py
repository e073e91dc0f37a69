"""A show whose state folder lies on a disk that hangs: not full, not read-only, but no answer."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from show_rig import Films, Played, Sight, apart, kill, wait_until

from installation.model import Pause, Resume
from installation.rig import VirtualHeads
from installation.show import ShowStatus

pytestmark = [pytest.mark.process, pytest.mark.unhurried]
THAWS_S = 60
"""Whatever becomes of the test: by then the disk answers again."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, which ``fsfreeze`` has hang whoever writes to it."""
    image, there = tmp_path / "disk.img", tmp_path / "disk"
    there.mkdir()
    with image.open("wb") as file:
        file.truncate(64 << 20)
    for command in (
        ["mkfs.ext4", "-q", str(image)],
        ["mount", "-o", "loop", str(image), str(there)],
    ):
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except FileNotFoundError as fault:
            pytest.skip(f"a disk cannot be made here: {fault}")
        if done.returncode:
            pytest.skip(f"a disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield there
    finally:
        freeze(there, "-u")
        subprocess.run(["umount", "-l", str(there)], check=True)


def freeze(disk: Path, flag: str) -> None:
    subprocess.run(["fsfreeze", flag, str(disk)], capture_output=True)


def hang(disk: Path) -> "subprocess.Popen[bytes]":
    """Have it hang; what sees to it that it answers again some time."""
    thaw = ["sh", "-c", f"sleep {THAWS_S}; fsfreeze -u {disk}"]
    seeing = subprocess.Popen(thaw, start_new_session=True, cwd="/")
    freeze(disk, "-f")
    return seeing


def test_a_disk_that_hangs_stops_nothing_and_is_said(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path, disk: Path
) -> None:
    stage = films.stage_on(disk, tmp_path / "show")
    with Played(stage, heads.environment) as show:
        show.until_plays(sight)
        before = show.status()
        seeing = hang(disk)
        try:
            show.order(Pause())  # a programme is to be kept, a row to be written
            show.order(Resume())
            wait_until(
                "word of the disk that hangs",
                show.says(lambda s: any("its disk has not answered" in n for n in s.notes)),
                20,
            )
            assert apart(sight.watch(0.5)) == []
            # a process that begins meanwhile, which has a log there
            kill(before.screens[1].pid)
            wait_until("the player", show.says(lambda s: again(s, before)), 20)
            wait_until("step", lambda: apart(sight.watch(0.3)) == [], 10)
            assert show.status().controller_pid == before.controller_pid
            show.order(Pause())
            show.order(Resume())
        finally:
            freeze(disk, "-u")
            seeing.kill()
            seeing.wait()
        wait_until(
            "no more of it",
            show.says(lambda s: not any("has not answered" in n for n in s.notes)),
            20,
        )
        assert "Traceback" not in show.said()


def again(status: ShowStatus, before: ShowStatus) -> bool:
    """Tell whether the player that was killed is there again."""
    pid = status.screens[1].pid
    return bool(pid) and pid != before.screens[1].pid

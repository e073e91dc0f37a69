"""A show whose state folder is full from the start, or fills up while it plays."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from show_rig import Films, Played, Sight, apart, kill, wait_until

from installation.model import Pause, Restart, Resume
from installation.rig import VirtualHeads
from installation.show import ShowStatus

pytestmark = [pytest.mark.process, pytest.mark.intakes]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    there = tmp_path / "disk"
    there.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(there)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield there
    finally:
        subprocess.run(["umount", str(there)], check=True)


def fill(disk: Path) -> Path:
    """Leave no byte."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as out:
        size = 4096
        try:
            while True:
                out.write(bytes(size))
        except OSError:
            return ballast


def test_films_that_nobody_has_looked_at_play_where_there_is_no_byte_left(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path, disk: Path
) -> None:
    stage = films.stage_on(disk, tmp_path / "show")
    for kept in ("index", "verdicts", "thumbs"):
        shutil.rmtree(stage.state / kept)
    (stage.state / "digests.json").unlink()
    fill(disk)
    with Played(stage, heads.environment) as show:
        show.until_plays(sight)
        wait_until("all three", show.says(lambda s: len({x.version for x in s.screens}) == 3), 60)
        assert not list((stage.state / "verdicts").glob("*"))
        assert "Traceback" not in show.said()


def test_a_disk_that_fills_up_stops_nothing(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path, disk: Path
) -> None:
    stage = films.stage_on(disk, tmp_path / "show")
    with Played(stage, heads.environment) as show:
        show.until_plays(sight)
        ballast = fill(disk)
        show.order(Restart())
        wait_until(
            "word of the full disk",
            show.says(lambda s: any("state folder cannot be written" in n for n in s.notes)),
            5,
        )
        assert any("No space left" in note for note in show.status().notes)
        said = show.says(lambda s: any(note.startswith("the ledger") for note in s.notes))
        wait_until("word of the ledger", said, 8)
        assert apart(sight.watch(0.5)) == []

        # a controller that is killed meanwhile is followed by one that knows the programme
        show.order(Pause())
        before = show.status()
        kill(before.controller_pid)
        wait_until(
            "new controller",
            show.says(lambda s: s.controller_pid != before.controller_pid and s.state == "paused"),
            8,
        )
        assert show.status().revision > before.revision
        show.order(Resume())
        wait_until("play", show.says(lambda status: status.state == "playing"), 5)
        wait_until("moving pictures", lambda: len({f[0] for f in sight.watch(0.3)}) > 3, 5)

        ballast.unlink()
        show.order(Restart())

        def all_written(status: ShowStatus) -> bool:
            return not any("cannot be written" in note for note in status.notes)

        wait_until("no more of it", show.says(all_written), 10)
        # what stays true of so small a disk, that is not the films', goes on to be said
        words = ("MB left: make room", *[f"kiss-{n}: plays from where it lies" for n in (1, 2, 3)])
        assert all(any(word in note for word in words) for note in show.status().notes)
        assert "Traceback" not in show.said()

"""What lies in the versions folder, and the folder itself, against a running show on the glass."""

import os
import shutil
import signal
import time
from pathlib import Path

import psutil
import pytest
from show_rig import Films, Played, Sight, apart, kill, wait_until

from installation.library import _folder_process as folder_process
from installation.model import Pause, Resume
from installation.rig import VirtualHeads

pytestmark = pytest.mark.process

ANSWER_S = 1.0
"""The longest that an order may take on a machine that does other things, too."""


def looker(show: Played) -> int:
    """The process that looks into the folder."""
    for process in psutil.Process(show.pids()["controller"]).children():
        if folder_process.MODULE in process.cmdline():
            return process.pid
    return 0


def answers(show: Played, sight: Sight) -> None:
    """Orders come at once, and the wall is in step."""
    for order in (Pause(), Resume()):
        began = time.monotonic()
        show.order(order)
        assert time.monotonic() - began < ANSWER_S
    wait_until("step", lambda: apart(sight.watch(0.3)) == [], 5)


def states(show: Played) -> dict[str, str]:
    return {version.id: str(version.state) for version in show.status().versions}


def test_nothing_that_lies_in_the_folder_stops_the_show(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    prepared = films.stage(tmp_path, (1, 2, 3))
    with Played(prepared, heads.environment) as show:
        show.until_plays(sight)
        os.mkfifo(prepared.versions / "kiss-7.mp4")
        (prepared.versions / "kiss-8.mp4").symlink_to("/dev/zero")
        (prepared.versions / "kiss-9").mkdir()
        os.mkfifo(prepared.versions / "kiss-9" / "version.yaml")
        (prepared.versions / "kiss-9" / "film.mp4").write_bytes(b"x")
        odd = {"kiss-7.mp4", "kiss-8.mp4", "kiss-9"}

        def named() -> bool:
            return odd <= {name for name, state in states(show).items() if state == "broken"}

        wait_until("names of them", named)
        answers(show, sight)
        assert show.status().notes == ()
        show.keeper.send_signal(signal.SIGINT)
        assert show.exit_code() == 0
        assert show.left() == []


def test_a_folder_that_does_not_answer_is_said_and_the_wall_plays_on(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    prepared = films.stage(tmp_path, (1, 2, 3))
    with Played(prepared, heads.environment) as show:
        show.until_plays(sight)
        held = looker(show)
        kill(held, signal.SIGSTOP)  # what a share that hangs does to it

        def said() -> bool:
            return any("has not answered for 10 s" in note for note in show.status().notes)

        wait_until("word of it", said, 16)
        answers(show, sight)
        wait_until("another one", lambda: looker(show) not in (0, held), 10)
        wait_until("an answer", lambda: not show.status().notes, 10)
        assert set(states(show).values()) == {"ready"}


def test_a_folder_that_is_away_or_empty_takes_nothing_from_the_wall(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    prepared = films.stage(tmp_path, (1, 2, 3))
    held, away = prepared.state / "films", tmp_path / "away"

    def notes(words: str, show: Played) -> bool:
        return any(words in note for note in show.status().notes)

    with Played(prepared, heads.environment) as show:
        show.until_plays(sight)
        wait_until("films that are held", lambda: len(list(held.glob("*.mp4"))) == 3)
        before = sorted(held.iterdir())
        prepared.versions.rename(away)
        wait_until("word of it", lambda: notes("cannot be read", show))
        prepared.versions.mkdir()  # a share that is not mounted
        wait_until("word of it", lambda: notes("is empty", show))
        time.sleep(4)  # settling, and two sweeps
        assert apart(sight.watch(0.3)) == [] and len({*sight.films()}) == 3
        assert sorted(held.iterdir()) == before
        show.keeper.send_signal(signal.SIGINT)
        assert show.exit_code() == 0
    with Played(prepared, heads.environment) as show:  # the morning after, and still away
        show.until_plays(sight)
        assert notes("is empty", show) and len({*sight.films()}) == 3
        assert sorted(held.iterdir()) == before
        shutil.rmtree(prepared.versions)
        away.rename(prepared.versions)
        wait_until("the folder", lambda: not show.status().notes)
        assert list(states(show).values()) == ["ready"] * 3 and apart(sight.watch(0.3)) == []

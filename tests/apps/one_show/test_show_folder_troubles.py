"""What lies in the versions folder, and a folder that hangs, against a show on the glass."""

import os
import shutil
import signal
import time

import psutil
import pytest
from show_rig import Played, Sight, apart, kill, wait_until

from installation.library import _folder_process as folder_process
from installation.model import Pause, Resume
from installation.rig import command_of

pytestmark = [pytest.mark.process, pytest.mark.alone]

ANSWER_S = 1.0
"""The longest that an order may take on a machine that does other things, too."""


def looker(show: Played) -> int:
    """The process that looks into the folder."""
    launcher = psutil.Process(show.pids()["controller"]).parent()
    assert launcher is not None
    for process in launcher.children(recursive=True):  # a copy is the fork server's child
        alive = process.status() != psutil.STATUS_ZOMBIE
        if alive and folder_process.MODULE in command_of(process.pid):
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


def test_nothing_that_lies_in_the_folder_stops_the_show(show: Played, sight: Sight) -> None:
    os.mkfifo(show.stage.versions / "kiss-7.mp4")
    (show.stage.versions / "kiss-8.mp4").symlink_to("/dev/zero")
    (show.stage.versions / "kiss-9").mkdir()
    os.mkfifo(show.stage.versions / "kiss-9" / "version.yaml")
    (show.stage.versions / "kiss-9" / "film.mp4").write_bytes(b"x")
    odd = {"kiss-7.mp4", "kiss-8.mp4", "kiss-9"}

    def named() -> bool:
        return odd <= {name for name, state in states(show).items() if state == "broken"}

    wait_until("names of them", named)
    answers(show, sight)
    assert show.status().notes == ()
    for name in odd:
        there = show.stage.versions / name
        shutil.rmtree(there) if there.is_dir() else there.unlink()


@pytest.mark.harms
def test_a_folder_that_does_not_answer_is_said_and_the_wall_plays_on(
    show: Played, sight: Sight
) -> None:
    held = looker(show)
    kill(held, signal.SIGSTOP)  # what a share that hangs does to it

    def said() -> bool:
        return any("has not answered for 10 s" in note for note in show.status().notes)

    wait_until("word of it", said, 16)
    answers(show, sight)
    wait_until("another one", lambda: looker(show) not in (0, held), 10)
    wait_until("an answer", lambda: not show.status().notes, 10)
    assert set(states(show).values()) == {"ready"}

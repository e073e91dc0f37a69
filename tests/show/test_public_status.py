"""What visitors are told: nothing of the house behind the wall."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from installation.model import ShowState, VersionState
from installation.said import verbatim
from installation.show import (
    ProjectorStatus,
    RemoteReport,
    ScreenStatus,
    ShowStatus,
    VersionStatus,
    public_status_json,
)
from installation.show._public_status import public_status
from installation.show._status import StageReport, status_from_json, to_json

SECRET = "/home/anna/versions"


def a_status(words: str, shown: tuple[str, ...], number: int) -> ShowStatus:
    """Return a status in which all that is text of the house holds ``words``."""
    screen = ScreenStatus(
        *("left", "HDMI-1", number, "a", "The Kiss", 12, 0.5, 9.0),
        *(number,) * 6,
        decoder=words,
        fault=verbatim(words),
        sound=verbatim(words),
        slow=verbatim(words),
    )
    return ShowStatus(
        *("The Kiss", ShowState.PLAYING, 3, 1.5, 20.0, "kiss", 9, 70.0, 4711),
        screens=(screen,),
        stage=StageReport(4712, 1, 2, 3, True, 16.6, words, 4),
        versions=(
            VersionStatus("a", "The Kiss", VersionState.READY, screens=("left",), file=words),
            VersionStatus(
                words, words, VersionState.BROKEN, verbatim(words), verbatim(words), screens=shown
            ),
        ),
        notes=(verbatim(words),),
        pinned={"left": words},
        folder=words,
        master=words,
        remote=RemoteReport(4713, (words,), (verbatim(words),), 1, 1, 1, 1),
        layout=words,
        calibration=words,
        projectors=(ProjectorStatus(words),),
    )


@given(st.integers(1, 9))
def test_no_word_of_the_house_is_told(number: int) -> None:
    told = public_status_json(to_json(a_status(SECRET, (), number)))
    assert SECRET not in told and "471" not in told
    found = status_from_json(told)
    assert found.stage.pid == 0
    (left,) = found.screens
    assert (left.display, left.pid, left.version, left.frame) == ("HDMI-1", 0, "a", 12)
    assert (found.title, found.beat, found.cycle, found.story_s) == ("The Kiss", "kiss", 3, 1.5)
    assert [one.id for one in found.versions] == ["a"]


def test_a_screen_without_a_process_is_told() -> None:
    status = a_status("", ("left",), 1)
    gone: Any = msgspec.structs.replace(status.screens[0], pid=None)
    found = public_status(msgspec.structs.replace(status, screens=(gone,)))
    assert found.screens[0].pid is None and len(found.versions) == 2

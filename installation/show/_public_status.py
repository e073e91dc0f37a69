"""Tells visitors of a show: what they see and hear, and nothing of the house behind it."""

from functools import lru_cache

from installation.show._status import (
    ScreenStatus,
    ShowStatus,
    StageReport,
    VersionStatus,
    status_from_json,
    to_json,
)


def public_status(status: ShowStatus) -> ShowStatus:
    """Return the status for visitors: no file, no address, no process, no film that is not shown.

    All that is told is named here, so that a new field is not for visitors until somebody says so.
    """
    return ShowStatus(
        title=status.title,
        state=status.state,
        cycle=status.cycle,
        story_s=status.story_s,
        cycle_s=status.cycle_s,
        beat=status.beat,
        revision=status.revision,
        uptime_s=status.uptime_s,
        controller_pid=0,
        screens=tuple(map(_screen, status.screens)),
        stage=StageReport(_there(status.stage.pid)),
        versions=tuple(_version(one) for one in status.versions if one.screens),
        beats=status.beats,
        voice=status.voice,
        voice_by_story=status.voice_by_story,
        dark=status.dark,
        house=status.house,
        languages=status.languages,
        labelled=status.labelled,
    )


@lru_cache(maxsize=1)  # a hundred phones are told the same
def public_status_json(text: str) -> str:
    """Return the same of a status as JSON, and as JSON."""
    return to_json(public_status(status_from_json(text)))


def _there(pid: int | None) -> int | None:
    """Return that a process is there, but not which."""
    return None if pid is None else 0


def _screen(one: ScreenStatus) -> ScreenStatus:
    return ScreenStatus(
        screen=one.screen,
        display=one.display,
        pid=_there(one.pid),
        version=one.version,
        title=one.title,
        frame=one.frame,
        story_s=one.story_s,
        speaks=one.speaks,
        level=one.level,
        muted=one.muted,
        size=one.size,
        language=one.language,
    )


def _version(one: VersionStatus) -> VersionStatus:
    return VersionStatus(one.id, one.title, one.state, revision=one.revision, screens=one.screens)

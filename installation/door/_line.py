"""Finds the line that is spoken at an instant, in a language: for a visitor's phone."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from installation.errors import WordsError
from installation.timeline import Plan, Programme, is_dark, media_at, moment_at, plan_of

if TYPE_CHECKING:
    from installation.words import Script

READ_S = 2.0
"""How long a file of subtitles is waited for; a share may hang."""


class LineNow(Struct, frozen=True):
    """The line of this moment, empty in between; in which of the ``languages`` it is."""

    text: str = ""
    language: str = ""
    languages: tuple[str, ...] = ()
    screen: str = ""


@dataclass(frozen=True)
class LinePlace:
    """The place where a line is looked for: a file of subtitles and an instant of its film."""

    screen: str
    language: str
    languages: tuple[str, ...]
    file: str = ""
    media_ns: int = 0


def place_of_line(
    programme: Programme, now_ns: int, language: str = "", screen: str = ""
) -> LinePlace | None:
    """Return where the line of an instant is; None while nothing is shown. Pure.

    Without a ``screen`` it is that which is heard, or the first that has the language. Without a
    ``language`` it is that on the wall, or the first there is.
    """
    moment = moment_at(programme, now_ns)
    plan = plan_of(programme, moment.cycle) if moment else None
    if moment is None or plan is None or programme.shut or is_dark(programme):
        return None
    worded = {name: entry for name, entry in plan.entries.items() if entry.subtitles}
    languages = tuple(dict.fromkeys(code for one in worded.values() for code, _ in one.subtitles))
    wanted = language or _on_the_wall(programme, plan) or next(iter(languages), "")
    having = {name: entry for name, entry in worded.items() if wanted in dict(entry.subtitles)}
    name = screen or (programme.heard.voice if programme.heard.voice in having else "")
    name = name or next(iter(having), "")
    entry = having.get(name)
    if entry is None:
        return LinePlace(name, wanted, languages)
    media_ns = media_at(entry.points, moment.story_ns)
    return LinePlace(name, wanted, languages, dict(entry.subtitles)[wanted], media_ns)


def line_at(script: Script, media_ns: int) -> str:
    """Return what is said at an instant of a film, lines of several below each other. Pure."""
    begun = bisect_right(script.lines, media_ns, key=attrgetter("start_ns"))
    spoken = [line.text for line in script.lines[:begun] if line.end_ns > media_ns]
    return "\n".join(spoken)


@dataclass
class Scripts:
    """The files of subtitles that were read, as long as they stay as they are. One loop."""

    _read: dict[str, tuple[int, asyncio.Task[Script | None]]] = field(default_factory=dict)

    async def line(self, place: LinePlace) -> str:
        """Return the line at a place; empty when its file cannot be read in time."""
        if not place.file:
            return ""
        try:
            return await asyncio.wait_for(self._line(place), READ_S)
        except TimeoutError:
            return ""

    async def _line(self, place: LinePlace) -> str:
        stamp = await asyncio.to_thread(_stamp, Path(place.file))
        known, task = self._read.get(place.file, (-1, None))
        if task is None or known != stamp:
            if len(self._read) >= 64:
                self._read.clear()
            task = asyncio.create_task(asyncio.to_thread(_script, Path(place.file)))
            self._read[place.file] = stamp, task
        script = await asyncio.shield(task)
        return line_at(script, place.media_ns) if script else ""


def _on_the_wall(programme: Programme, plan: Plan) -> str:
    shown = (programme.captions.of(screen) for screen in plan.entries)
    return next(filter(None, shown), "")


def _stamp(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _script(file: Path) -> Script | None:
    from installation.words import read_script  # takes a while, and few houses ask for a line

    try:
        return read_script(file)
    except WordsError:
        return None

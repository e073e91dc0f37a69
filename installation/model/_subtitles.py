"""Subtitles as cues: SubRip (.srt) and WebVTT (.vtt) texts, read leniently."""

import html
import re
from collections.abc import Iterable
from typing import NamedTuple

from installation.units import MILLISECOND, SECOND

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_SPAN = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_MARKUP = re.compile(r"<[^>]*>|\{\\[^}]*\}")


class Subtitle(NamedTuple):
    """One subtitle: from, until, text on one line."""

    start_ns: int
    end_ns: int
    text: str


def parse_subtitles(text: str) -> tuple[Subtitle, ...]:
    """The cues of a SubRip or WebVTT text in the order of time; what is no cue is passed over."""
    cues = []
    for block in re.split(r"\n[ \t]*\n", text.lstrip("\ufeff").replace("\r\n", "\n")):
        lines = block.splitlines()
        for i, line in enumerate(lines):
            found = _SPAN.match(line)
            if found:
                start, end = _at(found.groups()[:4]), _at(found.groups()[4:])
                cues.append(Subtitle(start, end, plain_words(lines[i + 1 :])))
                break
    return subtitles_in_time(cues)


def subtitles_in_time(cues: Iterable[Subtitle]) -> tuple[Subtitle, ...]:
    """Cues that say something, in the order of time."""
    return tuple(sorted(cue for cue in cues if cue.text and cue.end_ns > cue.start_ns))


def plain_words(lines: Iterable[str]) -> str:
    """Lines of a subtitle as one, without its markup."""
    return " ".join(html.unescape(_MARKUP.sub("", " ".join(lines))).split())


def _at(parts: tuple[str | None, ...]) -> int:
    hours, minutes, whole, thousandths = (part or "0" for part in parts)
    seconds = int(hours) * 3600 + int(minutes) * 60 + int(whole)
    return seconds * SECOND + int(thousandths.ljust(3, "0")) * MILLISECOND

"""Subtitles as proposals of beats compare them: from, until, words."""

import html
import re
from collections.abc import Iterable
from typing import NamedTuple

_MARKUP = re.compile(r"<[^>]*>|\{\\[^}]*\}")


class Subtitle(NamedTuple):
    """One subtitle: from, until, text on one line."""

    start_ns: int
    end_ns: int
    text: str


def subtitles_in_time(cues: Iterable[Subtitle]) -> tuple[Subtitle, ...]:
    """Cues that say something, in the order of time."""
    return tuple(sorted(cue for cue in cues if cue.text and cue.end_ns > cue.start_ns))


def plain_words(lines: Iterable[str]) -> str:
    """Lines of a subtitle as one, without its markup."""
    return " ".join(html.unescape(_MARKUP.sub("", " ".join(lines))).split())

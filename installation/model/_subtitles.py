"""Subtitles as proposals of beats compare them: from, until, words."""

from typing import NamedTuple


class Subtitle(NamedTuple):
    """One subtitle: from, until, text on one line."""

    start_ns: int
    end_ns: int
    text: str

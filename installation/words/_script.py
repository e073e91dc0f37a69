"""Subtitles as they were read: lines with their times, and what is odd about the file."""

from dataclasses import dataclass

from installation.said import Said, joined
from installation.units import MILLISECOND


@dataclass(frozen=True)
class Remark:
    """Something odd in a file of subtitles, at a line of it; ``at_ns`` is the place in the film.

    ``line`` is 0 where the format does not tell it.
    """

    line: int
    at_ns: int | None
    text: Said

    @property
    def said(self) -> Said:
        """Return it with its place."""
        places = []
        if self.line:
            places.append(Said("line {line}", line=self.line))
        if self.at_ns is not None:
            places.append(Said("at {at}", at=clock_words(self.at_ns)))
        return joined(": ", (joined(", ", places), self.text)) if places else self.text

    def __str__(self) -> str:
        return str(self.said)


@dataclass(frozen=True, order=True)
class SpokenLine:
    """One subtitle: from, until, and its text without markup, a line each.

    ``marked`` is the text as Advanced SubStation has it, ``line`` its place in the file.
    """

    start_ns: int
    end_ns: int
    text: str
    marked: str = ""
    line: int = 0


@dataclass(frozen=True)
class Script:
    """A file of subtitles. ``lines`` are in the order of time.

    ``document`` is a whole Advanced SubStation text for a file that has styles of its own, empty
    for one that leaves them to the layout. ``encoding`` is how its letters were stored, ``remarks``
    what was left out and why; ``content_hash`` is the file's.
    """

    lines: tuple[SpokenLine, ...]
    encoding: str = "UTF-8"
    document: str = ""
    remarks: tuple[Remark, ...] = ()
    content_hash: str = ""


def clock_words(at_ns: int) -> str:
    """A place in a film as the files write it: ``0:01:02.345``."""
    thousandths = at_ns // MILLISECOND
    seconds, minutes = thousandths // 1000, thousandths // 60_000
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds % 60:02d}.{thousandths % 1000:03d}"

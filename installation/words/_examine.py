"""Examines a file of subtitles before it is shown: what a person should know of it."""

from collections.abc import Iterator
from pathlib import Path

from installation.errors import WordsError
from installation.model import CaptionStyle, SubtitleCheck
from installation.said import Said
from installation.words._checks import checked, shortened
from installation.words._drawing import Letterer
from installation.words._read import script_in
from installation.words._script import Remark, Script

GUESSED = ("UTF-8", "UTF-16")
"""The encodings that a file says of itself; any other is a guess, and said."""
_TRIED = (640, 360)


def examine(path: Path) -> SubtitleCheck:
    """Read a file of subtitles, and say what is odd about it; never raises for what is in it."""
    try:
        script = script_in(path)
    except WordsError as fault:
        return SubtitleCheck(path, (Said("{why}; it is not shown", why=fault.message),))
    last = max(script.lines, key=lambda line: line.end_ns)
    remarks = shortened([*script.remarks, *checked(script)])
    return SubtitleCheck(
        path, (*_said(script), *remarks), last.line, last.end_ns, script.content_hash
    )


def _said(script: Script) -> Iterator[Said]:
    if script.encoding not in GUESSED:
        yield Said("is taken for {encoding}; save it as UTF-8 to be sure", encoding=script.encoding)
    try:
        missing = _missing(script)
    except WordsError as fault:
        yield Said("cannot be drawn: {why}", why=fault.message)
        return
    for line in script.lines:
        lacking = sorted(missing & set(line.text))
        if lacking:
            letters = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in lacking[:5])
            none = Said("no font here has {letters}", letters=letters)
            yield Remark(line.line, line.start_ns, none).said
            missing -= set(lacking)


def _missing(script: Script) -> set[str]:
    letterer = Letterer(_TRIED, CaptionStyle())
    try:
        return set(letterer.missing("".join(line.text for line in script.lines)))
    finally:
        letterer.close()

"""Reads Advanced SubStation (.ass, .ssa), with its styles."""

import re
from collections.abc import Iterator

import pysubs2

from installation.errors import WordsError
from installation.said import Said
from installation.units import MILLISECOND
from installation.words._cueblocks import plain
from installation.words._script import Remark, Script, SpokenLine

_CLOCK = re.compile(r"^\s*\d{1,3}:[0-5]?\d:[0-5]?\d[.:]\d{1,3}\s*$")
_EVENT = re.compile(r"^(Dialogue|Comment):", re.IGNORECASE)
_SECTION = re.compile(r"^\[(.*)\]\s*$")
_CARRIED = {"fonts", "graphics"}
"""Sections with files in them: a stranger's font is code for the one who draws with it."""
_USUAL = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"


def read_substation(text: str) -> Script:
    """The subtitles of a text. Raises WordsError when it is none of this kind."""
    remarks: list[Remark] = []
    rows = list(_sound_rows(text, remarks))
    document = "\n".join(row for _, row in rows)
    try:
        events = pysubs2.SSAFile.from_string(document, format_="ass").events
    except Exception as fault:  # pysubs2 raises what it comes across
        raise WordsError(Said("is not Advanced SubStation: {why}", why=str(fault))) from fault
    numbers = [number for number, row in rows if _EVENT.match(row)]
    lines = []
    for number, event in zip(numbers, events, strict=True):
        words = plain(event.text)
        if event.is_comment or not words:
            continue
        start_ns, end_ns = event.start * MILLISECOND, event.end * MILLISECOND
        if end_ns <= start_ns:
            remarks.append(Remark(number, start_ns, Said("ends before it begins; it is left out")))
            continue
        lines.append(SpokenLine(start_ns, end_ns, words, event.text, number))
    return Script(tuple(sorted(lines)), document=document, remarks=tuple(remarks))


def _sound_rows(text: str, remarks: list[Remark]) -> Iterator[tuple[int, str]]:
    """The rows, with their numbers, without those that a reader would fall over."""
    section, fields = "", _USUAL.split(", ")
    for number, row in enumerate(text.split("\n"), 1):
        header = _SECTION.match(row)
        section = header[1].lower() if header else section
        if section in _CARRIED:
            continue
        if section == "events" and row.startswith("Format:"):
            fields = [field.strip() for field in row.removeprefix("Format:").split(",")]
        if _EVENT.match(row) and not _has_times(row, fields):
            remarks.append(Remark(number, None, Said("is no dialogue with times; it is left out")))
            continue
        yield number, row


def _has_times(row: str, fields: list[str]) -> bool:
    parts = row.partition(":")[2].split(",", len(fields) - 1)
    told = dict(zip(fields, parts, strict=False))
    return len(parts) == len(fields) and all(
        _CLOCK.match(told.get(name, "")) for name in ("Start", "End")
    )

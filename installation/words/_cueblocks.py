"""Reads SubRip and WebVTT: finds the cues with their lines in the file, whatever lies between.

What is a cue is decided here, line by line, so that each fault has its place; what the tags in a
text mean is pysubs2's.
"""

import html
import re
from collections.abc import Iterator

import pysubs2

from installation.said import Said
from installation.units import MILLISECOND
from installation.words._script import Remark, Script, SpokenLine

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,:](\d{1,9}))?"
_TIMING = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_NUMBER = re.compile(r"^\s*\d+\s*$")
_TIME_TAG = re.compile(r"<\d[\d:.]*>")
_PLAIN_BRACE = re.compile(r"\{(?!\\)[^}]*\}?")
_OVERRIDE = re.compile(r"\{\\[^}]*\}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
ARROW = "-->"


def read_cues(text: str, webvtt: bool) -> Script:
    """The cues of a text, and what is wrong with those that were left out."""
    rows = text.split("\n")
    places = [number for number, row in enumerate(rows) if ARROW in row]
    lines: list[SpokenLine] = []
    remarks: list[Remark] = []
    for place, following in zip(places, [*places[1:], len(rows)], strict=True):
        span = span_of(rows[place])
        if isinstance(span, str):
            remarks.append(Remark(place + 1, None, span))
            continue
        body = _body(rows[place + 1 : following], following == len(rows), webvtt)
        line = spoken(*span, "\n".join(body), place + 1)
        if line is None:
            remarks.append(Remark(place + 1, span[0], Said("has no words, and is left out")))
        else:
            lines.append(line)
    return Script(tuple(sorted(lines)), remarks=tuple(remarks))


def span_of(row: str) -> tuple[int, int] | Said:
    """From when until when a line of times says; or why it says nothing."""
    found = _TIMING.match(row)
    if found is None:
        return Said(
            "{row} is no time (00:01:02,345 --> 00:01:04,000); it is left out",
            row=repr(row.strip()[:60]),
        )
    groups = found.groups()
    start_ns, end_ns = _at(groups[:4]), _at(groups[4:])
    if start_ns is None or end_ns is None:
        shown = repr(row.strip()[:60])
        return Said("{row} counts past 59 after a colon; it is left out", row=shown)
    if end_ns <= start_ns:
        return Said("ends before it begins; it is left out")
    return start_ns, end_ns


def spoken(start_ns: int, end_ns: int, body: str, line: int) -> SpokenLine | None:
    """A subtitle from its text with SubRip's tags; None when no word is in it."""
    body = _CONTROLS.sub("", html.unescape(_TIME_TAG.sub("", body))).replace("\t", " ")
    body = _PLAIN_BRACE.sub(lambda brace: "\\" + brace[0], body)
    block = f"1\n00:00:00,000 --> 00:00:01,000\n{body}\n"
    events = pysubs2.SSAFile.from_string(block, format_="srt").events
    marked = events[0].text.strip() if events else ""
    text = plain(marked)
    return SpokenLine(start_ns, end_ns, text, marked, line) if text.strip() else None


def plain(marked: str) -> str:
    """A text of Advanced SubStation without its markup, a line each."""
    text = _OVERRIDE.sub("", marked).replace("\\N", "\n").replace("\\n", "\n")
    return text.replace("\\h", "\u00a0").replace("\\{", "{").replace("\\}", "}").strip()


def _body(rows: list[str], last: bool, webvtt: bool) -> list[str]:
    """The rows of a cue's text, of all until the next cue's times."""
    if webvtt:
        return list(_until_empty(rows))
    if not last and rows and _NUMBER.match(rows[-1]):
        rows = rows[:-1]  # the next cue's number
    while rows and not rows[-1].strip():
        rows = rows[:-1]
    return [row.strip() for row in rows if row.strip()]


def _until_empty(rows: list[str]) -> Iterator[str]:
    for row in rows:
        if not row.strip():
            return
        yield row.strip()


def _at(parts: tuple[str | None, ...]) -> int | None:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    if int(seconds) > 59 or (parts[0] is not None and int(minutes) > 59):
        return None
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return (whole * 1000 + int(fraction.ljust(3, "0")[:3])) * MILLISECOND

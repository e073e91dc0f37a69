"""Reads files of subtitles of any kind that is known, told by what is in them."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from installation.errors import WordsError
from installation.files import open_regular
from installation.said import Said, joined
from installation.words._cueblocks import ARROW, read_cues
from installation.words._letters import decoded
from installation.words._script import Remark, Script
from installation.words._substation import read_substation
from installation.words._timedtext import read_timed_text

LARGEST = 4_000_000
"""Bytes of the largest file that is read: a film of two hours has a tenth of a million."""
MOST = 20_000
"""Subtitles of the longest file."""
KINDS = Said("SubRip (.srt), WebVTT (.vtt), Advanced SubStation (.ass) and TTML are read")
_TTML = re.compile(r"<(?:[\w.-]+:)?tt[\s>]")


def read_script(path: Path) -> Script:
    """The subtitles in a file. Raises WordsError with what is wrong, and where."""
    try:
        return script_in(path)
    except WordsError as fault:
        raise WordsError(joined(": ", (str(path), fault.message)), fault.advice) from fault


def script_in(path: Path) -> Script:
    """The same, with an error that does not name the file."""
    try:
        with open_regular(path) as file:
            data = file.read(LARGEST + 1)
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise WordsError(Said("cannot be read ({why})", why=why)) from fault
    return script_of(data)


def script_of(data: bytes) -> Script:
    """The subtitles in a file's content. Raises WordsError."""
    if len(data) > LARGEST:
        raise WordsError(
            Said("is larger than {most_mb} MB: no subtitles are", most_mb=LARGEST // 1_000_000)
        )
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise WordsError(Said("is empty"))
    text, encoding = decoded(data)
    text = re.sub(r"\r\n|\r|\x85|\x0b|\x0c", "\n", text).lstrip("\ufeff")
    content = hashlib.blake2b(data, digest_size=16).hexdigest()
    script = replace(_kind(text), encoding=encoding, content_hash=content)
    if len(script.lines) > MOST:
        raise WordsError(Said("has more than {count} subtitles", count=MOST))
    if not script.lines:
        why = joined("; ", (remark.said for remark in script.remarks[:3])) or KINDS
        raise WordsError(Said("holds no subtitles that can be shown: {why}", why=why))
    return script


def _kind(text: str) -> Script:
    start = text.lstrip()
    if start.startswith("WEBVTT"):
        return read_cues(text, webvtt=True)
    if re.match(r"\[(Script Info|V4\+? Styles|Events)\]", start, re.IGNORECASE):
        return read_substation(text)
    if start.startswith("<") and _TTML.search(start[:4000]):
        return read_timed_text(text)
    if ARROW in text:
        return read_cues(text, webvtt=False)
    return Script((), remarks=(Remark(0, None, KINDS),))

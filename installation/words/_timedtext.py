"""Reads TTML and IMSC (.ttml, .xml, .dfxp), by way of ttconv. The one door to it."""

import logging
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import ttconv.imsc.reader as imsc_reader
import ttconv.srt.writer as srt_writer

from installation.errors import WordsError
from installation.said import Said
from installation.words._cueblocks import read_cues
from installation.words._script import Script

MOST = 600
"""Paragraphs of the longest text. ttconv's time grows with their square: 2 s for 600 on two busy
cores, 26 s for 2,000, and whoever looks into the versions folder may be silent for 10 s only."""
_PARAGRAPH = re.compile(r"<(?:[\w.-]+:)?p[\s>/]")


def read_timed_text(text: str) -> Script:
    """The subtitles of a text. Raises WordsError, with the line where XML has one."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise WordsError(
            Said("has a document type of its own, which no TTML needs"), Said("Take it out.")
        )
    places = [text.count("\n", 0, found.start()) + 1 for found in _PARAGRAPH.finditer(text)]
    if len(places) > MOST:
        reason = Said(
            "line {line}: has more than {count} paragraphs, which take too long to read",
            line=places[MOST],
            count=MOST,
        )
        raise WordsError(reason, Said("Convert it to SubRip (.srt) or WebVTT (.vtt)."))
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # it is decoded already, whatever that says
    skipped = text[: len(text) - len(body)].count("\n")
    try:
        tree = ElementTree.ElementTree(ElementTree.fromstring(body))
        document = imsc_reader.to_model(tree)
        written = srt_writer.from_model(document) if document is not None else ""
    except ElementTree.ParseError as fault:
        raise WordsError(
            Said(
                "line {line}: is not XML ({why})", line=fault.position[0] + skipped, why=str(fault)
            )
        ) from fault
    except Exception as fault:  # ttconv raises what it comes across
        raise WordsError(
            Said("is not TTML ({why})", why=f"{type(fault).__name__}: {fault}")
        ) from fault
    script = read_cues(written, webvtt=False)
    if len(places) != len(script.lines):
        places = [0] * len(script.lines)
    lines = (replace(line, line=place) for line, place in zip(script.lines, places, strict=True))
    return Script(tuple(lines), remarks=script.remarks)


# it says at length what it leaves out of a style; the layout's style is drawn
logging.getLogger("ttconv").setLevel(logging.CRITICAL)

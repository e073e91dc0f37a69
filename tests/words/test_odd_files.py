"""Forty odd files of subtitles: right, or named with what is wrong; none as rubbish."""

import re
from dataclasses import dataclass

import pytest

from installation.errors import WordsError
from installation.units import MILLISECOND, SECOND
from installation.words._read import LARGEST, script_of

RUSSIAN = "Он стоял в темноте и ждал.\nКто-то обнял его."
FRENCH = "Il n'a pas été là.\nOù êtes-vous, garçon?"
SRT = "1\n00:00:01,000 --> 00:00:03,500\n{}\n\n2\n00:00:04,000 --> 00:00:06,000\n{}\n"
LONGER = (
    "Вечером двадцатого мая все шесть батарей остановились на ночлег в селе. "
    "Когда суматоха была в самом разгаре, из-за церкви показался верховой."
)
TTML = (
    '<?xml version="1.0" encoding="{enc}"?>\n<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="ru">\n'
    '<body><div>\n<p begin="00:00:01.000" end="00:00:03.500">{one}</p>\n'
    '<p begin="4s" end="6s">{two}</p>\n</div></body></tt>\n'
)
ASS = (
    "[Script Info]\nScriptType: v4.00+\nPlayResX: 384\nPlayResY: 288\n\n[V4+ Styles]\n"
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, "
    "Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, "
    "Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
    "Style: Default,DejaVu Sans,20,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,"
    "1,2,0,2,10,10,10,1\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)


def said(start: float, end: float, text: str) -> tuple[int, int, str]:
    return round(start * 1000) * MILLISECOND, round(end * 1000) * MILLISECOND, text


def srt(one: str = "one", two: str = "two") -> str:
    return SRT.format(one, two)


TWO = (said(1, 3.5, "one"), said(4, 6, "two"))
RU = (said(1, 3.5, RUSSIAN), said(4, 6, LONGER))
VTT = "WEBVTT - a title\n\n00:01.000 --> 00:03.500\none\n\n00:04.000 --> 00:06.000\ntwo\n"


@dataclass(frozen=True)
class Good:
    """A file, what it says, the encoding that is guessed, and what is remarked."""

    data: bytes
    says: tuple[tuple[int, int, str], ...] = TWO
    encoding: str = "UTF-8"
    remarks: tuple[str, ...] = ()


GOOD = {
    "plain": Good(srt().encode()),
    "with a mark": Good(b"\xef\xbb\xbf" + srt().encode()),
    "utf-16 little": Good(srt(RUSSIAN, LONGER).encode("utf-16"), RU, "UTF-16"),
    "utf-16 big": Good(b"\xfe\xff" + srt().encode("utf-16-be"), TWO, "UTF-16"),
    "utf-16 without a mark": Good(srt().encode("utf-16-le"), TWO, "UTF-16"),
    "cp1251": Good(srt(RUSSIAN, LONGER).encode("cp1251"), RU, "Windows-1251"),
    "koi8-r": Good(srt(RUSSIAN, LONGER).encode("koi8_r"), RU, "KOI8-R"),
    "cp866": Good(srt(RUSSIAN, LONGER).encode("cp866"), RU, "CP866"),
    "latin-1": Good(
        srt(FRENCH, "Voilà, déjà.").encode("latin_1"),
        (said(1, 3.5, FRENCH), said(4, 6, "Voilà, déjà.")),
        "Latin-1",
    ),
    "windows lines": Good(srt().replace("\n", "\r\n").encode()),
    "old mac lines": Good(srt().replace("\n", "\r").encode()),
    "mixed lines": Good(srt().replace("\n", "\r\n", 3).encode()),
    "no line's end at the end": Good(srt().strip().encode()),
    "no numbers": Good(srt().replace("1\n00", "00").replace("2\n00", "00").encode()),
    "no empty line between": Good(srt().replace("\n\n", "\n").encode()),
    "a point for the comma": Good(srt().replace(",", ".").encode()),
    "no hours": Good(srt().replace("00:00:", "00:").encode()),
    "spaces everywhere": Good(srt().replace(" --> ", "  -->   ").replace("one", "  one ").encode()),
    "coordinates": Good(srt().replace("03,500", "03,500  X1:40 X2:600 Y1:20 Y2:50").encode()),
    "later first": Good(
        b"1\n00:00:04,000 --> 00:00:06,000\ntwo\n\n2\n00:00:01,000 --> 00:00:03,500\none\n"
    ),
    "an empty line within": Good(
        srt("one\n\nmore").encode(), (said(1, 3.5, "one\nmore"), said(4, 6, "two"))
    ),
    "a year for a text": Good(srt("1887").encode(), (said(1, 3.5, "1887"), said(4, 6, "two"))),
    "tags": Good(srt("<i>one</i>", '<font color="#ff0000">two</font>').encode()),
    "entities": Good(
        srt("Tom &amp; Anna", "&lt;3").encode(), (said(1, 3.5, "Tom & Anna"), said(4, 6, "<3"))
    ),
    "braces": Good(
        srt("{a door}", r"{\an8}two").encode(), (said(1, 3.5, "{a door}"), said(4, 6, "two"))
    ),
    "control characters": Good(srt("o\x00n\x07e").encode()),
    "a text of nothing": Good(
        (srt() + "\n3\n00:00:07,000 --> 00:00:08,000\n \n").encode(),
        remarks=("line 10, at 0:00:07.000: has no words, and is left out",),
    ),
    "backwards": Good(
        (srt() + "\n3\n00:00:08,000 --> 00:00:07,000\nthree\n").encode(),
        remarks=("line 10: ends before it begins; it is left out",),
    ),
    "a broken time": Good(
        (srt() + "\n3\n00:00:0x,000 --> 00:00:07,000\nthree\n").encode(),
        remarks=(
            (
                "line 10: '00:00:0x,000 --> 00:00:07,000' is no time"
                " (00:01:02,345 --> 00:01:04,000); it is left out"
            ),
        ),
    ),
    "seventy seconds": Good(
        (srt() + "\n3\n00:00:70,000 --> 00:01:17,000\nthree\n").encode(),
        remarks=(
            "line 10: '00:00:70,000 --> 00:01:17,000' counts past 59 after a colon; it is left out",
        ),
    ),
    "webvtt": Good(VTT.encode()),
    "webvtt with all there is": Good(
        b"WEBVTT\n\nSTYLE\n::cue { color: lime }\n\nNOTE nobody says this\n\nintro\n"
        b"00:01.000 --> 00:03.500 align:start line:0\n<v Anna><c.loud>one</c></v>\n\n"
        b"NOTE\nnor\nthis\n\n00:04.000 --> 00:06.000\n<00:04.500>two\n"
    ),
    "ttml": Good(TTML.format(enc="UTF-8", one="one", two="two").encode()),
    "ttml with a prefix, in utf-16": Good(
        TTML.format(enc="UTF-16", one="one", two="two")
        .replace("<tt xmlns=", "<t:tt xmlns:t=")
        .replace("</tt>", "</t:tt>")
        .replace("<p ", "<t:p ")
        .replace("</p>", "</t:p>")
        .replace("<body><div>", "<t:body><t:div>")
        .replace("</div></body>", "</t:div></t:body>")
        .encode("utf-16"),
        TWO,
        "UTF-16",
    ),
    "substation": Good(
        (
            ASS + "Dialogue: 0,0:00:01.00,0:00:03.50,Default,,0,0,0,,{\\i1}one\n"
            "Comment: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,nobody says this\n"
            "Dialogue: 0,0:00:04.00,0:00:06.00,Default,,0,0,0,,two\n"
        ).encode()
    ),
    "substation with a broken line": Good(
        (
            ASS + "Dialogue: 0,0:00:01.00,0:00:03.50,Default,,0,0,0,,one\nDialogue: 0,soon\n"
            "Dialogue: 0,0:00:04.00,0:00:06.00,Default,,0,0,0,,two\n"
        ).encode(),
        remarks=("line 13: is no dialogue with times; it is left out",),
    ),
    "an .ass that calls itself .srt": Good(
        (
            ASS + "Dialogue: 0,0:00:01.00,0:00:03.50,Default,,0,0,0,,one\n"
            "Dialogue: 0,0:00:04.00,0:00:06.00,Default,,0,0,0,,two\n"
        )
        .replace("\n", "\r\n")
        .encode("utf-16"),
        TWO,
        "UTF-16",
    ),
}

BAD = {
    "nothing": (b"", "is empty"),
    "spaces": (b" \r\n\n", "is empty"),
    "a picture": (bytes(range(256)) * 40, "make no sense"),
    "a text": (b"Dear Anna,\nthe film is ready.\n", "SubRip (.srt), WebVTT (.vtt)"),
    "utf-8 cut in a letter": (srt(RUSSIAN).encode()[:40] + b"\xff\xfe\xfd", "make no sense"),
    "utf-16 cut in a letter": (srt(RUSSIAN).encode("utf-16") + b"x", "is not UTF-16"),
    "only broken times": (
        b"1\n00:00:xx,0 --> soon\nhello\n",
        "line 2: '00:00:xx,0 --> soon",
    ),
    "ttml cut off": (TTML.format(enc="UTF-8", one="a", two="b").encode()[:-30], "is not XML"),
    "ttml with entities": (
        b'<?xml version="1.0"?><!DOCTYPE tt [<!ENTITY a "ha">]>\n<tt xmlns="http://www.w3.org/ns/ttml"/>',
        "document type of its own",
    ),
    "ttml without end": (
        b'<tt xmlns="http://www.w3.org/ns/ttml"><body>' + b"<p>a</p>\n" * 601 + b"</body></tt>",
        "line 601: has more than 600 paragraphs",
    ),
    "too large": (b"1" * (LARGEST + 1), "is larger than 4 MB"),
}


@pytest.mark.parametrize("name", GOOD)
def test_an_odd_file_says_what_it_says(name: str) -> None:
    case = GOOD[name]
    script = script_of(case.data)
    assert tuple((line.start_ns, line.end_ns, line.text) for line in script.lines) == case.says
    assert script.encoding == case.encoding
    assert tuple(map(str, script.remarks)) == case.remarks


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_shown_is_named_with_its_reason(name: str) -> None:
    data, reason = BAD[name]
    with pytest.raises(WordsError, match=re.escape(reason)):
        script_of(data)


def test_there_are_forty() -> None:
    assert len(GOOD) + len(BAD) >= 40


def test_lines_know_their_place_in_the_file() -> None:
    assert [line.line for line in script_of(srt().encode()).lines] == [2, 6]
    assert [line.line for line in script_of(VTT.encode()).lines] == [3, 6]
    ttml = TTML.format(enc="UTF-8", one="one", two="two").encode()
    assert [line.line for line in script_of(ttml).lines] == [4, 5]


def test_a_file_of_many_lines_is_read_in_a_moment() -> None:
    text = "".join(
        f"{n}\n{n // 60}:{n % 60:02},000 --> {n // 60}:{n % 60:02},900\nline {n}\n\n"
        for n in range(3000)
    )
    lines = script_of(text.encode()).lines
    assert len(lines) == 3000 and lines[-1].end_ns < 3600 * SECOND

"""Reading SubRip and WebVTT."""

from hypothesis import given
from hypothesis import strategies as st

from installation.model import Subtitle, parse_subtitles

MS = 1_000_000


def test_subrip() -> None:
    text = "\ufeff1\r\n00:00:01,500 --> 00:00:03,000\r\n<i>At last,</i>\r\nshe said.\r\n\r\n"
    text += "2\r\n01:00:00,000 --> 01:00:02,000\r\n{\\\\an8}Gone.\r\n"
    assert parse_subtitles(text) == (
        Subtitle(1500 * MS, 3000 * MS, "At last, she said."),
        Subtitle(3_600_000 * MS, 3_602_000 * MS, "Gone."),
    )


def test_webvtt() -> None:
    text = """WEBVTT - the second one

NOTE 00:01.000 is no cue

intro
00:01.000 --> 00:02.250 align:start
<v Ryabovich>Darkness &amp; steps.

00:00.500 --> 00:00.750
Before.
"""
    assert parse_subtitles(text) == (
        Subtitle(500 * MS, 750 * MS, "Before."),
        Subtitle(1000 * MS, 2250 * MS, "Darkness & steps."),
    )


def test_what_says_nothing_is_no_cue() -> None:
    assert parse_subtitles("1\n00:00:01,000 --> 00:00:02,000\n \n") == ()
    assert parse_subtitles("1\n00:00:02,000 --> 00:00:01,000\nbackwards\n") == ()


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    parse_subtitles(text)

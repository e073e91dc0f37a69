"""What xrandr says, read: recorded texts with EDIDs made by the standard's own table."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import KioskError
from installation.kiosk._outputs import ask_xrandr, identity, parse
from installation.model import DisplayMode, Output


def edid(maker: str, code: int, number: int, name: str = "", serial: str = "") -> bytes:
    """The first block of an EDID (VESA E-EDID 1.4)."""
    letters = sum(
        (ord(letter) - 64) << shift for letter, shift in zip(maker, (10, 5, 0), strict=True)
    )
    head = bytes.fromhex("00ffffffffffff00") + letters.to_bytes(2, "big")
    head += code.to_bytes(2, "little") + number.to_bytes(4, "little")
    texts = [(0xFC, name), (0xFF, serial)]
    told = [
        b"\0\0\0" + bytes([tag, 0]) + (text.encode() + b"\n").ljust(13)[:13]
        for tag, text in texts
        if text
    ]
    timing = bytes.fromhex("023a801871382d40582c45000f292100001e")
    blocks = (timing + b"".join(told)).ljust(72, b"\0")
    block = head.ljust(54, b"\x01") + blocks + b"\0"
    return block + bytes([-sum(block) % 256])


def section(line: str, content: bytes = b"") -> str:
    """An output as ``xrandr --props`` prints it."""
    rows = "".join(f"\t\t{content[at : at + 16].hex()}\n" for at in range(0, len(content), 16))
    properties = f"\tEDID: \n{rows}" if content else ""
    properties += "\tTearFree: auto \n\t\tsupported: off, on, auto\n"
    return f"{line}\n{properties}   1920x1080     60.00*+  59.94  \n   1280x720      60.00  \n"


SCREEN = "Screen 0: minimum 320 x 200, current 5760 x 1080, maximum 16384 x 16384\n"
ROTATIONS = "(normal left inverted right x axis y axis) 527mm x 297mm"
LEFT = edid("DEL", 0xA09B, 0x3155554C, "PROJECTOR A", "36WJX39H1UEL")
RIGHT = edid("EPS", 0x0A12, 4711)


def test_three_projectors_come_from_left_to_right_with_their_names() -> None:
    text = SCREEN + section(f"DP-1 connected 1920x1080+3840+0 {ROTATIONS}", RIGHT)
    text += section(f"HDMI-1 connected primary 1920x1080+0+0 {ROTATIONS}", LEFT + bytes(128))
    text += section(f"HDMI-2 connected 1080x1920+1920+0 left {ROTATIONS}")
    text += "DP-2 disconnected (normal left inverted right x axis y axis)\n"
    full = DisplayMode(1920, 1080, 60.0)
    modes = (full, DisplayMode(1920, 1080, 59.94), DisplayMode(1280, 720, 60.0))
    assert parse(text) == [
        replace(output, mode=full, modes=modes, best=full, widest=16384)
        for output in (
            Output("HDMI-1", 0, 0, 1920, 1080, "DEL", "PROJECTOR A", "36WJX39H1UEL"),
            Output("HDMI-2", 1920, 0, 1080, 1920),
            Output("DP-1", 3840, 0, 1920, 1080, "EPS", "0a12", "4711"),
        )
    ]


def test_a_dark_display_is_there_and_comes_last() -> None:
    text = SCREEN + section(f"HDMI-1 connected {ROTATIONS}", LEFT)
    text += section(f"DP-1 connected 1920x1080+0+0 {ROTATIONS}")
    dark = parse(text)[1]
    assert (dark.name, dark.lit, dark.model) == ("HDMI-1", False, "PROJECTOR A")


def test_a_pulled_cable_is_no_display_though_its_picture_is_still_laid_out() -> None:
    text = SCREEN + section(f"HDMI-1 disconnected 1920x1080+0+0 {ROTATIONS}")
    assert parse(text) == []


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3),
    st.integers(0, 0xFFFF),
    st.integers(1, 0xFFFFFFFF),
    st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9 -]{0,10}[A-Za-z0-9]\Z"),
)
def test_whatever_an_edid_says_is_read(maker: str, code: int, number: int, name: str) -> None:
    assert identity(edid(maker, code, number)) == (maker, f"{code:04x}", str(number))
    assert identity(edid(maker, code, number, name, name)) == (maker, name, name)


@given(st.binary(max_size=300))
def test_a_broken_edid_says_nothing(content: bytes) -> None:
    assert identity(content) == ("", "", "")


@given(st.integers(8, 126), st.integers(1, 255))
def test_an_edid_with_one_wrong_byte_says_nothing(at: int, by: int) -> None:
    wrong = bytearray(LEFT)
    wrong[at] = (wrong[at] + by) % 256
    assert identity(bytes(wrong)) == ("", "", "")


def test_without_a_display_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(KioskError, match="there is no X display"):
        ask_xrandr()

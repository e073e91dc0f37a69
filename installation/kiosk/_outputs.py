"""The displays that the X server has now, from ``xrandr``, with what their EDID says of them."""

import os
import re
import subprocess

from installation.errors import KioskError
from installation.kiosk._xrandr_words import heads, sections, widest
from installation.model import Output, Rect

_EDID = re.compile(r"^\s+EDID:\s*\n((?:\s+[0-9a-f]{32}\n)+)", re.MULTILINE)
_EDID_HEADER = bytes.fromhex("00ffffffffffff00")
_DARK = Rect(0, 0, 0, 0)
_NAME, _SERIAL = 0xFC, 0xFF
XRANDR_S = 4.0
"""A controller that waits for longer is taken to hang (CONTROLLER_SILENT_NS)."""


def connected_outputs(display: str | None = None) -> list[Output]:
    """The connected displays, from left to right; ``display`` is $DISPLAY when not given.

    Raises KioskError when there is no X server to ask, or no xrandr.
    """
    return parse(ask_xrandr(display))


def ask_xrandr(display: str | None = None) -> str:
    """Return what ``xrandr`` says of all outputs and their properties.

    With ``--current``, because asking the graphics driver again can stall a running picture; the
    server hears of a plugged cable by itself.
    """
    where = os.environ.get("DISPLAY", "") if display is None else display
    if not where:
        raise KioskError("there is no X display.", "Start from the X session, or set DISPLAY.")
    done = xrandr(where, "--current", "--props")
    if done.returncode:
        raise KioskError(
            f"the X display {where} cannot be asked: {done.stderr.strip()}",
            "Check that DISPLAY is right and that this user may use it (XAUTHORITY).",
        )
    return done.stdout


def xrandr(display: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run it; raises KioskError when there is none, or no answer. It may also have refused."""
    command = ["xrandr", "--display", display, *words]
    try:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=XRANDR_S, check=False
        )
    except FileNotFoundError:
        raise KioskError("xrandr is missing.", "apt-get install x11-xserver-utils") from None
    except subprocess.TimeoutExpired:
        raise KioskError(f"the X display {display} does not answer.") from None


def parse(text: str) -> list[Output]:
    """The connected displays in ``xrandr --props``'s words, from left to right."""
    said, most = {head[1]: section for head, section in sections(text)}, widest(text)
    found = []
    for head in heads(text):
        if not head.connected:
            continue
        edid = _EDID.search(said[head.name])
        known = identity(bytes.fromhex(edid[1])) if edid else ("", "", "")
        current = head.current.mode if head.current and head.rect else None
        modes = tuple(dict.fromkeys(one.mode for one in head.modes))
        best = next((one.mode for one in head.modes if one.preferred), None)
        rect = head.rect or _DARK
        found.append(Output(head.name, *rect, *known, current, modes, best, most))
    return sorted(found, key=lambda output: (not output.lit, output.x, output.y))


def identity(edid: bytes) -> tuple[str, str, str]:
    """Maker (three letters), model and serial number of an EDID; empty words for a broken one.

    VESA E-EDID 1.4: maker in bytes 8-9 as three five-bit letters, product code in 10-11, serial
    number in 12-15, and four descriptors of 18 bytes from 54, which give them as text.
    """
    if len(edid) < 128 or edid[:8] != _EDID_HEADER or sum(edid[:128]) % 256:
        return "", "", ""
    letters = int.from_bytes(edid[8:10], "big")
    maker = "".join(chr(64 + (letters >> shift & 31)) for shift in (10, 5, 0))
    number = int.from_bytes(edid[12:16], "little")
    texts = {}
    for at in range(54, 126, 18):
        if edid[at : at + 3] == b"\0\0\0":
            words = edid[at + 5 : at + 18].split(b"\n")[0].decode("ascii", "replace")
            texts[edid[at + 3]] = words.strip()
    model = texts.get(_NAME) or f"{int.from_bytes(edid[10:12], 'little'):04x}"
    return maker, model, texts.get(_SERIAL) or (str(number) if number else "")

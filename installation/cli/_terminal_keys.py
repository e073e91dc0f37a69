"""A terminal's keys, one by one and at once; the terminal is as it was when it is over.

Names of keys: the letter or digit itself, ``enter tab backtab escape left right up down``, arrows
with Shift held ``shift+left`` ..., and ``escape`` for Ctrl-C.
"""

import contextlib
import os
import select
import sys
import termios
import tty

from installation.errors import UsageError

ESCAPE = "\x1b"
SPLIT_S = 0.05
"""A key's letters may come apart over a network; an Escape that is alone for longer is one."""
_ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left"}
_NAMES = {
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    "\x03": "escape",
    ESCAPE: "escape",
    f"{ESCAPE}[Z": "backtab",
}
for _letter, _name in _ARROWS.items():
    _NAMES[f"{ESCAPE}[{_letter}"] = _NAMES[f"{ESCAPE}O{_letter}"] = _name
    _NAMES[f"{ESCAPE}[1;2{_letter}"] = f"shift+{_name}"
    _NAMES[f"{ESCAPE}[{_letter.lower()}"] = f"shift+{_name}"  # rxvt's


def keys(text: str) -> tuple[list[str], str]:
    """The keys that a text from a terminal is, and the beginning of one at its end. Pure.

    Sequences that are not known are passed over.
    """
    found: list[str] = []
    while text:
        length = _length(text)
        if length is None:
            break
        name = _NAMES.get(text[:length], text[:length])
        if name in _NAMES.values() or (len(name) == 1 and name.isprintable()):
            found.append(name)
        text = text[length:]
    return found, text


def _length(text: str) -> int | None:
    """Return how many letters of a text the first key is; None when there may be more to come."""
    if text[0] != ESCAPE:
        return 1
    if len(text) == 1:
        return None
    if text[1] == "O":
        return 3 if len(text) > 2 else None
    if text[1] != "[":
        return 1
    # a control sequence ends with its first letter (ECMA-48, 5.4)
    return next((n for n, one in enumerate(text[2:], 3) if "@" <= one <= "~"), None)


class Keyboard:
    """The terminal that a command was started in, from ``with`` on to its end.

    Raises UsageError where there is none.
    """

    def __init__(self) -> None:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise UsageError(
                "this needs a terminal with a keyboard.",
                "Start it in a terminal; over ssh with `ssh -t`.",
            )
        self._handle = sys.stdin.fileno()

    def __enter__(self) -> "Keyboard":
        self._before = termios.tcgetattr(self._handle)
        tty.setraw(self._handle, termios.TCSADRAIN)
        mode = termios.tcgetattr(self._handle)
        mode[1] = self._before[1]  # what is printed looks as ever
        termios.tcsetattr(self._handle, termios.TCSADRAIN, mode)
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(termios.error):  # it has gone away
            termios.tcsetattr(self._handle, termios.TCSAFLUSH, self._before)

    def fileno(self) -> int:
        """Becomes readable when a key was pressed."""
        return self._handle

    def pressed(self) -> list[str]:
        """The keys since the last time. Raises EOFError when the terminal has gone away."""
        if not self._waits(0):
            return []
        found, rest = keys(self._read())
        while rest and self._waits(SPLIT_S):
            more, rest = keys(rest + self._read())
            found += more
        return [*found, "escape"] if rest == ESCAPE else found

    def _waits(self, seconds: float) -> bool:
        return bool(select.select([self._handle], [], [], seconds)[0])

    def _read(self) -> str:
        try:
            data = os.read(self._handle, 1024)
        except OSError:
            data = b""
        if not data:
            raise EOFError
        return data.decode(errors="replace")

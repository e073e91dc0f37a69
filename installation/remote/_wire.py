"""Bytes from a MIDI wire into whole messages; whatever is none is counted and passed over. Pure.

After the MIDI 1.0 detailed specification (document 4.2.1): running status, real-time bytes inside
of anything, system exclusive of any length, undefined status bytes. A channel message comes out
with its status byte, also where the wire left it away.
"""

SYSEX, END = 0xF0, 0xF7
LONGEST = 4096
"""Bytes of the longest system exclusive message that is kept; nothing here has more than 200."""

_DATA = {0xC: 1, 0xD: 1}
"""Data bytes of a channel message, by its kind; all others have two."""
_COMMON = {0xF1: 1, 0xF2: 2, 0xF3: 1, 0xF6: 0}
_REAL_TIME = frozenset({0xF8, 0xFA, 0xFB, 0xFC, 0xFE, 0xFF})


class Wire:
    """One source's bytes, in any portions. ``junk`` counts what was no part of any message."""

    def __init__(self) -> None:
        self.junk = 0
        self._status = 0
        self._needs = 0
        self._held = bytearray()
        self._sysex: bytearray | None = None

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that are whole with these bytes, in their order."""
        found: list[bytes] = []
        for byte in data:
            if byte < 0x80:
                self._data(byte, found)
            elif byte >= 0xF8:
                if byte in _REAL_TIME:
                    found.append(bytes((byte,)))
                else:
                    self.junk += 1
            else:
                self._begin(byte, found)
        return found

    def broken_off(self) -> None:
        """Forget what is half there: the source is gone, or bytes of it are missing."""
        self.junk += bool(self._held) + (self._sysex is not None)
        self._status = 0
        self._held.clear()
        self._sysex = None

    def _data(self, byte: int, found: list[bytes]) -> None:
        if self._sysex is not None:
            if len(self._sysex) < LONGEST:
                self._sysex.append(byte)
            return
        if not self._status:
            self.junk += 1
            return
        self._held.append(byte)
        if len(self._held) == self._needs:
            found.append(bytes((self._status, *self._held)))
            self._held.clear()
            if self._status >= 0xF0:  # system common messages have no running status
                self._status = 0

    def _begin(self, byte: int, found: list[bytes]) -> None:
        if byte == END and self._sysex is not None:
            if len(self._sysex) < LONGEST:
                found.append(bytes((SYSEX, *self._sysex, END)))
            else:
                self.junk += 1
            self._sysex = None
            return
        self.junk += bool(self._held) + (self._sysex is not None)  # cut short
        self._held.clear()
        self._sysex = None
        self._status = 0
        if byte == SYSEX:
            self._sysex = bytearray()
        elif byte in _COMMON:
            if _COMMON[byte]:
                self._status, self._needs = byte, _COMMON[byte]
            else:
                found.append(bytes((byte,)))
        elif byte < SYSEX:
            self._status, self._needs = byte, _DATA.get(byte >> 4, 2)
        else:  # undefined, or an end of what never began
            self.junk += 1

"""Judges whether a source is to be believed just now. Pure.

A key of a box is a fact; three bytes out of a stream of noise are not, even if they look like that
key. So a source that has lately said things that are no MIDI, or more than hands and desks can, is
heard on but not obeyed, until it has been calm for a while.
"""

from collections import deque

from installation.units import MILLISECOND, SECOND

LATELY_NS = SECOND
JUNK = 3
"""So much junk in a second is a loose plug or a half message; more is noise."""
BYTES = 3200
"""What a MIDI cable can carry in a second; a box with a port of its own stays far below it."""
PRESSES = 20
"""What ten fingers can do in a second."""
CALM_NS = 500 * MILLISECOND


class Guard:
    """One source's credit, which it has from ``calm_ns`` on. Instants never go back."""

    def __init__(self, calm_ns: int = 0) -> None:
        self._came: deque[tuple[int, int, int]] = deque()
        self._bytes = 0
        self._junk = 0
        self._presses: deque[int] = deque()
        self._until_ns = calm_ns

    def came(self, size: int, junk: int, now_ns: int) -> None:
        """So many bytes have come, so much of it junk."""
        self._came.append((now_ns, size, junk))
        self._bytes += size
        self._junk += junk
        while self._came and self._came[0][0] <= now_ns - LATELY_NS:
            _, size, junk = self._came.popleft()
            self._bytes -= size
            self._junk -= junk
        if self._junk > JUNK or self._bytes > BYTES:
            self._until_ns = now_ns + CALM_NS

    def believes(self, now_ns: int) -> bool:
        """Tell whether what comes now is meant."""
        return now_ns >= self._until_ns

    def floods(self) -> bool:
        """Tell whether so much comes that it need not even be read."""
        return self._bytes > 4 * BYTES

    def pressed(self, now_ns: int) -> bool:
        """Tell whether one more order may be given; asked once for each."""
        while self._presses and self._presses[0] <= now_ns - LATELY_NS:
            self._presses.popleft()
        if len(self._presses) >= PRESSES or not self.believes(now_ns):
            return False
        self._presses.append(now_ns)
        return True

"""The real deck: one player of libvlc, and the thread that commands it.

Orders are put into a queue and return at once; libvlc's own take their time, and deadlock in its
callbacks. Those only set flags and wake the thread, which looks at them after every order.
"""

import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

from installation.player._deck import DeckState, Sink
from installation.player._libvlc import LibVlc, VlcPlayer
from installation.player._threads import name_thread
from installation.timeline import ROLL_NS
from installation.units import MILLISECOND, SECOND

CUE_TIMEOUT_NS = 8 * SECOND
STEP_NS = 100 * MILLISECOND
"""How long a film's last picture is waited for when it is asked for; it takes 1 to 10 ms."""


def _look_again() -> None:
    """An order that does nothing: the deck's thread looks at its flags after each."""


class VlcDeck:
    """A deck as :class:`installation.player._deck.Deck` has it, on libvlc."""

    def __init__(self, libvlc: LibVlc, name: str) -> None:
        self.state = DeckState.IDLE
        self._done = 0
        self._at_work = False
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._player = VlcPlayer(libvlc, lambda: self._orders.put(_look_again))
        self._deadline_ns = 0
        self._roll_ns: int | None = None
        self._step_ends_ns: int | None = None
        """Until when the picture that a step shows is waited for; None without a step."""
        # the state and the serial of the order it belongs to; libvlc is never called under it
        self._lock = threading.Lock()
        self._serial = 0
        self._loaded = 0
        self._thread = threading.Thread(target=self._work, name=f"deck-{name}", daemon=True)
        self._thread.start()

    @property
    def decoder(self) -> str:
        """Return what decodes: ``software`` or ``hardware``; empty before the first film."""
        return self._player.decoder

    @property
    def at_work(self) -> int:
        """Return the number of the order that it has not done yet; 0 when there is none."""
        return self._done + 1 if self._at_work or not self._orders.empty() else 0

    # orders, from the player's thread

    def cue(self, film: Path, media_ns: int, sink: Sink) -> None:
        """Stand ready at a place; the state is LOADING, then CUED (or FAILED)."""
        serial = self._enter(DeckState.LOADING)
        self._orders.put(lambda: self._load(serial, film, media_ns, sink))

    def roll(self, at_ns: int) -> None:
        """Unpause so that the clock stands at the place at an instant, or now if it has passed."""
        self.state = DeckState.ROLLING
        self._orders.put(lambda: self._schedule(at_ns))

    def park(self) -> None:
        """Stop; IDLE at once for the player, done by the deck's thread before its next order."""
        self._enter(DeckState.IDLE)
        self._orders.put(self._stop)

    def close(self) -> None:
        """Stop and release libvlc's player."""
        self._orders.put(self._stop)
        self._orders.put(None)
        self._thread.join(5)
        self._player.release()

    def _enter(self, state: DeckState) -> int:
        with self._lock:
            self.state = state
            self._serial += 1
            return self._serial

    # the deck's own thread

    def _work(self) -> None:
        name_thread(self._thread.name)
        while True:
            try:
                order = self._orders.get(timeout=self._patience())
            except queue.Empty:
                order = _look_again
            if order is None:
                return
            self._at_work = True
            order()
            self._look()
            self._done += 1
            self._at_work = False

    def _patience(self) -> float | None:
        due_ns = self._step_ends_ns if self._roll_ns is None else self._roll_ns
        if due_ns is not None:
            return max(0.0, (due_ns - time.monotonic_ns()) / SECOND)
        return 1.0 if self.state is DeckState.LOADING else None  # a film may never load

    def _look(self) -> None:
        now_ns = time.monotonic_ns()
        if self._roll_ns is not None and now_ns >= self._roll_ns:
            self._roll_ns = None
            self._player.roll()
        player = self._player
        if player.at_end and player.sink is not None:
            self._finish(now_ns, player.sink)
        if self.state is DeckState.LOADING and player.sink is not None:
            if player.ready:
                player.sink.buffered(player.filled)
                self._advance(DeckState.LOADING, DeckState.CUED)
            elif player.ended or now_ns > self._deadline_ns:
                self._advance(DeckState.LOADING, DeckState.FAILED)
        if player.ended:
            self._advance(DeckState.ROLLING, DeckState.ENDED)

    def _finish(self, now_ns: int, sink: Sink) -> None:
        """Have the last picture shown, if it still waits; then let the film end."""
        if self._step_ends_ns is None and not sink.complete:
            self._step_ends_ns = now_ns + STEP_NS
            sink.stepped()
            self._player.step()
        elif sink.complete or (self._step_ends_ns or 0) <= now_ns:
            self._step_ends_ns = None
            self._player.roll()

    def _advance(self, before: DeckState, after: DeckState) -> None:
        # an order that came meanwhile has set another state, which stays
        with self._lock:
            if self.state is before and self._loaded == self._serial:
                self.state = after

    def _load(self, serial: int, film: Path, media_ns: int, sink: Sink) -> None:
        self._stop()
        if serial != self._serial:
            return
        self._loaded = serial
        self._deadline_ns = time.monotonic_ns() + CUE_TIMEOUT_NS
        self._player.load(film, media_ns, sink)

    def _schedule(self, at_ns: int) -> None:
        self._roll_ns = at_ns - ROLL_NS
        sink = self._player.sink
        if sink is not None:
            self._roll_ns -= sink.late_ns

    def _stop(self) -> None:
        self._roll_ns = self._step_ends_ns = None
        self._player.stop()

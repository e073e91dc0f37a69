"""The real deck: one player of libvlc, and the thread that commands it.

A film that is loaded plays until the sink has kept its first pictures, then stands still, and goes
on behind them when the deck is told to roll.

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
from installation.timeline import NATURAL, ROLL_NS
from installation.units import MILLISECOND, SECOND

CUE_TIMEOUT_NS, LONGEST_CUE_NS = 8 * SECOND, 64 * SECOND
"""How long a film may take to stand ready, which takes 0.3 s: twice as long after each one that did
not, for a machine may be that slow."""
LEFT_NS = 100 * MILLISECOND
"""How long what is left at a film's end may take to come, once it is asked for: it takes 1 ms."""
DECODED_NS = 100 * MILLISECOND
"""How long libvlc is left to decode up to a place inside a film, where it cannot be told from what
it has shown that it has. Played at once, with three players busy, it may take the pictures on the
way for late ones, and leave out the fourth after the place (3 of 29 resumes of three heads; none of
22 since it is given the time)."""
EARLY_NS = 20 * MILLISECOND
"""A deck that rolls before it has come to stand still goes on, if that is as little too early."""


def _look_again() -> None:
    """An order that does nothing: the deck's thread looks at its flags after each."""


class VlcDeck:
    """A deck as :class:`installation.player._deck.Deck` has it, on libvlc."""

    def __init__(self, libvlc: LibVlc, name: str) -> None:
        self.state = DeckState.IDLE
        # the state and the serial of the order it belongs to, and how many orders were given;
        # libvlc is never called under it
        self._lock = threading.Lock()
        self._serial = 0
        self._loaded = 0
        self._given, self._done = 0, 0
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._player = VlcPlayer(libvlc, lambda: self._give(_look_again))
        self._deadline_ns, self._cue_may_ns = 0, CUE_TIMEOUT_NS
        self._media_ns = 0
        self._plays_ns: int | None = None
        """When a film that has loaded is to play at the latest."""
        self._origin_ns: int | None = None
        """When libvlc's clock stood at the place, as it runs since; None before the film plays."""
        self._stands_ns: int | None = None
        """Since when it stands still; None while it runs."""
        self._pausing = False
        """It has been told to stand still, and runs yet."""
        self._at_ns: int | None = None
        """When it should stand at the place, by the order to roll; None without one."""
        self._airs_ns: int | None = None
        self._aired = False
        self._ends_ns: int | None = None
        """When the film's last picture is due, as libvlc's clock runs; None while it stands."""
        self._over_ns: int | None = None
        """When the film is over in any case, once its last picture was asked for."""
        self._thread = threading.Thread(target=self._work, name=f"deck-{name}", daemon=True)
        self._thread.start()

    @property
    def decoder(self) -> str:
        """Return what decodes: ``software`` or ``hardware``; empty before the first film."""
        return self._player.decoder

    @property
    def at_work(self) -> int:
        """Return the number of the order that it has not done yet; 0 when there is none."""
        done = self._done  # looked at first: what is given meanwhile is not done
        return done + 1 if done < self._given else 0

    # orders, from the player's thread

    def cue(self, film: Path, media_ns: int, sink: Sink) -> None:
        """Stand ready at a place; the state is LOADING, then CUED (or FAILED)."""
        serial = self._enter(DeckState.LOADING)
        self._give(lambda: self._load(serial, film, media_ns, sink))

    def roll(self, at_ns: int) -> None:
        """Air what was kept, and go on behind it, by a clock at the place at an instant."""
        self.state = DeckState.ROLLING
        self._give(lambda: self._schedule(at_ns))

    def park(self) -> None:
        """Stop; IDLE at once for the player, done by the deck's thread before its next order."""
        self._enter(DeckState.IDLE)
        self._give(self._stop)

    def close(self) -> None:
        """Stop and release libvlc's player."""
        self._give(self._stop)
        self._orders.put(None)
        self._thread.join(5)
        self._player.release()

    def _give(self, order: Callable[[], None]) -> None:
        """Put an order into the queue. Any thread may."""
        with self._lock:
            self._given += 1
            self._orders.put(order)

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
                self._give(_look_again)
                continue
            if order is None:
                return
            order()
            self._look()
            self._player.looked()
            self._done += 1

    def _patience(self) -> float | None:
        times = [self._ends_ns if self._player.drained else None, self._over_ns]
        if self._origin_ns is None and self.state is DeckState.LOADING:
            times.append(self._plays_ns)
        if not self._aired:
            times.append(self._airs_ns)
        goes_on_ns = self._goes_on_ns
        if goes_on_ns is not None and (self._player.stands or self._player.ended):
            times.append(goes_on_ns)  # until it stands it is waited for without end
        due = [ns for ns in times if ns is not None]
        if due:
            return max(0.0, (min(due) - time.monotonic_ns()) / SECOND)
        return 1.0 if self.state is DeckState.LOADING else None  # a film may never load

    @property
    def _goes_on_ns(self) -> int | None:
        """Return when a deck that stands still plays again; None while it runs or has no order."""
        if self._stands_ns is None or self._at_ns is None or self._origin_ns is None:
            return None
        return self._at_ns + self._stands_ns - self._origin_ns

    def _look(self) -> None:
        now_ns, player = time.monotonic_ns(), self._player
        if player.sink is None:
            return
        self._stand_by(now_ns, player.sink)
        if self._airs_ns is not None and now_ns >= self._airs_ns and not self._aired:
            self._aired = True
            player.sink.airs(now_ns)
        self._keep_time(now_ns, player.sink)
        if self._ends_ns is not None and now_ns >= self._ends_ns and player.drained:
            self._ends_ns, self._over_ns = None, now_ns + LEFT_NS
            player.finish()
        over = self._over_ns is not None and now_ns >= self._over_ns
        if (over or player.sink.over or player.ended) and self._aired:
            self._over_ns = None
            self._advance(DeckState.ROLLING, DeckState.ENDED)

    def _stand_by(self, now_ns: int, sink: Sink) -> None:
        """Play what has loaded; say that it stands ready once its first picture is there."""
        player = self._player
        if self.state is not DeckState.LOADING:
            return
        if player.ready and self._plays_ns is None:
            sink.buffered(player.filled)
            self._plays_ns = now_ns + (DECODED_NS if self._media_ns else 0)
        if self._plays_ns is not None and self._origin_ns is None:
            if not (sink.near or player.ended or now_ns >= self._plays_ns):
                return
            self._play(now_ns + ROLL_NS + sink.late_ns, sink)
        if self._origin_ns is not None and (sink.there or player.ended):
            self._cue_may_ns = CUE_TIMEOUT_NS
            self._advance(DeckState.LOADING, DeckState.CUED)
        elif player.ended:
            self._advance(DeckState.LOADING, DeckState.FAILED)
        elif now_ns > self._deadline_ns:
            self._cue_may_ns = min(2 * self._cue_may_ns, LONGEST_CUE_NS)
            self._advance(DeckState.LOADING, DeckState.FAILED)

    def _keep_time(self, now_ns: int, sink: Sink) -> None:
        """Stand still with the first pictures kept, and play again when it is time to."""
        player, origin_ns, goes_on_ns = self._player, self._origin_ns, self._goes_on_ns
        if origin_ns is None:
            return
        if goes_on_ns is not None and self._stands_ns is not None:
            if now_ns >= goes_on_ns and (player.stands or player.ended):
                self._play(now_ns - (self._stands_ns - origin_ns), sink)
            return
        if self._pausing:
            # only now: until libvlc has paused, its clock runs, and pictures come
            if player.stands and not player.ended:
                self._pausing, self._stands_ns = False, now_ns
                sink.stands(now_ns)
            return
        early = self._at_ns is None or self._at_ns > origin_ns + EARLY_NS
        over = sink.over or player.drained or player.ended
        if self._stands_ns is None and early and sink.full and not over:
            self._pausing, self._ends_ns = True, None
            player.pause()

    def _play(self, origin_ns: int, sink: Sink) -> None:
        """Have libvlc play, by a clock that stood at the place at an instant."""
        self._origin_ns, self._stands_ns = origin_ns, None
        sink.plays(origin_ns)
        self._player.roll()
        self._ends_ns = origin_ns + (sink.last_ns - self._media_ns) * sink.pace // NATURAL

    def _advance(self, before: DeckState, after: DeckState) -> None:
        # an order that came meanwhile has set another state, which stays
        with self._lock:
            if self.state is before and self._loaded == self._serial:
                self.state = after

    def _load(self, serial: int, film: Path, media_ns: int, sink: Sink) -> None:
        self._stop()
        if serial != self._serial:
            return
        self._loaded, self._media_ns = serial, media_ns
        self._deadline_ns = time.monotonic_ns() + self._cue_may_ns
        self._player.load(film, media_ns, sink)

    def _schedule(self, at_ns: int) -> None:
        sink = self._player.sink
        if sink is not None:
            self._at_ns, self._airs_ns = at_ns, at_ns + sink.way_ns

    def _stop(self) -> None:
        self._plays_ns = self._origin_ns = self._stands_ns = None
        self._ends_ns = self._over_ns = None
        self._at_ns = self._airs_ns = None
        self._aired = self._pausing = False
        self._player.stop()

"""Holds what the director knows now; tells the programme in it to all, and keeps it."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from msgspec import structs

from installation.director import Answer, State
from installation.link import Follow
from installation.said import Said
from installation.show._connections import Connections
from installation.show._programme_store import ProgrammeStore
from installation.timeline import Programme, named_beats, plan_at
from installation.units import MILLISECOND

P = ParamSpec("P")

LEVELS_NS = 200 * MILLISECOND
"""How soon after a programme another one follows in which only levels differ: as long as
a change of them fades. A fader gives hundreds a second, and each would be a message to all, a file
to write, and a quarter of a second of sound that three players render again: at 25 a second two
cores were full, and screens stood still for 2 s."""


class Publisher:
    """The one holder of the director's state, which only the director's moves change. One thread.

    The processes and the disk have the programme as it was at the last :meth:`publish`.
    """

    def __init__(self, state: State, connections: Connections, store: ProgrammeStore) -> None:
        self._state = state
        self._connections = connections
        self._store = store
        self._published: Programme | None = None
        self._published_ns = 0
        self.spread: Callable[[Programme], None] = lambda _: None
        """Tells the other machines, where there are several."""

    @property
    def state(self) -> State:
        """Return what the director knows now, to read."""
        return self._state

    @property
    def fault(self) -> Said:
        """Return why the programme could not be kept, in words; empty when it could."""
        return self._store.fault

    @property
    def programme(self) -> Programme:
        """The programme as it is decided by now."""
        return self._state.programme

    @property
    def owes(self) -> bool:
        """Tell whether there is a programme that is still to be published."""
        return self.programme is not self._published

    def beats(self, now_ns: int) -> tuple[tuple[str, int], ...]:
        """The beats of what plays, by name and story time in ns."""
        return named_beats(plan_at(self.programme, now_ns))

    def ask(
        self, move: Callable[Concatenate[State, P], State], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Ask the director what follows from something: the state is another one after it."""
        self._state = move(self._state, *args, **kwargs)

    def order(
        self,
        move: Callable[Concatenate[State, P], tuple[State, Answer]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Answer:
        """Have the director carry out an order; what its giver is told."""
        self._state, answer = move(self._state, *args, **kwargs)
        return answer

    def publish(self, now_ns: int) -> None:
        """Send the programme to everybody when it has changed, and keep it.

        Of levels that follow each other closely the last one wins, at the next look.
        """
        if self.programme is self._published:
            return
        if now_ns - self._published_ns < LEVELS_NS and self._differs_in_levels_only():
            return
        self._published, self._published_ns = self.programme, now_ns
        self._connections.tell_all(Follow(self.programme))
        self._store.save(self.programme)
        self.spread(self.programme)

    def kept(self) -> Programme | None:
        """The programme that the show's processes play by since an earlier controller, if any."""
        return self._store.load()

    def end(self) -> None:
        """The show is over: nobody is to take over from its programme."""
        self._store.remove()

    def _differs_in_levels_only(self) -> bool:
        known, new = self._published, self.programme
        if known is None or known.heard == new.heard:
            return False
        heard = structs.replace(known.heard, levels=new.heard.levels)
        return structs.replace(known, revision=new.revision, heard=heard) == new

"""The prompt book: what the director knows now. The programme in it is told to all, and kept."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from installation.director.state import State
from installation.link.messages import Follow
from installation.show.connections import Connections
from installation.show.programme_store import ProgrammeStore
from installation.timeline.programme import Programme
from installation.timeline.transport import named_beats, plan_at

P = ParamSpec("P")


class Publisher:
    """Holds the director's ``state``. One thread.

    The processes and the disk have the programme as it was at the last :meth:`publish`.
    """

    def __init__(self, state: State, peers: Connections, store: ProgrammeStore) -> None:
        self.state = state
        self._peers = peers
        self._store = store
        self._published: Programme | None = None

    @property
    def fault(self) -> str:
        """Why the programme could not be kept, in words; empty when it could."""
        return self._store.fault

    @property
    def programme(self) -> Programme:
        """The programme as it is decided by now."""
        return self.state.programme

    def beats(self, now_ns: int) -> tuple[tuple[str, int], ...]:
        """The beats of what plays, by name and story time in ns."""
        return named_beats(plan_at(self.programme, now_ns))

    def ask(
        self, move: Callable[Concatenate[State, P], State], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Ask the director what follows from something: the state is another one after it."""
        self.state = move(self.state, *args, **kwargs)

    def publish(self) -> None:
        """Send the programme to everybody when it has changed, and keep it."""
        if self.programme is not self._published:
            self._published = self.programme
            self._peers.tell_all(Follow(self.programme))
            self._store.save(self.programme)

"""Films that have failed in a deck: tried again, after longer and longer. No clock is read."""

from dataclasses import dataclass

from installation.said import Said, joined
from installation.timeline import Entry, Programme
from installation.units import SECOND

LONGEST_PATIENCE_NS = 30 * SECOND


@dataclass(frozen=True)
class Trouble:
    """A film's fault, and the instant from which it is worth another try."""

    text: Said
    patience_ns: int
    retry_ns: int


class Troubles:
    """The films of one screen that have failed, by path."""

    def __init__(self) -> None:
        self._films: dict[str, Trouble] = {}

    def failed(self, entry: Entry, what: Said, now_ns: int) -> None:
        """A film has failed, perhaps again."""
        before = self._films.get(entry.film)
        patience_ns = min(2 * before.patience_ns, LONGEST_PATIENCE_NS) if before else SECOND
        text = Said("{film}: {what}", film=entry.film, what=what)
        self._films[entry.film] = Trouble(text, patience_ns, now_ns + patience_ns)

    def plays(self, entry: Entry) -> None:
        """A film has shown a picture: what was wrong is over."""
        self._films.pop(entry.film, None)

    def waits(self, entry: Entry, now_ns: int) -> bool:
        """Tell whether it is too early to try a film again."""
        trouble = self._films.get(entry.film)
        return trouble is not None and now_ns < trouble.retry_ns

    def told(self, programme: Programme) -> Said:
        """Return what is wrong with films of the programme, in words."""
        pending = programme.pending
        plans = [*programme.plans, *([pending.plan] if pending and pending.plan else [])]
        films = {entry.film for plan in plans for entry in plan.entries.values()}
        return joined("; ", (t.text for film, t in self._films.items() if film in films))

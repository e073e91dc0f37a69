"""The programme that was kept from an earlier controller, made fit for the layout as it is now."""

from collections.abc import Callable, Sequence

from msgspec import structs

from installation import director
from installation.director import LineupPlanner
from installation.show._parts import Parts
from installation.show._programme_store import last_line_up
from installation.timeline import Plan, Programme


class KeptProgramme:
    """Looks for it, with the line-up to begin again with. One thread."""

    def __init__(self, parts: Parts) -> None:
        self._layout = parts.layout
        self._publisher, self._versions = parts.publisher, parts.versions

    def look(
        self, screens: Sequence[str], stock: Callable[[], LineupPlanner], now_ns: int
    ) -> tuple[Programme, Plan | None] | None:
        """Return it and that line-up, once the shelf has what ``stock`` returns; None: none."""
        programme = self._publisher.kept()
        if programme is None:
            return None
        heard = director.settled(programme.heard, self._layout)
        captions = director.captions_settled(programme.captions, self._layout)
        labels = director.labels_settled(programme.labels, self._layout)
        programme = structs.replace(programme, heard=heard, captions=captions, labels=labels)
        self._versions.poll(now_ns, bare=not programme.takes)
        self._publisher.ask(director.shelved, stock())
        return programme, last_line_up(programme, screens, self._versions.has)

"""Says what a projector tells of its lamps and its faults, and what of it is news. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from installation.said import NOTHING, Said, joined

PARTS = {
    "fan": Said("fan"),
    "lamp": Said("lamp"),
    "temperature": Said("temperature"),
    "cover": Said("cover"),
    "filter": Said("filter"),
    "other": Said("another part"),
}
"""What PJLink calls the parts that may not be well."""


@dataclass(frozen=True)
class ProjectorHealth:
    """Hours of each lamp and of the filter (None: it has none), and the parts that are not well."""

    lamps_h: tuple[int, ...] = ()
    filter_h: int | None = None
    warnings: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def hours(self) -> Said:
        """Say how long what wears out has been used; empty where that is not known."""
        said = []
        if self.lamps_h:
            lamps = joined(", ", (Said("{hours} h", hours=hours) for hours in self.lamps_h))
            said.append(Said("lamp {lamps}", lamps=lamps))
        if self.filter_h is not None:
            said.append(Said("filter {hours} h", hours=self.filter_h))
        return joined(", ", said)

    @property
    def ills(self) -> Said:
        """Say which parts are not well; empty when all are."""
        named = [PARTS.get(part, part) for part in self.errors]
        warned = [Said("{part} (warning)", part=PARTS.get(part, part)) for part in self.warnings]
        return joined(", ", [*named, *warned])


def news_of(before: ProjectorHealth | None, now: ProjectorHealth) -> Iterator[Said]:
    """Yield what the ledger has to know after an answer: faults that come and go."""
    ills = before.ills if before else NOTHING
    if now.ills != ills:
        yield Said("not well: {parts}", parts=now.ills) if now.ills else Said("is well again")

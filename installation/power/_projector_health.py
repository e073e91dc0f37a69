"""Says what a projector tells of its lamps and its faults, and what of it is news. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class ProjectorHealth:
    """Hours of each lamp and of the filter (None: it has none), and the parts that are not well."""

    lamps_h: tuple[int, ...] = ()
    filter_h: int | None = None
    warnings: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def hours(self) -> str:
        """Say how long what wears out has been used; empty where that is not known."""
        lamps = ", ".join(f"{hours} h" for hours in self.lamps_h)
        dust = f"filter {self.filter_h} h" if self.filter_h is not None else ""
        return ", ".join(filter(None, (f"lamp {lamps}" if lamps else "", dust)))

    @property
    def ills(self) -> str:
        """Say which parts are not well; empty when all are."""
        warned = [f"{part} (warning)" for part in self.warnings]
        return ", ".join([*self.errors, *warned])


def news_of(before: ProjectorHealth | None, now: ProjectorHealth) -> Iterator[str]:
    """Yield what the ledger has to know after an answer: faults that come and go."""
    ills = before.ills if before else ""
    if now.ills != ills:
        yield f"not well: {now.ills}" if now.ills else "is well again"

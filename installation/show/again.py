"""The line-up that a show begins with after a power cut: the last one that was committed."""

from collections.abc import Callable, Collection
from pathlib import Path

from installation.timeline.programme import Plan, Programme


def last_line_up(
    programme: Programme, screens: Collection[str], admits: Callable[[str, str], bool]
) -> Plan | None:
    """The last line-up that a programme holds, if every screen and all of it can be had again.

    ``admits`` knows which revision of a version may take part. None: the show begins with what
    there is now, as after a night.
    """
    if not programme.plans:
        return None
    plan = programme.plans[-1]
    there = all(
        admits(entry.version, entry.revision)
        and Path(entry.film).exists()
        and Path(entry.index).exists()
        for entry in plan.entries.values()
    )
    return plan if there and set(plan.entries) == set(screens) else None

"""The layout's ``machines``: several that play one layout together, and who has which screen."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator

from installation.model._naming import did_you_mean
from installation.model._osc_block import ip_address
from installation.model._yamltext import YamlFault

MACHINES = 20
"""The most that one layout may have."""


def _machine_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", value):
        raise ValueError("should be a word of letters, digits, - and _, 32 at most")
    return value


def _some(machines: dict[str, str]) -> dict[str, str]:
    if machines and not 2 <= len(machines) <= MACHINES:
        text = f"should be 2 to {MACHINES} machines, not {len(machines)}"
        raise ValueError(f"{text}; one that is alone needs no 'machines'")
    return machines


Machines = Annotated[
    dict[Annotated[str, AfterValidator(_machine_name)], Annotated[str, AfterValidator(ip_address)]],
    AfterValidator(_some),
]
"""The machines' IP addresses, by name, in the order in which they would lead the show."""


def odd_machines(
    machines: Mapping[str, str], hung: Sequence[str | None], most: int
) -> Iterator[YamlFault]:
    """Return what is wrong between machines and screens.

    ``hung`` has each screen's machine, in order; ``most`` screens may hang on one.
    """
    for number, machine in enumerate(hung):
        place = ("screens", number, "machine")
        if machine is None and machines:
            yield YamlFault(place[:2], f"needs a machine: 'machine: {next(iter(machines))}', say")
        elif machine is not None and not machines:
            text = "is for a layout with 'machines: {NAME: ADDRESS}'"
            yield YamlFault(place, text)
        elif machine is not None and machine not in machines:
            hint = did_you_mean(machine, machines) or f"; there are {', '.join(machines)}"
            yield YamlFault(place, f"no machine is called {machine!r}{hint}")
    counted = Counter(hung if machines else (None for _ in hung))
    for machine, count in counted.items():
        if count > most:
            on = f" on {machine!r}" if machine else ""
            yield YamlFault(("screens",), f"should be 1 to {most} screens{on}, not {count}")
    addresses = list(machines.values())
    for number, (name, address) in enumerate(machines.items()):
        if name not in hung:
            yield YamlFault(("machines", name), "no screen hangs on it")
        if address in addresses[:number]:
            yield YamlFault(("machines", name), "is another machine's address already")

"""A fault as a value: what is done, what must be seen, and who may be off for how long."""

from collections.abc import Callable
from dataclasses import dataclass

from installation.bench._faultworld import FaultWorld

NOBODY: tuple[int, ...] = ()
ALL = (0, 1, 2)


@dataclass(frozen=True)
class FaultCase:
    """A fault that can be made on a running show.

    ``make`` does it, and hands what undoes it to :meth:`FaultWorld.afterwards`. ``seen`` says
    whether the show has answered as it should; it is asked until it does. The heads ``off`` may
    stand still or jump meanwhile, for ``within_s`` from the fault; if ``by_hand``, from when it
    was undone. Heads ``dark`` may be black. With ``needs_root`` it takes what only root may do.
    """

    name: str
    done: str
    wanted: str
    make: Callable[[FaultWorld], None]
    seen: Callable[[FaultWorld], bool]
    within_s: float
    off: tuple[int, ...] = NOBODY
    dark: tuple[int, ...] = NOBODY
    lasts_s: float = 1.5
    by_hand: bool = False
    needs_root: bool = False
    in_soak: bool = False

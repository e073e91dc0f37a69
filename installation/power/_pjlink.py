"""Speaks PJLink with a projector. The only file that imports aiopjlink.

Every command has a connection of its own, as some projectors want it.
"""

from collections.abc import Awaitable
from typing import TypeVar

from aiopjlink import (
    Errors,
    PJClass,
    PJLink,
    PJLinkConnectionClosed,
    PJLinkERR3,
    PJLinkERR4,
    PJLinkNoConnection,
    PJLinkPassword,
    Power,
)

from installation.model import NetworkProjector
from installation.power._power_case import PowerAnswer
from installation.power._projector_health import ProjectorHealth

TIMEOUT_S = 5.0
"""Some take 3 s to answer when they come out of standby."""
_STATES = {
    Power.State.OFF: PowerAnswer.OFF,
    Power.State.ON: PowerAnswer.ON,
    Power.State.COOLING: PowerAnswer.COOLING,
    Power.State.WARMING: PowerAnswer.WARMING,
}
_FAULTS = (
    (PJLinkERR3, PowerAnswer.BUSY),
    (PJLinkERR4, PowerAnswer.BROKEN),
    (PJLinkPassword, PowerAnswer.DENIED),
    ((PJLinkNoConnection, PJLinkConnectionClosed), PowerAnswer.SILENT),
)
Told = TypeVar("Told")


class PjlinkProjector:
    """A projector on the network. One task at a time."""

    def __init__(self, projector: NetworkProjector, timeout_s: float = TIMEOUT_S) -> None:
        where, password = (projector.address, projector.port), projector.password
        self._link = PJLink(*where, password=password, timeout=timeout_s)

    async def ask(self) -> PowerAnswer:
        """Ask how it is."""
        try:
            return _STATES[await self._link.power.get()]
        except Exception as fault:  # whatever it has sent: it is asked again
            return _answer(fault)

    async def tell(self, on: bool) -> None:
        """Switch it on or off; whether it does shows when it is asked."""
        try:
            await (self._link.power.turn_on() if on else self._link.power.turn_off())
        except Exception:
            return

    async def health(self) -> ProjectorHealth:
        """Ask for its lamps, its filter and what is wrong with it, as far as it tells now."""
        lamps = await _or_none(self._link.lamps.status())
        errors = await _or_none(self._link.errors.query())
        level = await _or_none(self._link.info.pjlink_class())
        filter_h = None
        if level is PJClass.TWO:
            filter_h = await _or_none(self._link.filter.hours())
        return ProjectorHealth(
            lamps_h=tuple(hours for hours, _ in lamps or ()),
            filter_h=filter_h,
            warnings=_named(errors, Errors.Level.WARN),
            errors=_named(errors, Errors.Level.ERROR),
        )


async def _or_none(asked: Awaitable[Told]) -> Told | None:
    """Return an answer; None where it has none: in standby, or where it has no such part."""
    try:
        return await asked
    except Exception:
        return None


def _answer(fault: Exception) -> PowerAnswer:
    return next((answer for kind, answer in _FAULTS if isinstance(fault, kind)), PowerAnswer.JUNK)


def _named(
    errors: dict[Errors.Category, Errors.Level] | None, level: Errors.Level
) -> tuple[str, ...]:
    return tuple(what.value for what, how in (errors or {}).items() if how is level)

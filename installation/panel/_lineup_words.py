"""Says what an order will change, where and when, and what undoes it. Pure."""

from dataclasses import dataclass

from installation.model import (
    BOUNDARY,
    NOW,
    Approve,
    Close,
    Open,
    Order,
    Pin,
    Recheck,
    Reject,
    Restore,
    Retire,
    Rollback,
    ShowState,
    Swap,
    Unpin,
    VersionState,
)
from installation.panel._page import sentence
from installation.show import ShowStatus, status_words


@dataclass(frozen=True)
class Intention:
    """An order that is about to be given: what it will do, in a sentence, and what undoes it.

    ``reason`` asks for one before it is given.
    """

    order: Order
    will: str
    undo: Order | None = None
    reason: bool = False


def intention(status: ShowStatus, order: Order) -> Intention:
    """Say what an order about versions or the house will change."""
    return Intention(
        order, sentence(_will(status, order)), undoing(status, order), isinstance(order, Reject)
    )


def _will(status: ShowStatus, order: Order) -> str:
    when = moment(status, status.swap_at)
    match order:
        case Pin(version, screen):
            return _pins(status, version, screen, when)
        case Unpin(screen):
            return f"{screen} follows the layout again, {when}"
        case Approve(version):
            return f"{name(status, version)} takes part in the line-up, {when}"
        case Reject(version):
            leaves = _leaves(status, version, when)
            return f"{name(status, version)} is set aside, and takes no part{leaves}"
        case Retire(version):
            leaves = _leaves(status, version, when)
            return f"{name(status, version)} is taken out of the line-up{leaves}"
        case Recheck(version):
            return f"{name(status, version)} is looked at again; nothing changes on the wall"
        case Restore(version):
            return f"{name(status, version)} may take part again, {when}"
        case Rollback(screen):
            shown = on_screen(status, screen)
            what = name(status, shown) if shown else "what is on the wall last"
            return f"{what} is set aside, and {screen or 'its screen'} shows the one before, {when}"
        case Swap(at):
            return f"{_coming(status)}, {moment(status, at)}"
        case Open(until):
            return f"The house opens now, {_until(until, 'close')}"
        case Close(until):
            return f"All screens go dark and silent, and projectors off, {_until(until, 'open')}"
        case _:
            return str(order)


def _until(until: str, then: str) -> str:
    return f"for {until} minutes" if until else f"until its hours {then} it, or an order does"


def _pins(status: ShowStatus, version: str, screen: str, when: str) -> str:
    shown = on_screen(status, screen)
    if shown == version:
        kept = f"{screen} keeps {name(status, version)}, whatever the layout says"
        return f"{kept}, until it is unpinned"
    instead = f" in place of {name(status, shown)}" if shown else ""
    return f"{screen} shows {name(status, version)}{instead}, {when}, until it is unpinned"


def _leaves(status: ShowStatus, version: str, when: str) -> str:
    screens = [screen for screen in _screens(status) if on_screen(status, screen) == version]
    if not screens:
        return "; nothing changes on the wall"
    verb = "shows" if len(screens) == 1 else "show"
    return f"; {' and '.join(screens)} {verb} another one, {when}"


def coming(status: ShowStatus) -> str:
    """Say what the line-up that waits will change, and when; empty when none waits."""
    if status.coming is None:
        return ""
    return sentence(f"{_coming(status)}, {moment(status, status.coming.at)}")


def _coming(status: ShowStatus) -> str:
    later = status.coming.screens if status.coming else {}
    changes = [
        f"{screen} shows {name(status, version)}"
        for screen, version in later.items()
        if on_screen(status, screen) != version
    ]
    return "; ".join(changes) or "the line-up that waits takes over"


def moment(status: ShowStatus, at: str) -> str:
    """Say when a line-up takes over: at a place in the story, and in how long that is."""
    if at == NOW:
        return "now, as soon as all screens are ready"
    plays = status.state is ShowState.PLAYING and status.cycle_s > 0
    places = {BOUNDARY: status.cycle_s, **dict(status.beats)}
    where = "at the next boundary" if at == BOUNDARY else f"at {at!r}"
    if not plays or at not in places:
        return where
    left_s = places[at] - status.story_s
    if left_s < 0:
        left_s += status.cycle_s
    return f"{where}, in {status_words.whole_clock(left_s)}"


def undoing(status: ShowStatus, order: Order) -> Order | None:
    """Return the order that takes another one back, given before it; None: nothing does."""
    match order:
        case Pin(_, screen):
            before = status.pinned.get(screen)
            return Pin(before, screen) if before else Unpin(screen)
        case Unpin(screen):
            before = status.pinned.get(screen)
            return Pin(before, screen) if before else None
        case Retire(version) | Reject(version):
            return Restore(version)
        case Approve(version):
            return Reject(version, "the approval was taken back")
        case Restore(version):
            return _taken_out(status, version)
        case Rollback(screen) if on_screen(status, screen):
            return Restore(on_screen(status, screen))
        case _:
            return None


def _taken_out(status: ShowStatus, version: str) -> Order | None:
    for one in status.versions:
        if one.id == version and one.state is VersionState.RETIRED:
            return Retire(version)
        if one.id == version and one.state is VersionState.ASIDE:
            return Reject(version, one.reason)
    return None


def name(status: ShowStatus, version: str) -> str:
    """Return a version's title, or its name where it has none."""
    return next((one.title for one in status.versions if one.id == version), version) or version


def on_screen(status: ShowStatus, screen: str) -> str:
    """Return the version that a screen shows; empty for none."""
    return next((one.version for one in status.screens if one.screen == screen), "")


def _screens(status: ShowStatus) -> list[str]:
    return [one.screen for one in status.screens]

"""Says what an order will change, where and when. Pure."""

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
)
from installation.panel._page import sentence
from installation.panel._tongue import mark, tr
from installation.show import ShowStatus, status_words


@dataclass(frozen=True)
class Intention:
    """An order that is about to be given, and what it will do, in a sentence.

    ``reason`` asks for one before it is given.
    """

    order: Order
    will: str
    reason: bool = False


def intention(status: ShowStatus, order: Order) -> Intention:
    """Say what an order about versions or the house will change."""
    return Intention(order, sentence(_will(status, order)), isinstance(order, Reject))


def _will(status: ShowStatus, order: Order) -> str:
    when = moment(status, status.swap_at)
    match order:
        case Pin(version, screen):
            return _pins(status, version, screen, when)
        case Unpin(screen):
            return tr("{screen} follows the layout again, {when}", screen=screen, when=when)
        case Approve(version):
            film = name(status, version)
            return tr("{film} takes part in the line-up, {when}", film=film, when=when)
        case Reject(version):
            says = tr("{film} is set aside, and takes no part", film=name(status, version))
            return f"{says}; {_leaves(status, version, when)}"
        case Retire(version):
            says = tr("{film} is taken out of the line-up", film=name(status, version))
            return f"{says}; {_leaves(status, version, when)}"
        case Recheck(version):
            film = name(status, version)
            return tr("{film} is looked at again; nothing changes on the wall", film=film)
        case Restore(version):
            film = name(status, version)
            return tr("{film} may take part again, {when}", film=film, when=when)
        case Rollback(screen):
            shown = on_screen(status, screen)
            film = name(status, shown) if shown else tr("what is on the wall last")
            text = mark("{film} is set aside, and {screen} shows the one before, {when}")
            return tr(text, film=film, screen=screen or tr("its screen"), when=when)
        case Swap(at):
            return f"{_coming(status)}, {moment(status, at)}"
        case Open(until):
            if until:
                return tr("The house opens now, for {minutes} minutes", minutes=until)
            return tr("The house opens now, until its hours close it, or an order does")
        case Close(until):
            dark = tr("All screens go dark and silent, and projectors off")
            if until:
                return tr("{dark}, for {minutes} minutes", dark=dark, minutes=until)
            return tr("{dark}, until its hours open it, or an order does", dark=dark)
        case _:
            return str(order)


def _pins(status: ShowStatus, version: str, screen: str, when: str) -> str:
    shown, film = on_screen(status, screen), name(status, version)
    if shown == version:
        text = mark("{screen} keeps {film}, whatever the layout says, until it is unpinned")
        return tr(text, screen=screen, film=film)
    if not shown:
        text = mark("{screen} shows {film}, {when}, until it is unpinned")
        return tr(text, screen=screen, film=film, when=when)
    text = mark("{screen} shows {film} in place of {other}, {when}, until it is unpinned")
    return tr(text, screen=screen, film=film, other=name(status, shown), when=when)


def _leaves(status: ShowStatus, version: str, when: str) -> str:
    screens = [screen for screen in _screens(status) if on_screen(status, screen) == version]
    if not screens:
        return tr("nothing changes on the wall")
    if len(screens) == 1:
        return tr("{screen} shows another one, {when}", screen=screens[0], when=when)
    return tr("{screens} show another one, {when}", screens=", ".join(screens), when=when)


def coming(status: ShowStatus) -> str:
    """Say what the line-up that waits will change, and when; empty when none waits."""
    if status.coming is None:
        return ""
    return sentence(f"{_coming(status)}, {moment(status, status.coming.at)}")


def _coming(status: ShowStatus) -> str:
    later = status.coming.screens if status.coming else {}
    changes = [
        tr("{screen} shows {film}", screen=screen, film=name(status, version))
        for screen, version in later.items()
        if on_screen(status, screen) != version
    ]
    return "; ".join(changes) or tr("the line-up that waits takes over")


def moment(status: ShowStatus, at: str) -> str:
    """Say when a line-up takes over: at a place in the story, and in how long that is."""
    if at == NOW:
        return tr("now, as soon as all screens are ready")
    plays = status.state is ShowState.PLAYING and status.cycle_s > 0
    places = {BOUNDARY: status.cycle_s, **dict(status.beats)}
    where = tr("at the next boundary") if at == BOUNDARY else tr("at '{beat}'", beat=at)
    if not plays or at not in places:
        return where
    left_s = places[at] - status.story_s
    if left_s < 0:
        left_s += status.cycle_s
    return tr("{where}, in {time}", where=where, time=status_words.whole_clock(left_s))


def name(status: ShowStatus, version: str) -> str:
    """Return a version's title, or its name where it has none."""
    return next((one.title for one in status.versions if one.id == version), version) or version


def on_screen(status: ShowStatus, screen: str) -> str:
    """Return the version that a screen shows; empty for none."""
    return next((one.version for one in status.screens if one.screen == screen), "")


def _screens(status: ShowStatus) -> list[str]:
    return [one.screen for one in status.screens]

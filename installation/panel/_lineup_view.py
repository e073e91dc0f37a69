"""The page of versions as values: what can be done with each, which screens there are. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from installation.model import (
    Approve,
    Order,
    Pin,
    Recheck,
    Reject,
    Restore,
    Retire,
    ShowState,
    VersionState,
)
from installation.panel import _lineup_words as words
from installation.panel._page import Row
from installation.panel._screen_tile import ScreenPlace
from installation.panel._tongue import tr
from installation.panel._version_card import Deed, VersionEntry
from installation.show import ShowStatus, VersionStatus


@dataclass(frozen=True)
class LineUpPage:
    """Everything that the page of versions shows. ``beat`` is the next one that is to come."""

    screens: tuple[ScreenPlace, ...]
    versions: tuple[VersionEntry, ...]
    coming: str = ""
    beat: str = ""


def lineup_page(status: ShowStatus, rows: Sequence[Row]) -> LineUpPage:
    """Return the page; ``rows`` are the versions as the first page lists them."""
    by_id = {version.id: version for version in status.versions}
    entries = [(row, by_id[row.version]) for row in rows if row.version in by_id]
    later = status.coming.screens if status.coming else {}
    places = tuple(
        ScreenPlace(
            screen=one.screen,
            title=one.title or one.version,
            coming=_next(status, one.version, later.get(one.screen, "")),
            pinned=one.screen in status.pinned,
            shows=bool(one.version),
        )
        for one in status.screens
    )
    versions = tuple(
        VersionEntry(row, _deeds(status, version), version.state is VersionState.READY)
        for row, version in entries
    )
    return LineUpPage(places, versions, words.coming(status), _beat(status))


def _next(status: ShowStatus, now: str, later: str) -> str:
    return words.name(status, later) if later and later != now else ""


def _deeds(status: ShowStatus, version: VersionStatus) -> tuple[Deed, ...]:
    chosen: list[tuple[Order, str]]
    here = {screen for screen, pinned in status.pinned.items() if pinned == version.id}
    match version.state:
        case VersionState.READY:
            orders: list[tuple[Order, str]] = [
                (Pin(version.id, one.screen), f"→ {one.screen}") for one in status.screens
            ]
            chosen = [*orders, (Retire(version.id), tr("Retire"))]
        case VersionState.APPROVAL:
            chosen = [(Approve(version.id), tr("Approve")), (Reject(version.id), tr("Reject …"))]
        case VersionState.RETIRED | VersionState.ASIDE:
            chosen = [(Restore(version.id), tr("Bring back"))]
        case VersionState.BROKEN:
            chosen = [(Recheck(version.id), tr("Look again"))]
        case _:
            return ()
    return tuple(
        Deed(order, text, words.intention(status, order).will, not _is_so(order, here))
        for order, text in chosen
    )


def _is_so(order: Order, here: Collection[str]) -> bool:
    """Tell whether an order would change nothing: it pins a version where that is pinned."""
    return isinstance(order, Pin) and order.screen in here


def _beat(status: ShowStatus) -> str:
    """Return the beat that comes next."""
    if status.state is not ShowState.PLAYING:
        return ""
    return next((name for name, at_s in status.beats if at_s > status.story_s + 1), "")

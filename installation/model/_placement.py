"""Places a layout's screens on the displays there are: outputs in, rectangles out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from installation.model._layout import Display, Edid, Layout, Screen, Window
from installation.model._naming import did_you_mean, natural_key
from installation.model._output import Output, Rect, around
from installation.said import NOTHING, Said


class Placed(NamedTuple):
    """A screen that has a place: on which output, and its rectangle on the X screen."""

    screen: str
    output: str
    rect: Rect


NONE_ON = Said("no display is on")


class Missing(NamedTuple):
    """A screen that has none, and why."""

    screen: str
    reason: Said


@dataclass(frozen=True)
class Placement:
    """The place of everything, screens in the layout's order.

    ``window`` is the stage's one window (None when no screen has a place); ``decorated`` whether
    it is an ordinary window on a desk. ``panel`` is the display for the operator's panel, None
    where no display is free for it. ``notes`` are for the operator.
    """

    window: Rect | None
    decorated: bool
    placed: tuple[Placed, ...]
    missing: tuple[Missing, ...]
    panel: Output | None
    notes: tuple[Said, ...] = ()

    def viewport(self, screen: str) -> Rect | None:
        """A screen's rectangle, counted from the window's top left corner."""
        for placed in self.placed:
            if placed.screen == screen and self.window:
                return placed.rect.within(self.window)
        return None


def place_screens(layout: Layout, outputs: Sequence[Output]) -> Placement:
    """Place a layout on the displays there are. No two screens ever share a pixel."""
    lit = reading_order([output for output in outputs if output.lit])
    if layout.window:
        return _on_desk(layout, layout.window, outputs, lit)
    return _on_displays(layout, outputs, lit)


def reading_order(outputs: Sequence[Output]) -> list[Output]:
    """Left to right, top to bottom. Displays that stand a little higher or lower share a row."""
    rest = sorted(outputs, key=lambda o: (o.y, o.x, natural_key(o.name)))
    ordered: list[Output] = []
    while rest:
        bottom = rest[0].y + rest[0].height
        row = [o for o in rest if o is rest[0] or o.y + o.height // 2 < bottom]
        ordered += sorted(row, key=lambda o: (o.x, o.y, natural_key(o.name)))
        rest = [o for o in rest if o not in row]
    return ordered


def candidates(display: Display, lit: Sequence[Output]) -> list[Output]:
    """Return the displays that a layout may mean, of those that are lit in reading order."""
    if display.connector is not None:
        return [o for o in lit if o.name.casefold() == display.connector.casefold()]
    if display.edid is not None:
        return [o for o in lit if _says(o, display.edid)]
    at = display.position or 1
    return list(lit[at - 1 : at])


def _says(output: Output, edid: Edid) -> bool:
    for key in ("maker", "model", "serial"):
        wanted = getattr(edid, key)
        if wanted and wanted.strip().casefold() != getattr(output, key).strip().casefold():
            return False
    return True


def _why_none(display: Display, outputs: Sequence[Output], lit: Sequence[Output]) -> Said:
    names = [output.name for output in lit]
    there = Said("there are {names}", names=", ".join(names)) if names else NONE_ON
    if display.connector is not None:
        if any(o.name.casefold() == display.connector.casefold() for o in outputs):
            return Said("the display at {connector} is switched off", connector=display.connector)
        hint = did_you_mean(display.connector, names)
        return Said(
            "no display is plugged in at {connector}; {there}{hint}",
            connector=display.connector,
            there=there,
            hint=hint,
        )
    if display.edid is not None:
        return Said("no display says {edid}; {there}", edid=str(display), there=there)
    return Said("there is no display {number}; {there}", number=display.position or 1, there=there)


def _on_displays(layout: Layout, outputs: Sequence[Output], lit: Sequence[Output]) -> Placement:
    asked = [(s, s.display, candidates(s.display, lit)) for s in layout.screens if s.display]
    taken: dict[str, Output] = {}
    reasons: dict[str, Said] = {}
    # who has the fewest displays to choose from goes first: a serial number before a bare maker
    for screen, display, meant in sorted(asked, key=lambda ask: len(ask[2])):
        if not meant:
            reasons[screen.name] = _why_none(display, outputs, lit)
            continue
        refusals = [_refusal(output, taken) for output in meant]
        free = [output for output, why in zip(meant, refusals, strict=True) if not why]
        if free:
            taken[screen.name] = free[0]
        else:
            reasons[screen.name] = refusals[0]
    placed = tuple(
        Placed(s.name, taken[s.name].name, taken[s.name].rect)
        for s in layout.screens
        if s.name in taken
    )
    window = around([p.rect for p in placed]) if placed else None
    missing = tuple(Missing(s.name, reasons[s.name]) for s in layout.screens if s.name in reasons)
    panel, notes = _panel(layout, outputs, lit, window)
    return Placement(window, False, placed, missing, panel, notes)


def _refusal(output: Output, taken: dict[str, Output]) -> Said:
    """Say why a display cannot be had: it, or one with the same pixels, is another screen's."""
    for screen, other in taken.items():
        if other is output:
            return Said(
                "display {display} is taken by screen '{screen}' already",
                display=output.name,
                screen=screen,
            )
        if other.rect.overlaps(output.rect):
            return Said(
                "display {display} mirrors {other}, which screen '{screen}' has",
                display=output.name,
                other=other.name,
                screen=screen,
            )
    return NOTHING


def _panel(
    layout: Layout,
    outputs: Sequence[Output],
    lit: Sequence[Output],
    window: Rect | None,
) -> tuple[Output | None, tuple[Said, ...]]:
    """The display for the panel: the one that the layout names, else the first that is free."""
    free = [o for o in lit if window is None or not o.rect.overlaps(window)]
    if layout.panel.display is None:
        return (free[0] if free else None), ()
    found = candidates(layout.panel.display, lit)
    if not found:
        why = _why_none(layout.panel.display, outputs, lit)
        return None, (Said("panel: {why}", why=why),)
    if layout.window is None and found[0] not in free:
        covered = Said("panel: the screens cover display {display}", display=found[0].name)
        return None, (covered,)
    return found[0], ()


def _on_desk(
    layout: Layout, window: Window, outputs: Sequence[Output], lit: Sequence[Output]
) -> Placement:
    found = candidates(window.display, lit) if window.display else list(lit)
    if not found:
        why = _why_none(window.display, outputs, lit) if window.display else NONE_ON
        missing = tuple(Missing(screen.name, why) for screen in layout.screens)
        return Placement(None, True, (), missing, None)
    output = found[0]
    width, height = min(window.width, output.width), min(window.height, output.height)
    x, y = (
        output.x + (output.width - width) // 2,
        output.y + (output.height - height) // 2,
    )
    rect = Rect(x, y, width, height)
    placed = tuple(
        Placed(screen.name, output.name, _part(layout.screens, i, rect, window.gap))
        for i, screen in enumerate(layout.screens)
    )
    panel, notes = _panel(layout, outputs, lit, rect)
    return Placement(rect, True, placed, (), panel, notes)


def _part(screens: Sequence[Screen], i: int, window: Rect, gap: int) -> Rect:
    """A screen's part of the window. Edges are rounded, not sizes, so that neighbours meet."""
    part = screens[i].viewport
    if part:
        left, right = (
            round(part.x * window.width),
            round((part.x + part.width) * window.width),
        )
        top, bottom = (
            round(part.y * window.height),
            round((part.y + part.height) * window.height),
        )
    else:
        # a gap never takes more than half of the window
        gap = min(gap, window.width // (2 * len(screens)))
        step = (window.width + gap) / len(screens)
        left, right = round(i * step), round((i + 1) * step) - gap
        top, bottom = 0, window.height
    right, bottom = (
        min(max(right, left + 1), window.width),
        min(max(bottom, top + 1), window.height),
    )
    return Rect(window.x + left, window.y + top, right - left, bottom - top)

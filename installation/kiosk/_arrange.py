"""Decides how the displays lie side by side, each in its mode, where no desktop does it. Pure.

A bare X server shows the same on all displays, leaves one dark that is plugged in later, and lights
one in a poor mode whose switch slept. What lies side by side in its modes already stays as it is,
in whatever order somebody has put it.

One display's mode is changed at a time, so that a refusal is known to be that mode's. One that was
refused rests, longer and longer, and the next best is set meanwhile: a wall should not blink.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from installation.kiosk._xrandr_words import Connector, HeadMode
from installation.model import DisplayMode
from installation.units import SECOND

FIRST_REST_NS, LONGEST_REST_NS = 10 * SECOND, 3600 * SECOND
"""How long a mode rests that was refused; twice as long after each further refusal."""

MOST_REFUSED = 2
"""A display that shows something is tried in so many better modes; then it stays as it is."""

UNKNOWN_WIDTH = 1920
"""How wide a display is taken to be that tells no mode."""

Wishes = Mapping[str, DisplayMode]
"""The mode that the layout names, by connector."""
Attempt = tuple[str, HeadMode | None]
"""A connector and the mode that it is to be set to; None leaves the choice to the server."""


@dataclass(frozen=True)
class DisplayStep:
    """One thing to tell ``xrandr``, and the mode that is to blame if it refuses."""

    words: tuple[str, ...]
    attempt: Attempt | None = None


@dataclass
class Refusals:
    """The modes that were refused. Instants never go back."""

    _until: dict[Attempt, tuple[int, int]] = field(default_factory=dict)

    def refused(self, attempt: Attempt, now_ns: int) -> int:
        """Note a refusal; return for how many seconds the mode rests."""
        _, before_ns = self._until.get(attempt, (0, 0))
        rest_ns = min(max(2 * before_ns, FIRST_REST_NS), LONGEST_REST_NS)
        self._until[attempt] = (now_ns + rest_ns, rest_ns)
        return rest_ns // SECOND

    def resting(self, now_ns: int) -> set[Attempt]:
        """Return what is not tried just now."""
        return {attempt for attempt, (until_ns, _) in self._until.items() if now_ns < until_ns}

    def keep(self, connected: Collection[str]) -> None:
        """Forget displays that are gone: what comes in their place may do better."""
        self._until = {a: rest for a, rest in self._until.items() if a[0] in connected}


def next_step(
    there: Sequence[Connector],
    wishes: Wishes,
    resting: Collection[Attempt] = (),
    widest: int = 0,
) -> DisplayStep | None:
    """Return what to do next; None when all is as it should be, or as it can be.

    In the order of their names, from left to right. If somebody has put them in another order, they
    stay, and what is new goes to the right of them. ``widest`` is how wide all may be together.
    """
    lit = sorted((head for head in there if head.rect), key=lambda head: head.rect or ())
    dark = sorted((head for head in there if not head.rect), key=_natural)
    rects = [head.rect for head in lit if head.rect]
    over = any(one.overlaps(other) for one, other in combinations(rects, 2))
    keeps_order = not over and lit != sorted(lit, key=_natural)
    row = [*lit, *dark] if keeps_order else sorted(there, key=_natural)
    if over:
        return DisplayStep(tuple(_placed([head for head in row if head.rect], widest)))
    for head in row:
        target = _target(head, wishes.get(head.name), resting)
        if target is None or not _fits(row, head, target, widest):
            continue
        if keeps_order and not head.rect:
            beside = ("--right-of", lit[-1].name) if lit else ()
            return DisplayStep(("--output", head.name, *_mode_words(target), *beside), target)
        placed = _placed([one for one in row if one.rect or one is head], widest, target)
        return DisplayStep(tuple(placed), target)
    return None


def _target(
    head: Connector, wish: DisplayMode | None, resting: Collection[Attempt]
) -> Attempt | None:
    """Return the mode that a display should be set to; None when there is nothing to do."""
    if not head.connected:
        return None  # its place stays free
    if not head.modes:
        attempt: Attempt = (head.name, None)
        return None if head.rect or attempt in resting else attempt
    for refused, mode in enumerate(choices(head, wish)):
        if mode == head.current or (head.rect and refused >= MOST_REFUSED):
            return None
        if (head.name, mode) not in resting:
            return (head.name, mode)
    return None


def choices(head: Connector, wish: DisplayMode | None) -> list[HeadMode]:
    """Return a display's modes, the one to be set first.

    One that prefers none says nothing of itself: what the driver has lit it in is as good as any.
    """
    fitting: list[HeadMode] = []
    if wish is not None:
        fitting = [one for one in head.modes if one.mode.fits(wish)]
        if wish.rate_hz:
            fitting.sort(key=lambda one: abs(one.mode.rate_hz - wish.rate_hz))
    modes = head.modes
    if head.current is not None and not any(one.preferred for one in modes):
        modes = (head.current, *modes)
    return list(dict.fromkeys((*fitting, *modes)))


def _fits(row: Sequence[Connector], head: Connector, target: Attempt, widest: int) -> bool:
    """Tell whether the graphics card has room for a display's mode beside the others."""
    others = sum(one.rect.width for one in row if one.rect and one is not head)
    width = target[1].mode.width if target[1] else UNKNOWN_WIDTH
    return not widest or others + width <= widest


def _placed(row: Sequence[Connector], widest: int, target: Attempt | None = None) -> list[str]:
    """Return the words that put a row side by side; what the card has no room for goes dark."""
    words: list[str] = []
    width = 0
    kept: list[Connector] = []
    for head in row:
        is_target = target is not None and target[0] == head.name
        width += target[1].mode.width if target and is_target and target[1] else _width(head)
        if widest and width > widest and kept:
            width -= _width(head)
            words += ["--output", head.name, "--off"]
        else:
            kept.append(head)
    for left, head in zip([None, *kept], kept, strict=False):
        is_target = target is not None and target[0] == head.name
        words += ["--output", head.name, *(_mode_words(target) if target and is_target else ())]
        words += ["--right-of", left.name] if left else ["--pos", "0x0"]
    return words


def _mode_words(target: Attempt) -> tuple[str, ...]:
    return target[1].words if target[1] else ("--auto",)


def _width(head: Connector) -> int:
    return head.rect.width if head.rect else 0


def _natural(head: Connector) -> list[tuple[str, int]]:
    """DP-2 before DP-10."""
    return [(word, int(number or 0)) for word, number in re.findall(r"(\D*)(\d*)", head.name)]

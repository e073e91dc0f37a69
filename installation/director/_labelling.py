"""The order ``labels``: which screens say what they show, and for how long. Pure."""

from msgspec.structs import replace

from installation.director._subtitling import screen_named
from installation.errors import UsageError
from installation.model import Labels, Layout
from installation.said import NOTHING, Said
from installation.timeline import (
    EASE_NS,
    FOREVER,
    Called,
    LabelTimes,
    Programme,
    Run,
    label_strength,
    plan_of,
    run_at,
)
from installation.units import seconds


def labels_by_layout(layout: Layout) -> LabelTimes:
    """Return what a layout asks for."""
    labels = layout.labels
    return LabelTimes(labels.opening, labels.for_ns) if labels else LabelTimes()


def labels_settled(labels: LabelTimes, layout: Layout) -> LabelTimes:
    """Keep what was ordered in an earlier layout, as far as this one has its screens."""
    called = {name: call for name, call in labels.called.items() if name in layout.names}
    return replace(labels_by_layout(layout), called=called)


def labels_ordered(programme: Programme, order: Labels, now_ns: int) -> tuple[LabelTimes, Said]:
    """Return when labels are on after an order, and the answer. Raises UsageError."""
    run = run_at(programme, now_ns)
    plan = plan_of(programme, run.cycle) if run else None
    if run is None or plan is None:
        raise UsageError(Said("nothing plays yet"))
    screens = tuple(plan.entries)
    chosen = (screen_named(order.screen, screens),) if order.screen else screens
    labelled = [screen for screen in chosen if plan.entries[screen].label is not None]
    if not labelled:
        raise UsageError(
            Said("the layout has no labels on {screens}", screens=", ".join(chosen)),
            Said("Its block `labels` makes them."),
        )
    labels = programme.labels
    called = {screen: _called(labels, screen, order, run, now_ns) for screen in labelled}
    answer = _answer(order, labelled[0], round(seconds(labels.for_ns)))
    return replace(labels, called={**labels.called, **called}), answer


def _answer(order: Labels, screen: str, for_s: int) -> Said:
    where = Said(" on {screen}", screen=screen) if order.screen else NOTHING
    match order.shown:
        case "once":
            return Said("labels{where} for {for_s} s", where=where, for_s=for_s)
        case "on":
            return Said("labels{where} until they are ordered off", where=where)
        case "off":
            return Said("no labels{where}", where=where)


def _called(labels: LabelTimes, screen: str, order: Labels, run: Run, now_ns: int) -> Called:
    """One screen's label: it comes and goes gently from wherever it is."""
    seen_ns = round(label_strength(labels, screen, run, now_ns) * EASE_NS)
    if order.shown == "off":
        return Called(now_ns - EASE_NS, now_ns + seen_ns, dismissed=run.cycle)
    until_ns = FOREVER if order.shown == "on" else now_ns + labels.for_ns
    return Called(now_ns - seen_ns, until_ns)

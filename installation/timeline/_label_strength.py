"""Works out how much of a screen's label is seen at an instant. Pure.

At the beginning of a cycle a label is there in story time, as all words are: a held picture holds
it. One that somebody asks for is there for a while of the clock.
"""

from collections.abc import Iterator

from installation.timeline._label_times import LabelTimes
from installation.timeline._transport import FOREVER, Run
from installation.units import MILLISECOND

EASE_NS = 600 * MILLISECOND
"""How long a label takes to come and to go."""


def label_strength(times: LabelTimes, screen: str, run: Run, now_ns: int) -> float:
    """Return how much of a screen's label is seen, 0 to 1."""
    return max((strength for strength, _ in _looks(times, screen, run, now_ns)), default=0.0)


def next_label(times: LabelTimes, screen: str, run: Run, after_ns: int, step_ns: int) -> int:
    """The next instant at which it is seen more or less, by steps; FOREVER when it stays."""
    return min((due for _, due in _looks(times, screen, run, after_ns, step_ns)), default=FOREVER)


def _looks(
    times: LabelTimes, screen: str, run: Run, now_ns: int, step_ns: int = 0
) -> Iterator[tuple[float, int]]:
    """Of each reason to be on: how strong, and the next instant at which that is different."""
    called = times.called.get(screen)
    if called is not None:
        yield _ramp(called.from_ns, called.until_ns, now_ns, step_ns)
    if times.opening and (called is None or called.dismissed != run.cycle):
        began_ns = run.instant(0)
        at_ns = min(now_ns, run.hold_ns)
        strength, due_ns = _ramp(began_ns, began_ns + times.for_ns, at_ns, step_ns)
        yield strength, FOREVER if due_ns > run.hold_ns else due_ns


def _ramp(from_ns: int, until_ns: int, at_ns: int, step_ns: int) -> tuple[float, int]:
    if at_ns < from_ns:
        return 0.0, from_ns
    if at_ns >= until_ns:
        return 0.0, FOREVER
    coming, going = (at_ns - from_ns) / EASE_NS, (until_ns - at_ns) / EASE_NS
    if coming >= 1 and going > 1:
        return 1.0, until_ns - EASE_NS
    edge_ns = from_ns + EASE_NS if coming < 1 else until_ns
    return min(coming, going, 1.0), min(at_ns + step_ns, edge_ns)

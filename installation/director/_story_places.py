"""Reads places in the story: seconds, minutes:seconds, or a beat by its name. Pure."""

import re
from collections.abc import Sequence

from installation.errors import UsageError
from installation.model import did_you_mean, folded
from installation.said import NOTHING, Said
from installation.timeline import Plan
from installation.units import MILLISECOND, SECOND, ns, seconds

HERE_NS = 5 * MILLISECOND
_CLOCK = re.compile(r"(?:(\d+):)?(\d+(?:\.\d+)?)")


def story_time(to: str, beats: Sequence[tuple[str, int]]) -> int:
    """The story time that a person means, in ns. Raises UsageError, with the beats there are.

    The beginning of a beat's name is enough, or any part of it, if it is that of one beat only.
    """
    found = _CLOCK.fullmatch(to.strip())
    if found:
        return ns(60 * int(found[1] or 0) + float(found[2]))
    wanted = folded(to)
    named = [(folded(name), at_ns) for name, at_ns in beats]
    for name, at_ns in named:
        if name == wanted:
            return at_ns
    for fits in (str.startswith, str.__contains__):
        fitting = [at_ns for name, at_ns in named if wanted and fits(name, wanted)]
        if len(fitting) == 1:
            return fitting[0]
    names = [name for name, _ in beats]
    if not names:
        raise UsageError(
            Said("no beat '{beat}': the versions that play name none.", beat=to),
            Said("Go to a time: 1:10"),
        )
    raise UsageError(
        Said("no beat '{beat}'{hint}", beat=to, hint=did_you_mean(to, names) or "."),
        Said("The beats are: {names}", names=", ".join(names)),
    )


def outside(story_ns: int, plan: Plan | None) -> Said:
    """Return why a place cannot be gone to, in words; empty if the plan's story has it."""
    assert plan is not None  # something plays
    if 0 <= story_ns < plan.cycle_ns:
        return NOTHING
    length = seconds(plan.cycle_ns)
    return Said("the story is {length:.1f} s long: go to 0 - {length:.1f}", length=length)


def beat_at(story_ns: int, beats: Sequence[tuple[str, int]]) -> str:
    """Return where the story is, in words: ``between 'ball' and 'kiss', 12 s to the kiss``.

    One that is held at a beat is ``at 'kiss'``.
    """
    here = [name for name, at_ns in beats if 0 <= story_ns - at_ns < HERE_NS]
    if here:
        return f"at '{here[-1]}'"
    before = [name for name, at_ns in beats if at_ns <= story_ns]
    after = [name for name, at_ns in beats if at_ns > story_ns]
    left_ns = min((at_ns for _, at_ns in beats if at_ns > story_ns), default=0) - story_ns
    left_s = -(-left_ns // SECOND)
    if before and after:
        return f"between '{before[-1]}' and '{after[0]}', {left_s} s to the {after[0]}"
    if before:
        return f"after '{before[-1]}'"
    return f"before '{after[0]}'" if after else ""

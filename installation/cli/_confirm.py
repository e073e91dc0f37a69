"""Asking a person about proposed beats, one by one, at a terminal."""

import sys
from collections.abc import Sequence

from installation.model import media_time
from installation.proposal import Proposal
from installation.units import SECOND


def choose(
    found: Sequence[Proposal],
    had: Sequence[tuple[str, int]],
    duration_ns: int,
    yes: bool,
    least: float,
) -> dict[str, int]:
    """The beats to write, with their places in ns; none when nobody is there to say so.

    ``had`` are the beats that the film has already; ``least`` is the confidence that counts as
    likely: with ``yes`` those are taken unasked.
    """
    if yes:
        return {one.name: one.at_ns for one in found if one.confidence >= least}
    if not sys.stdin.isatty():
        print("Nobody is there to confirm it: say --yes to take all that are likely.")
        return {}
    print("Enter takes the answer in capitals; a time puts the beat there; q ends.")
    taken: dict[str, int] = {}
    for one in found:
        likely = one.confidence >= least
        others = [*had, *taken.items()]
        answer = _ask(one, likely, others, duration_ns)
        if answer is None:
            return {}
        if answer >= 0:
            taken[one.name] = answer
    return taken


def agreed(question: str) -> bool:
    """A question that only a plain yes agrees to."""
    try:
        return input(question).strip().casefold() in ("y", "yes")
    except EOFError:
        return False


def _ask(
    one: Proposal, likely: bool, others: Sequence[tuple[str, int]], duration_ns: int
) -> int | None:
    """Return where a person puts a beat, -1 for nowhere, None to end."""
    choice = "Y/n" if likely else "y/N"
    asks = f"  {one.name} at {clock(one.at_ns)} ({one.verdict})  [{choice}/time/q] "
    while True:
        try:
            said = input(asks).strip().casefold()
        except EOFError:
            print()
            return None
        if said in ("q", "quit"):
            return None
        if said in ("n", "no") or (not said and not likely):
            return -1
        if said in ("y", "yes", ""):
            at_ns = one.at_ns
        else:
            try:
                at_ns = media_time(said.replace(",", "."))
            except ValueError as fault:
                print(f"    y, n, q, or a time: it {fault}.")
                continue
        taken = next((name for name, at in others if at == at_ns), None)
        if at_ns > duration_ns:
            print(f"    The film ends at {clock(duration_ns)}.")
        elif taken is not None:
            print(f"    {taken!r} is at that moment.")
        else:
            return at_ns


def clock(at_ns: int) -> str:
    """A place in a film for people who may type it again: ``1:05.42``."""
    hundredths = round(at_ns * 100 / SECOND)
    return f"{hundredths // 6000}:{hundredths % 6000 / 100:05.2f}"

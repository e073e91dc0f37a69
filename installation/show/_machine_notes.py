"""Says what a person should know of the other machines, and of this one's clock. Pure."""

from collections.abc import Mapping

from installation.said import Said
from installation.timeline import CommonTime
from installation.units import MILLISECOND, SECOND


def away_notes(away: Mapping[str, int | None], now_ns: int) -> tuple[Said, ...]:
    """Return a line for each machine that is ``away``, by when it was last heard, if ever."""
    return tuple(_away(machine, heard_ns, now_ns) for machine, heard_ns in away.items())


def _away(machine: str, heard_ns: int | None, now_ns: int) -> Said:
    if heard_ns is None:
        return Said(
            "{machine} has not been heard since the show began; each wall plays on by itself",
            machine=machine,
        )
    return Said(
        "{machine} has not been heard for {seconds} s; each wall plays on by itself",
        machine=machine,
        seconds=(now_ns - heard_ns) // SECOND,
    )


def clock_notes(time: CommonTime) -> tuple[Said, ...]:
    """Return why this machine's clock is not to be trusted; nothing when it is."""
    if time.was_set:
        return (Said("this machine's clock was set; it is followed from the next seam on"),)
    if time.bound_ns is None:
        return (
            Said(
                "nobody keeps this machine's clock: its wall may be off the others'."
                " `kiss machines clock`, on each of them, has chrony keep it."
            ),
        )
    if not time.trusted:
        off_ms = round(time.bound_ns / MILLISECOND)
        return (Said("this machine's clock may be {ms} ms off the others'", ms=off_ms),)
    return ()

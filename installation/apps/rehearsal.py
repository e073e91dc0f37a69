"""The rehearsal of one film, in a process of its own, which may crash.

``python -m installation.apps.rehearsal FILM INDEX [--beats [NS,...]] [--decode HOW]`` plays
stretches of a film through a deck, without a display or sound, and speaks JSON on its standard
output: the share done now and then, and at last a :class:`installation.model._outcome.Outcome`.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from installation.apps._modest import die_with_parent, keep_within, leave_network, step_back
from installation.errors import KissError, LinkError
from installation.library import STARVED, not_yet
from installation.link import RingShape
from installation.model import Fault, FilmFacts, FilmIndex, Outcome, Refusal, clock_text
from installation.player import (
    LATE_NS,
    Played,
    Rehearsal,
    RehearsalRing,
    VlcDeck,
    libvlc_instance,
    stretches_to_rehearse,
)
from installation.said import NOTHING, Said, packed
from installation.units import SECOND

ENOUGH, COMFORTABLE = 1.0, 1.5
"""How many times real time a deck has to manage, and below which it is worth a warning."""
BEGINS_NOTHING_AFTER_S = 20.0
"""So that the whole does not take 30 s; the first stretch is played on the slowest machine, too."""
PROCESSOR_S = 240
SLOTS_IN_USE = 16
"""Nobody reads the ring; a deck holds back a few pictures before it rolls."""


def judged(played: Sequence[Played], facts: FilmFacts, decoder: str) -> Outcome:
    """Return what the stretches that were played say about the film. Pure."""
    speed = None if decoder == "hardware" else _speed(played)
    waited = _waited(played)
    if speed is not None and speed < ENOUGH:
        if waited:
            return not_yet(
                Said("measured {speed:.1f} x real time while {waited}", speed=speed, waited=waited)
            )
        size = Said(
            "{width} x {height} at {rate} pictures a second",
            width=facts.width,
            height=facts.height,
            rate=f"{float(facts.rate):.5g}",
        )
        return Outcome(Refusal.TOO_MUCH.fault(size=size, speed=speed), speed=speed)
    for each in played:
        if each.whole:
            continue
        if each.late_ns > LATE_NS:
            late_s = each.late_ns / SECOND
            return not_yet(Said("pictures came up to {late_s:.2f} s late", late_s=late_s))
        if waited:
            return not_yet(waited)
        at = clock_text(facts.duration_ns * each.stretch.first // facts.frames)
        refusal = Refusal.STRANGE_PICTURES if each.strange else Refusal.LEFT_OUT_PICTURES
        return Outcome(refusal.fault(at=at))
    warnings: tuple[Said, ...] = ()
    if speed is not None and speed < COMFORTABLE:
        warnings = (
            Said(
                "this machine decodes it at {speed:.1f} x real time, with little to spare",
                speed=speed,
            ),
        )
    return Outcome(speed=speed, warnings=warnings)


def _waited(played: Sequence[Played]) -> Said:
    """Say how long the player was kept from running, if that was too long to judge a film."""
    for each in played:
        if each.waited_ns > STARVED * each.media_ns:
            waited_s, media_s = each.waited_ns / SECOND, each.media_ns / SECOND
            return Said(
                "the player waited {waited_s:.1f} s of {media_s:.1f} s for a processor",
                waited_s=waited_s,
                media_s=media_s,
            )
    return NOTHING


def _speed(played: Sequence[Played]) -> float | None:
    media_ns = sum(each.media_ns for each in played)
    processor_ns = sum(each.processor_ns for each in played)
    return round(media_ns / processor_ns, 2) if processor_ns and media_ns else None


def rehearse(film: Path, index: FilmIndex, beats_ns: Sequence[int], decode: str) -> Outcome:
    """Play all stretches. Raises PlayerError when there is no libvlc."""
    ends = time.monotonic() + BEGINS_NOTHING_AFTER_S
    deck = VlcDeck(libvlc_instance(decode), "rehearsal")
    with tempfile.TemporaryDirectory(prefix="kiss-rehearsal-", dir="/dev/shm") as folder:
        ring = RehearsalRing(Path(folder) / "ring")  # its memory outlives its name
        ring.use(SLOTS_IN_USE, RingShape.of(index.facts))
    rehearsal = Rehearsal(deck, ring, film, index)
    played: list[Played] = []
    try:
        planned = stretches_to_rehearse(index, beats_ns)
        for number, stretch in enumerate(planned):
            if played and time.monotonic() > ends:
                break
            played.append(rehearsal.play(stretch))
            print(json.dumps({"progress": (number + 1) / len(planned)}), flush=True)
            if not played[-1].whole:
                break
    finally:
        deck.close()
    return judged(played, index.facts, deck.decoder)


def main(words: list[str] | None = None) -> int:
    """Entry of the process; 0 when it came to a verdict."""
    parser = argparse.ArgumentParser(prog="kiss-rehearsal")
    parser.add_argument("film", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("--beats", type=json.loads, default=[])
    parser.add_argument("--decode", default="auto")
    options = parser.parse_args(words)
    # libvlc's callbacks wait for the GIL: the default of 5 ms would make them late
    sys.setswitchinterval(0.0005)
    try:
        index = FilmIndex.from_bytes(options.index.read_bytes())
        found = rehearse(options.film, index, options.beats, options.decode)
    except LinkError as fault:  # no room for the ring: the machine's fault
        found = Outcome(Fault(fault.message, fault.advice), again=True)
    except (KissError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    print(json.dumps({"outcome": msgspec.to_builtins(found, enc_hook=packed)}), flush=True)
    return 0


if __name__ == "__main__":
    leave_network()
    die_with_parent()
    step_back()
    keep_within(PROCESSOR_S)
    sys.exit(main())

"""Judges arrivals by the glass: what came on when, and how the seams were. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from installation.bench._dissolves import Dissolved, dissolves
from installation.bench._report import Bar, table
from installation.model import ON_THE_WAY
from installation.rig import Faults, Samples, SampleStream, analysis, barcode, noisy
from installation.timeline import CUE_NS, DECIDE_NS

NEED_NS = DECIDE_NS + CUE_NS
"""A boundary that is nearer than this when a film is ready is not its next: decks must be cued."""
LEAVING = 8
"""So many different pictures of a film have to be seen while it dissolves for a second. It has 24,
of which those near the beginning, the middle and the end of the dissolve cannot be read."""
STEP_NS = 150_000_000
"""How much later than it was the bench may have heard that a film is ready."""


@dataclass(frozen=True)
class BenchArrival:
    """Something that arrived. ``film`` is its barcode, 0 if it has none.

    ``whole_ns`` is when it was all there, ``ready_ns`` when the show said that it may play,
    ``on_air_ns`` when a head first showed it; ``waited`` counts the boundaries that could have
    brought it and did not.
    """

    kind: str
    name: str
    began_ns: int
    film: int = 0
    good: bool = False
    whole_ns: int = 0
    ready_ns: int | None = None
    on_air_ns: int | None = None
    waited: int = 0


@dataclass(frozen=True)
class ShowLook:
    """The show's word on itself at an instant."""

    at_ns: int
    states: Mapping[str, str] = field(default_factory=dict)
    on_air: Mapping[str, str] = field(default_factory=dict)

    def whole(self, count: int) -> bool:
        """All screens play, and so many different films."""
        return len(set(self.on_air.values()) - {""}) == count

    @property
    def calm(self) -> bool:
        """Nothing is on its way any more."""
        return not any(state in ON_THE_WAY for state in self.states.values())


@dataclass(frozen=True)
class Swaps:
    """The changes of film that the glass showed, in quiet samples.

    ``joint``: in one sample every head showed a last picture, and in the next every head a first
    one, the heads concerned of another film.
    """

    seen: int
    joint: int


@dataclass(frozen=True)
class ArrivalFigures:
    """One run. ``faults`` has those of each head, in quiet samples; ``black`` counts all."""

    arrivals: list[BenchArrival]
    samples: int
    quiet_share: float
    cycles: int
    black: int
    unreadable: int
    faults: list[Faults]
    swaps: Swaps
    restarted: list[str]
    dissolves: list[Dissolved]


def judge(
    samples: Samples,
    span: tuple[int, int],
    arrivals: Sequence[BenchArrival],
    looks: Sequence[ShowLook],
    restarted: Sequence[str],
    layout: tuple[int, float, int],
) -> ArrivalFigures:
    """Judge a run within two instants; ``layout`` is pictures a film, ns a picture, film bits."""
    length, frame_ns, bits = layout
    codes = samples.codes()
    quiet = ~noisy(samples.at_ns, samples.stalls, round(frame_ns))
    whole = SampleStream(samples.at_ns, barcode.frames(codes, bits), quiet, length, frame_ns)
    stream = whole.between(*span)
    first = int(np.searchsorted(samples.at_ns, span[0]))
    seen = barcode.films(codes, bits)[first : first + len(stream.at_ns)]
    boundaries = _boundaries(stream)
    every = analysis.faults(stream, quiet=False)
    return ArrivalFigures(
        arrivals=[_followed(each, stream, seen, looks, boundaries) for each in arrivals],
        samples=len(stream.at_ns),
        quiet_share=float(stream.quiet.mean()),
        cycles=len(boundaries),
        black=every.black,
        unreadable=every.unreadable,
        faults=[analysis.faults(stream, quiet=True, heads=[h]) for h in range(seen.shape[1])],
        swaps=_swaps(stream, seen),
        restarted=list(restarted),
        dissolves=dissolves(samples.luma[first:][: len(seen)], seen, stream.quiet, bits),
    )


def _boundaries(stream: SampleStream) -> NDArray[np.int64]:
    """Return when a cycle began: the first head steps from a film's end to its beginning."""
    head = stream.frames[:, 0]
    back = np.flatnonzero((head[1:] >= 0) & (head[1:] < head[:-1]))
    return stream.at_ns[back + 1]


def _followed(
    arrival: BenchArrival,
    stream: SampleStream,
    seen: NDArray[np.int32],
    looks: Sequence[ShowLook],
    boundaries: NDArray[np.int64],
) -> BenchArrival:
    """Return what became of an arrival."""
    if not arrival.film:
        return arrival
    shown = np.flatnonzero((seen == arrival.film).any(axis=1))
    on_air_ns = int(stream.at_ns[shown[0]]) if len(shown) else None
    ready_ns = _ready(arrival, looks)
    waited = 0
    if ready_ns is not None:
        until_ns = stream.at_ns[-1] if on_air_ns is None else on_air_ns - STEP_NS
        chances = (boundaries > ready_ns + NEED_NS) & (boundaries < until_ns)
        waited = int(chances.sum())
    return replace(arrival, ready_ns=ready_ns, on_air_ns=on_air_ns, waited=waited)


def _ready(arrival: BenchArrival, looks: Sequence[ShowLook]) -> int | None:
    """Return when the show first said that it may play; that of the film before does not count."""
    before = "ready" if arrival.kind == "same id" else ""
    for look in looks:
        if look.at_ns < arrival.began_ns:
            continue
        state = look.states.get(arrival.name, "")
        if state == "ready" and before != "ready":
            return look.at_ns
        before = state
    return None


def _swaps(stream: SampleStream, seen: NDArray[np.int32]) -> Swaps:
    pictures, last = stream.frames, stream.length - 1
    readable = (pictures[1:] >= 0) & (pictures[:-1] >= 0)
    changed = (seen[1:] != seen[:-1]) & readable
    found = joint = 0
    for at in np.flatnonzero(changed.any(axis=1)):
        around = slice(max(at - 1, 0), at + 3)
        if not stream.quiet[around].all():
            continue
        found += 1
        joint += bool((pictures[at] == last).all() and (pictures[at + 1] == 0).all())
    return Swaps(found, joint)


def summary(figures: ArrivalFigures) -> str:
    """A row for each kind, and how the wall was meanwhile."""
    rows = [("arrived", "times", "on air", "at the next boundary", "slowest, s")]
    for kind in dict.fromkeys(a.kind for a in figures.arrivals):
        of_kind = [a for a in figures.arrivals if a.kind == kind]
        on = [a for a in of_kind if a.on_air_ns is not None]
        took = [(a.on_air_ns - a.whole_ns) / 1e9 for a in on if a.on_air_ns is not None]
        prompt = str(sum(not a.waited for a in on)) if any(a.good for a in of_kind) else "-"
        slowest = f"{max(took):.1f}" if took else "-"
        rows.append((kind, str(len(of_kind)), str(len(on)), prompt, slowest))
    heads = [("head", "skipped", "held", "backward")]
    for number, fault in enumerate(figures.faults, 1):
        heads.append((str(number), str(fault.skipped), str(fault.held), str(fault.backward)))
    line = (
        f"{figures.samples} samples, {100 * figures.quiet_share:.1f} % quiet;"
        f" {figures.cycles} cycles, {figures.swaps.seen} swaps seen in quiet samples"
    )
    return "\n\n".join([table(rows), table(heads), line])


def bars(figures: ArrivalFigures) -> list[Bar]:
    """Return what every run has to reach."""
    good = [a for a in figures.arrivals if a.good]
    prompt = sum(a.on_air_ns is not None and not a.waited for a in good)
    bad = [a for a in figures.arrivals if a.film and not a.good and a.on_air_ns is not None]
    early = [a for a in good if a.on_air_ns is not None and a.on_air_ns < a.whole_ns]
    missed = sum(f.skipped + f.backward for f in figures.faults)
    held, swaps = sum(f.held for f in figures.faults), figures.swaps
    broken = figures.black + figures.unreadable
    return [
        Bar(
            "good ones on air at the next boundary",
            str(len(good)),
            str(prompt),
            prompt == len(good),
        ),
        Bar("bad or half ones ever on the glass", "0", str(len(bad + early)), not bad + early),
        Bar("black or torn samples", "0", str(broken), not broken),
        Bar("skipped or stale pictures, quiet", "0", str(missed), not missed),
        Bar("held pictures, quiet", "0", str(held), not held),
        Bar(
            "swaps on all heads in one sample, quiet",
            str(swaps.seen),
            str(swaps.joint),
            swaps.seen == swaps.joint > 0,
        ),
        Bar("processes restarted", "0", str(len(figures.restarted)), not figures.restarted),
    ]


def dissolve_bars(figures: ArrivalFigures) -> list[Bar]:
    """Judge a run with a crossfade: both films go on, and the head that keeps its film, too."""
    read = [each for each in figures.dissolves if each.samples]
    apart = sum(each.apart for each in read)
    samples = sum(each.samples for each in read)
    least = min((each.leaving for each in read), default=0)
    fewer = sum(each.coming - each.leaving for each in read)
    first, good = figures.faults[0], [a for a in figures.arrivals if a.good]
    missed = first.skipped + first.held + first.backward
    on = sum(a.on_air_ns is not None for a in good)
    return [
        Bar("crossfade: arrivals on air", str(len(good)), str(on), on == len(good)),
        Bar(
            f"crossfade: of {samples} samples, films at two places",
            "0",
            str(apart),
            samples > 0 and not apart,
        ),
        Bar(
            "crossfade: least pictures of a film that leaves",
            f">= {LEAVING}",
            str(least),
            least >= LEAVING,
        ),
        Bar("crossfade: fewer pictures of it than of the other", "0", str(fewer), not fewer),
        Bar("crossfade: the other head missed, quiet", "0", str(missed), not missed),
        Bar("crossfade: black samples", "0", str(figures.black), not figures.black),
    ]

"""Judges several machines by samples of all their glasses, taken on one clock. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from installation.bench._report import Bar, quantile, table
from installation.rig import Faults, SampleStream
from installation.timeline import Points, media_at

REFRESH_MS = 17.0
"""One refresh of a display at 60 Hz."""
ORDER_MS = 400.0
BACK_S = 3.0
PICTURE_MS = 42.0
"""One picture, of 24 in a second: heads that are further apart are out of step."""
LOOK_NS = 20_000_000
"""Looks at two heads that are further apart are not compared."""
NAMED_S = 3.0
"""After this a machine that is gone has to be named; a shorter loss does not count for it."""


@dataclass(frozen=True)
class HeadSeen:
    """One head: what was seen on it, and when in the story each of its film's pictures is due.

    ``due_ns``: (pictures, 2), from when to when in a cycle of ``cycle_ns``.
    """

    stream: SampleStream
    due_ns: NDArray[np.int64]
    cycle_ns: int


@dataclass(frozen=True)
class OrderSeen:
    """An order, the machine that it was given on, and how long the slowest head took it.

    ``apart_ms`` is how far apart in the story the heads were by it: when they leapt, where they
    stood, or how they went on.
    """

    order: str
    machine: str
    latency_ms: float
    apart_ms: float


@dataclass(frozen=True)
class LossSeen:
    """A machine's power or link was cut: what the others missed, and when all were in step again.

    ``back_s`` counts from its first picture after a power cut, from the link's return after the
    other; None: never. ``leaders`` are those that led when it was over. ``named_s`` is after what
    time all others said that it was gone, None: never, 0 where it was not gone for so long.
    """

    what: str
    machine: str
    others: Faults
    back_s: float | None
    leaders: tuple[str, ...]
    named_s: float | None = 0.0


@dataclass(frozen=True)
class FilmSeen:
    """A film that was laid on one machine, whose link was cut so many times meanwhile.

    ``took_s`` until all had it, ``equal`` to the byte; on air after ``on_s`` (None: not on all),
    ``seam_ms`` from the first machine to the last. ``faults`` and ``apart_ms`` are of all that
    time, ``back_s`` from the seam until all changed together.
    """

    megabytes: int
    cuts: int
    took_s: float
    equal: bool
    on_s: float | None
    seam_ms: float
    faults: Faults
    apart_ms: tuple[float, ...]
    back_s: float | None


@dataclass(frozen=True)
class MachinesFound:
    """Everything that was seen. ``apart_ms`` has each quiet look of the steady stretch.

    ``heads`` were looked at. ``terms`` are how many machines' times as the writer there were, and
    ``backward`` how often a machine went back to an earlier one.
    """

    heads: int
    apart_ms: tuple[float, ...]
    steady: Faults
    orders: tuple[OrderSeen, ...]
    losses: tuple[LossSeen, ...]
    terms: int
    backward: int


def film_summary(seen: FilmSeen) -> str:
    """Say how a film came to all machines, and what was seen meanwhile."""
    within = sum(one <= REFRESH_MS for one in seen.apart_ms)
    on = "never" if seen.on_s is None else f"{seen.on_s:.1f} s"
    rate = seen.megabytes / seen.took_s if seen.took_s else 0.0
    told = ", ".join(f"{quantile(seen.apart_ms, part):.1f}" for part in (0.5, 0.99, 1.0))
    came = f"on all machines after {seen.took_s:.1f} s ({rate:.1f} MB/s each), on air after {on}"
    return (
        f"a film of {seen.megabytes} MB, its link cut {seen.cuts} times: {came},"
        f" {seen.seam_ms:.1f} ms from the first machine to the last\n"
        f"meanwhile: quiet looks {len(seen.apart_ms)}, within a refresh {within};"
        f" apart, ms (median, 99 of 100, most): {told};"
        f" skipped {seen.faults.skipped}, held {seen.faults.held}"
    )


def film_bars(seen: FilmSeen, cuts: int) -> list[Bar]:
    """All that a film on its way between machines has to reach."""
    count = len(seen.apart_ms)
    within = sum(one <= REFRESH_MS for one in seen.apart_ms)
    faults = seen.faults
    missed = faults.skipped + faults.held + faults.backward + faults.black + faults.unreadable
    back = "never" if seen.back_s is None else f"{seen.back_s:.2f}"
    return [
        Bar("cuts while it came", str(cuts), str(seen.cuts), seen.cuts == cuts),
        Bar("the same film on all machines", "yes", "yes" if seen.equal else "no", seen.equal),
        Bar(
            "on air at the same seam, ms apart",
            f"<= {REFRESH_MS:.0f}",
            f"{seen.seam_ms:.0f}",
            seen.seam_ms <= REFRESH_MS,
        ),
        Bar("quiet looks within a refresh meanwhile", f"{count}", f"{within}", within == count > 0),
        Bar("skipped, held or dark meanwhile, quiet", "0", str(missed), missed == 0),
        Bar("in step after the seam, s", "<= 1", back, seen.back_s is not None and seen.back_s < 1),
    ]


@cache
def due(points: Points, fps: float, pictures: int, cycle_ns: int) -> NDArray[np.int64]:
    """Return when in the story each picture is due, (pictures, 2), to a millisecond.

    A picture that the story does not show is due from 0 to 0. Reckoned once for each map.
    """
    clock = range(0, cycle_ns, 1_000_000)
    on = np.array([int(media_at(points, at_ns) * fps / 1e9 + 1e-6) for at_ns in clock])
    on = np.clip(on, 0, pictures - 1)
    found = np.zeros((pictures, 2), np.int64)
    found[on[::-1], 0] = np.array(clock)[::-1]
    found[on, 1] = np.array(clock) + 1_000_000
    return found


def apart(heads: Sequence[HeadSeen]) -> list[float]:
    """Return, for each quiet look, how far apart the heads are in the story, in ms.

    A head is as late as its picture came on after it was due, and later once it should have gone;
    that is known to a look, and is compared with the other heads' at their nearest looks. A head
    that cannot be read is infinitely far off.
    """
    found, counts = _apart(heads)
    kept: list[float] = found[counts].tolist()
    return kept


def apart_standing(heads: Sequence[HeadSeen]) -> float:
    """Return how far apart in the story the heads stand at the end, in ms; 0: at one instant."""
    last = [(head.due_ns[head.stream.frames[-1, 0]], head) for head in heads]
    if any(head.stream.frames[-1, 0] < 0 for head in heads):
        return float("inf")
    first = last[0][0].mean()
    spans = [
        due - round((due.mean() - first) / head.cycle_ns) * head.cycle_ns for due, head in last
    ]
    return max(0.0, float(max(s[0] for s in spans) - min(s[1] for s in spans))) / 1e6


def in_step_from(heads: Sequence[HeadSeen], since_ns: int, steady_s: float) -> float | None:
    """Return after how many seconds all heads were in step for so long; None: never."""
    found, counts = _apart(heads)
    at_ns = heads[0].stream.at_ns
    good_since: int | None = None
    for now_ns, apart_ms, calm in zip(at_ns.tolist(), found.tolist(), counts.tolist(), strict=True):
        if now_ns < since_ns or not calm:
            continue
        if apart_ms > PICTURE_MS:
            good_since = None
            continue
        good_since = now_ns if good_since is None else good_since
        if now_ns - good_since >= steady_s * 1e9:
            return (good_since - since_ns) / 1e9
    return None


def _apart(heads: Sequence[HeadSeen]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """By the first head's looks: how far apart the heads are, and whether that counts."""
    at_ns = heads[0].stream.at_ns
    first = _behind(heads[0])
    least, most = np.zeros(len(at_ns)), np.zeros(len(at_ns))
    counts = np.ones(len(at_ns), bool)
    for head in heads:
        stream = head.stream
        index = _nearest(stream.at_ns, at_ns)
        near = np.abs(at_ns - stream.at_ns[index]) < LOOK_NS
        counts &= stream.quiet[index] & near & _is_known(head)[index]
        later = _behind(head)[index] - first
        later -= np.round(later / head.cycle_ns) * head.cycle_ns
        dark = stream.frames[index, 0] < 0
        least, most = np.minimum(least, later), np.maximum(most, np.where(dark, np.inf, later))
    return (most - least) / 1e6, counts


def _behind(head: HeadSeen) -> NDArray[np.float64]:
    """Return by how much a clock that tells the story's time would be behind, at each look, in ns.

    From the look at which its picture came; or from when that should have gone, if that is more.
    """
    at_ns, frames = head.stream.at_ns, head.stream.frames[:, 0]
    came = np.diff(frames, prepend=frames[0]) != 0
    since_ns = np.maximum.accumulate(np.where(came, at_ns, at_ns[0]))
    begun, ended = head.due_ns[np.maximum(frames, 0)].T
    return np.asarray(np.maximum(since_ns - begun, at_ns - ended), np.float64)


def _is_known(head: HeadSeen) -> NDArray[np.bool_]:
    """Tell at which looks it has been seen when the picture came."""
    frames = head.stream.frames[:, 0]
    return np.asarray(np.logical_or.accumulate(frames != frames[0]))


def _nearest(among: NDArray[np.int64], to: NDArray[np.int64]) -> NDArray[np.intp]:
    """For each instant, which of the rising others is nearest to it."""
    after = np.clip(np.searchsorted(among, to), 1, len(among) - 1)
    return np.asarray(after - (to - among[after - 1] < among[after] - to))


def loss_in_words(loss: LossSeen) -> str:
    """Say what came of one loss."""
    back = "never" if loss.back_s is None else f"after {loss.back_s:.2f} s"
    named = "never" if loss.named_s is None else f"after {loss.named_s:.2f} s"
    return (
        f"{loss.machine}'s {loss.what}: in step {back}, named {named}, the others missed"
        f" {_missed(loss)}, led by {' and '.join(loss.leaders) or 'nobody'}"
    )


def summary(found: MachinesFound) -> str:
    """Say how far apart the machines are, and what was seen of each order and loss."""
    within = sum(one <= REFRESH_MS for one in found.apart_ms)
    told = ", ".join(f"{quantile(found.apart_ms, share):.1f}" for share in (0.5, 0.99, 1.0))
    looks = f"{found.heads} heads, quiet looks: {len(found.apart_ms)}, within a refresh {within}"
    line = f"{looks}; apart in the story, ms (median, 99 of 100, most): {told}"
    terms = f"terms of those who led: {found.terms}"
    rows = [["order", "times", "95 of 100, ms", "slowest", "apart at the most, ms"]]
    for order in dict.fromkeys(one.order for one in found.orders):
        given = [one for one in found.orders if one.order == order]
        times = [one.latency_ms for one in given]
        most = max(one.apart_ms for one in given)
        rows.append(
            [
                order,
                str(len(given)),
                f"{quantile(times, 0.95):.0f}",
                f"{max(times):.0f}",
                f"{most:.0f}",
            ]
        )
    lost = [["cut", "times", "others missed", "back in step, s, slowest", "named, s, slowest"]]
    for what in dict.fromkeys(one.what for one in found.losses):
        those = [one for one in found.losses if one.what == what]
        backs = [one.back_s for one in those if one.back_s is not None]
        slowest = f"{max(backs):.2f}" if len(backs) == len(those) else "never"
        named = [one.named_s for one in those]
        last = "never" if None in named else f"{max(filter(None, named), default=0.0):.2f}"
        lost.append([what, str(len(those)), str(sum(map(_missed, those))), slowest, last])
    return "\n".join([line, "", table(rows), "", table(lost), terms])


def bars(found: MachinesFound) -> list[Bar]:
    """All that several machines have to reach."""
    count = len(found.apart_ms)
    within = sum(one <= REFRESH_MS for one in found.apart_ms)
    lost = found.steady.skipped + found.steady.held
    made = [
        Bar("quiet looks within a refresh", f"{count}", f"{within}", within == count > 0),
        Bar("skipped or held, quiet", "0", str(lost), lost == 0),
    ]
    if found.orders:
        most = quantile([one.latency_ms for one in found.orders], 0.95)
        apart_ms = max(one.apart_ms for one in found.orders)
        made += [
            Bar("order, 95 of 100, ms", f"<= {ORDER_MS:.0f}", f"{most:.0f}", most <= ORDER_MS),
            Bar(
                "order, heads apart, ms",
                f"<= {REFRESH_MS:.0f}",
                f"{apart_ms:.0f}",
                apart_ms <= REFRESH_MS,
            ),
        ]
    for what in dict.fromkeys(one.what for one in found.losses):
        those = [one for one in found.losses if one.what == what]
        missed = sum(map(_missed, those))
        back = sum(one.back_s is not None and one.back_s <= BACK_S for one in those)
        one_leads = sum(len(one.leaders) == 1 for one in those)
        named = sum(one.named_s is not None and one.named_s <= NAMED_S for one in those)
        made += [
            Bar(f"{what} cut, the others missed", "0", str(missed), missed == 0),
            Bar(f"{what} cut, in step after 3 s", str(len(those)), str(back), back == len(those)),
            Bar(f"{what} cut, named after 3 s", str(len(those)), str(named), named == len(those)),
            Bar(
                f"{what} cut, one leads after it",
                str(len(those)),
                str(one_leads),
                one_leads == len(those),
            ),
        ]
    back = found.backward
    return [*made, Bar("machines that went back to an earlier term", "0", str(back), back == 0)]


def _missed(loss: LossSeen) -> int:
    seen = loss.others
    return seen.skipped + seen.held + seen.backward + seen.black + seen.unreadable

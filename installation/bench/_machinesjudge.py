"""Judges several machines by samples of all their glasses, taken on one clock. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.bench._report import Bar, quantile, table
from installation.rig import Faults, SampleStream

REFRESH_MS = 17.0
"""One refresh of a display at 60 Hz."""
ORDER_MS = 400.0
BACK_S = 3.0
NAMED_S = 3.0
"""After this a machine that is gone has to be named; a shorter loss does not count for it."""


@dataclass(frozen=True)
class OrderSeen:
    """An order, the machine that it was given on, and how long each machine's heads took it."""

    order: str
    machine: str
    latencies_ms: tuple[float, ...]

    @property
    def apart_ms(self) -> float:
        """The time from the first machine that took it to the last, in ms."""
        return max(self.latencies_ms) - min(self.latencies_ms)


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
    """Everything that was seen. ``apart_ms`` has each picture change of the steady stretch."""

    apart_ms: tuple[float, ...]
    steady: Faults
    orders: tuple[OrderSeen, ...]
    losses: tuple[LossSeen, ...]


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
        f"meanwhile: changes of pictures {len(seen.apart_ms)}, within a refresh {within};"
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
        Bar("changes within a refresh meanwhile", f"{count}", f"{within}", within == count > 0),
        Bar("skipped, held or dark meanwhile, quiet", "0", str(missed), missed == 0),
        Bar("in step after the seam, s", "<= 1", back, seen.back_s is not None and seen.back_s < 1),
    ]


def apart(streams: Sequence[SampleStream]) -> list[float]:
    """Return, for each change to a picture on the first head, how far apart all heads made it.

    In milliseconds; a head that did not show that picture within a second makes it infinite.
    Changes that are not quiet on all machines do not count.
    """
    heads = [(_changes(stream, h)) for stream in streams for h in range(stream.frames.shape[1])]
    quiet = [stream for stream in streams for _ in range(stream.frames.shape[1])]
    begins_ns = max(int(stream.at_ns[0]) for stream in streams) + 1_000_000_000
    ends_ns = min(int(stream.at_ns[-1]) for stream in streams) - 1_000_000_000
    found = []
    first_at, first_frames = heads[0]
    for at_ns, frame in zip(first_at.tolist(), first_frames.tolist(), strict=True):
        if not begins_ns < at_ns < ends_ns:
            continue
        instants: list[float] = []
        for (times, frames), stream in zip(heads, quiet, strict=True):
            same = times[frames == frame]
            nearest = same[np.abs(same - at_ns).argmin()] if len(same) else None
            if nearest is None or abs(int(nearest) - at_ns) > 1_000_000_000:
                instants.append(np.inf)
            elif _is_quiet(stream, int(nearest)):
                instants.append(float(nearest))
        if len(instants) == len(heads):
            found.append((max(instants) - min(instants)) / 1e6)
    return found


def in_step_from(streams: Sequence[SampleStream], since_ns: int, steady_s: float) -> float | None:
    """Return after how many seconds all heads changed together for so long; None: never."""
    steady_ns = round(steady_s * 1e9)
    parts = [stream.between(since_ns, int(stream.at_ns[-1]) + 1) for stream in streams]
    ends_ns = min(int(part.at_ns[-1]) for part in parts)
    clock = np.arange(since_ns, ends_ns, round(parts[0].frame_ns))
    good_since: int | None = None
    for at_ns in clock.tolist():
        frames = np.concatenate([_frames_at(part, at_ns) for part in parts])
        off = (frames - frames[0] + 1) % parts[0].length
        if (frames < 0).any() or (off > 2).any():
            good_since = None
            continue
        good_since = at_ns if good_since is None else good_since
        if at_ns - good_since >= steady_ns:
            return (good_since - since_ns) / 1e9
    return None


def _frames_at(part: SampleStream, at_ns: int) -> NDArray[np.int32]:
    at = max(0, int(np.searchsorted(part.at_ns, at_ns, "right")) - 1)
    return np.asarray(part.frames[at])


def _changes(stream: SampleStream, head: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    frames = stream.frames[:, head]
    at = np.flatnonzero(np.diff(frames)) + 1
    at = at[frames[at] >= 0]
    return stream.at_ns[at], frames[at]


def _is_quiet(stream: SampleStream, at_ns: int) -> bool:
    at = int(np.searchsorted(stream.at_ns, at_ns))
    return bool(stream.quiet[max(0, at - 1) : at + 2].all())


def summary(found: MachinesFound) -> str:
    """Say how far apart the machines are, and what was seen of each order and loss."""
    within = sum(one <= REFRESH_MS for one in found.apart_ms)
    told = ", ".join(f"{quantile(found.apart_ms, share):.1f}" for share in (0.5, 0.99, 1.0))
    changes = f"changes of pictures: {len(found.apart_ms)}, within a refresh {within}"
    line = f"{changes}; apart, ms (median, 99 of 100, most): {told}"
    rows = [["order", "times", "95 of 100, ms", "slowest", "apart at the most, ms"]]
    for order in dict.fromkeys(one.order for one in found.orders):
        given = [one for one in found.orders if one.order == order]
        times = [max(one.latencies_ms) for one in given]
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
    return "\n".join([line, "", table(rows), "", table(lost)])


def bars(found: MachinesFound) -> list[Bar]:
    """All that several machines have to reach."""
    count = len(found.apart_ms)
    within = sum(one <= REFRESH_MS for one in found.apart_ms)
    lost = found.steady.skipped + found.steady.held
    made = [
        Bar("changes within a refresh", f"{count}", f"{within}", within == count > 0),
        Bar("skipped or held, quiet", "0", str(lost), lost == 0),
    ]
    if found.orders:
        most = quantile([max(one.latencies_ms) for one in found.orders], 0.95)
        apart_ms = max(one.apart_ms for one in found.orders)
        made += [
            Bar("order, 95 of 100, ms", f"<= {ORDER_MS:.0f}", f"{most:.0f}", most <= ORDER_MS),
            Bar(
                "order, machines apart, ms",
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
    return made


def _missed(loss: LossSeen) -> int:
    seen = loss.others
    return seen.skipped + seen.held + seen.backward + seen.black + seen.unreadable

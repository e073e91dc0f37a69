"""`bench timecode`: code out beside the glass, and the glass beside a master.

Through the real ports of a JACK server. First the show leads: what it sends is read, and compared
with the barcodes that the heads show at that instant. Then it is led: the bench is the master.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from msgspec import structs

from installation.bench import analysis
from installation.bench.analysis import Faults, Stream
from installation.bench.glass import GlassReader, barcodes
from installation.bench.report import Bar, table
from installation.bench.show import Show, Stage
from installation.bench.sync import Rig, shows
from installation.kiosk.jack import JackServer
from installation.remote.codeout import CodeOut
from installation.remote.midi import RtMidi
from installation.remote.pulse import Due, Emitter, Pulse
from installation.remote.timecode import QUARTER_STATUS, Reader, read_full
from installation.timeline.programme import Plan, Programme, Take
from installation.timeline.smpte import Rate
from installation.timeline.transport import moment_at
from installation.units import MILLISECOND, SECOND, ns

OUT, IN = "kiss-bench-out", "kiss-bench-master"
LOCKED_NS = SECOND
"""From the first whole label of a master's code to where the show has to be with him."""
STEADY_NS = round(1.5 * SECOND)
"""From there on nothing may be seen of the chase."""
_SETTLE_S = 2.0


@dataclass(frozen=True)
class Compared:
    """A full second of the code beside the glass: how many pictures the worst head was off."""

    at_ns: int
    story_ns: int
    off: int
    quiet: bool
    full: bool


@dataclass(frozen=True)
class Led:
    """The show behind its master. Pictures off at most, over all samples but just after jumps.

    ``late`` jumps had not been followed in time.
    """

    jumps: int
    late: int
    samples: int
    off: int
    off_ms: float
    faults: Faults
    black: int
    moves: int


def out_block(rate: Rate) -> str:
    """The layout's lines for a show that leads."""
    return f'timecode: {{out: {{port: "bench:{OUT}", rate: "{rate.name}"}}}}\n'


IN_BLOCK = f'timecode: {{in: {{port: "bench:{IN}"}}}}\n'


def measure_out(rig: Rig, jack: JackServer, stage: Stage, cycles: int) -> list[Compared]:
    """Let it play so many cycles, with a pause and a jump in each; compare every full second."""
    heard: list[tuple[bytes, int]] = []
    midi = RtMidi("jack", "bench")
    ear = midi.offer_sink(OUT, lambda data, at_ns: heard.append((data, at_ns)))
    try:
        with (
            GlassReader(rig.heads.display, barcodes(rig.rects)) as glass,
            Show(stage, rig.heads.environment | jack.environment) as show,
        ):
            show.wait("picture on all heads", lambda: shows(glass, rig, show.started_ns))
            show.wait("timecode", lambda: len(heard) > 100)
            time.sleep(_SETTLE_S)
            began_ns = time.monotonic_ns()
            length_s = rig.recipe.seconds
            # 0.37 of a second on: no two orders at the same moment of a picture
            for number in range(cycles // 2):
                time.sleep(length_s * 0.3 + number * 0.037)
                show.order("pause")
                time.sleep(1.3)
                show.order("resume")
                time.sleep(length_s * 0.4)
                show.order("go", f"{(0.2 + number * 0.1 % 0.5) * length_s:.3f}")
                time.sleep(length_s * 0.5)
                show.order("restart")
                # and through a seam
                time.sleep(length_s * 1.2)
            time.sleep(0.3)
            samples = glass.samples(began_ns)
    finally:
        ear.close()
        midi.close()
    stream = samples.stream(rig.recipe.frames, rig.recipe.frame_ns)
    return compare([one for one in list(heard) if one[1] > began_ns], stream)


def compare(heard: Sequence[tuple[bytes, int]], stream: Stream) -> list[Compared]:
    """Every full second of the code, and every full frame, with the sample nearest to it. Pure."""
    reader, found = Reader(), []
    for data, at_ns in heard:
        if data[0] == QUARTER_STATUS:
            got = reader.piece(data[1] >> 4, data[1] & 15)
            if got is None or got.quarter % (4 * got.rate.labels):
                continue  # (drop-frame's labels are full seconds 2 frames later after a minute)
            story_ns, full = got.rate.quarter_begins(got.quarter), False
        else:
            located = read_full(data[1:-1])
            reader.reset()
            if located is None:
                continue
            rate, label = located
            story_ns, full = rate.quarter_begins(4 * rate.frame(label)), True
        nearest = int(np.searchsorted(stream.at_ns, at_ns))
        if not 0 < nearest < len(stream.at_ns):
            continue
        # the sample before or after: a picture that is due at this very instant may be in either
        around = stream.frames[nearest - 1 : nearest + 1].astype(np.int64)
        wanted = int(story_ns / stream.frame_ns + 1e-6)
        off = np.abs((around - wanted + stream.length // 2) % stream.length - stream.length // 2)
        off[around < 0] = stream.length
        worst = int(off.max(axis=1).min())
        quiet = bool(stream.quiet[nearest - 1 : nearest + 1].all())
        found.append(Compared(at_ns, story_ns, worst, quiet, full))
    return found


class Skewed:
    """An emitter by another clock: ``ppm`` millionths faster than this machine's from an instant.

    Its programme is in that clock's time.
    """

    def __init__(self, inner: Emitter, since_ns: int, ppm: float) -> None:
        self._inner, self._since_ns, self._ppm = inner, since_ns, ppm

    def theirs(self, now_ns: int) -> int:
        """An instant of this machine, by the other clock."""
        return now_ns + round((now_ns - self._since_ns) * self._ppm / 1e6)

    def ours(self, at_ns: int) -> int:
        """And back."""
        return at_ns - round((at_ns - self._since_ns) * self._ppm / 1e6)

    def upcoming(self, programme: Programme, now_ns: int) -> Due:
        """What is due next."""
        due = self._inner.upcoming(programme, self.theirs(now_ns))
        return replace(due, at_ns=self.ours(due.at_ns))

    def took(self, due: Due) -> None:
        """It was sent."""
        self._inner.took(due)

    def reset(self) -> None:
        """Somebody new listens."""
        self._inner.reset()


class Master:
    """A desk with a timeline of its own: starts, stops and jumps, on a clock that is off."""

    def __init__(self, rate: Rate, length_ns: int, ppm: float) -> None:
        self._length_ns = length_ns
        self._midi = RtMidi("jack", "bench")
        self._port = self._midi.offer_source(IN)
        self.clock = Skewed(CodeOut(rate), time.monotonic_ns(), ppm)
        self.programme = Programme(1, "", (), None, (Plan(1, 1 << 61, {}),))
        self.locks: list[tuple[int, int]] = []
        """For each start: the take's serial, and when its first label was whole."""
        self._reader = Reader()
        self._pulse = Pulse(lambda: self.programme, [(self.clock, self._send)])
        self._pulse.start()

    def run(self, story_ns: int) -> None:
        """Run from a place on, at once."""
        takes = self.programme.takes
        at_ns = self.clock.theirs(time.monotonic_ns()) + 60 * MILLISECOND
        take = Take(len(takes) + 1, at_ns, 1, story_ns)
        self.programme = structs.replace(self.programme, takes=(*takes, take))

    def stop(self) -> None:
        """Stand where it is."""
        takes = self.programme.takes
        if takes and takes[-1].hold_ns is None:
            hold_ns = self.clock.theirs(time.monotonic_ns()) + 50 * MILLISECOND
            held = structs.replace(takes[-1], hold_ns=hold_ns)
            self.programme = structs.replace(self.programme, takes=(*takes[:-1], held))

    def close(self) -> None:
        """Say nothing more."""
        self._pulse.close()
        self._port.close()
        self._midi.close()

    def story(self, at_ns: int) -> tuple[int, bool] | None:
        """Where it is at an instant of this machine, round the story, and whether it runs."""
        moment = moment_at(self.programme, self.clock.theirs(at_ns))
        return (moment.story_ns % self._length_ns, not moment.held) if moment else None

    def _send(self, messages: Sequence[bytes]) -> bool:
        for message in messages:
            self._port.send(message)
            if message[0] != QUARTER_STATUS:
                self._reader.reset()
                continue
            got = self._reader.piece(message[1] >> 4, message[1] & 15)
            if got is not None and got.whole:
                moment = moment_at(self.programme, self.clock.theirs(time.monotonic_ns()))
                serial = moment.take if moment else 0
                if not self.locks or self.locks[-1][0] != serial:
                    self.locks.append((serial, time.monotonic_ns()))
        return True


def measure_in(
    rig: Rig,
    jack: JackServer,
    stage: Stage,
    rate: Rate,
    steady_s: float,
    say: Callable[[str], None],
    keep: Path | None = None,
) -> Led:
    """Be its master: starts, jumps and stops, then a long steady stretch on a clock that is off."""
    length_ns = ns(rig.recipe.seconds)
    master = Master(rate, length_ns, 100.0)
    try:
        with (
            GlassReader(rig.heads.display, barcodes(rig.rects)) as glass,
            Show(stage, rig.heads.environment | jack.environment) as show,
        ):
            show.wait("picture on all heads", lambda: shows(glass, rig, show.started_ns))
            show.wait("remote", lambda: _listens(show))
            time.sleep(_SETTLE_S)
            began_ns = time.monotonic_ns()
            for share in (0.0, 0.55, 0.2, 0.83, 0.4, 0.0, 0.7, 0.1, 0.35, 0.95):
                say(f"master runs from {share * rig.recipe.seconds:.1f} s")
                master.run(ns(share * rig.recipe.seconds) + 13 * MILLISECOND)
                time.sleep(4.0)
                if share in (0.2, 0.0):
                    master.stop()
                    time.sleep(2.0)
            say(f"a steady stretch of {steady_s:.0f} s, 100 ppm off")
            revision = show.status().revision
            master.run(0)
            time.sleep(steady_s)
            moves = show.status().revision - revision
            ends_ns = time.monotonic_ns()
            master.stop()
            time.sleep(0.3)
            samples = glass.samples(began_ns)
    finally:
        master.close()
    if keep:
        samples.keep(keep)
    stream = samples.stream(rig.recipe.frames, rig.recipe.frame_ns)
    return judge(stream, master, ends_ns, moves)


def _listens(show: Show) -> bool:
    remote = show.status().remote
    return remote is not None and bool(remote.ports)


def judge(stream: Stream, master: Master, ends_ns: int, moves: int) -> Led:
    """Compare every quiet sample from a second of lock on with the master."""
    late = total = worst = 0
    worst_ms = 0.0
    faults, black = Faults(), 0
    takes = master.programme.takes
    for serial, locked_ns in master.locks:
        after = [master.clock.ours(take.at_ns) for take in takes[serial:]]
        until_ns = min([ends_ns, *after])
        part = stream.between(locked_ns + LOCKED_NS, until_ns)
        seen = [_off(part, row, master) for row in range(len(part.at_ns)) if part.quiet[row]]
        runs = [one for one in seen if one is not None]
        total += len(runs)
        worst = max([worst, *(off for off, _ in runs)])
        worst_ms = max([worst_ms, *(ms for _, ms in runs)])
        late += any(off > 1 for off, _ in runs[:20])
        held_ns = master.clock.ours(takes[serial - 1].hold_ns or 1 << 60)
        steady = stream.between(locked_ns + STEADY_NS, min(until_ns, held_ns))
        if len(steady.at_ns) > 2:
            faults += analysis.faults(steady, quiet=True)
    whole = analysis.faults(stream.between(int(stream.at_ns[0]), ends_ns), quiet=False)
    black = whole.black + whole.unreadable
    return Led(len(master.locks), late, total, worst, worst_ms, faults, black, moves)


def _off(part: Stream, row: int, master: Master) -> tuple[int, float] | None:
    """How far the worst head is from the master in a sample, in pictures and ms.

    None when the master does not run.
    """
    there = master.story(int(part.at_ns[row]))
    if there is None or not there[1]:
        return None
    frames = part.frames[row].astype(np.int64)
    if (frames < 0).any():
        return part.length, 1e9
    half = part.length // 2
    wanted = int(there[0] / part.frame_ns)
    off = int(np.abs((frames - wanted + half) % part.length - half).max())
    # how long ago the picture that is on should have gone, or how early it is
    length_ns = part.length * part.frame_ns
    ahead_ns = (frames * part.frame_ns - there[0] + length_ns / 2) % length_ns - length_ns / 2
    late_ns = np.maximum(-ahead_ns - part.frame_ns, 0)
    return off, float(np.maximum(late_ns, np.maximum(ahead_ns, 0)).max() / 1e6)


def summary(out: dict[str, list[Compared]], led: Led | None) -> str:
    """A row for each rate, and the show that is led."""
    rows: list[tuple[str, ...]] = [
        ("code out at", "full seconds", "exact", "1 picture off", "more", "full frames")
    ]
    for name, found in out.items():
        quiet = [one for one in found if one.quiet]
        seconds = [one.off for one in quiet if not one.full]
        exact, one_off = (seconds.count(off) for off in (0, 1))
        counts = (len(seconds), exact, one_off, len(seconds) - exact - one_off)
        rows.append((name, *map(str, counts), str(sum(one.full for one in quiet))))
    text = table(rows)
    if led is None:
        return text
    rows = [
        ("code in", ""),
        ("starts and jumps", str(led.jumps)),
        ("  not followed within 1 s of lock", str(led.late)),
        ("samples from then on", str(led.samples)),
        ("  pictures off at most", str(led.off)),
        ("  out of its picture's time, at most, ms", f"{led.off_ms:.1f}"),
        ("revisions in the steady stretch", str(led.moves)),
        (
            "steady: skipped, held, backward",
            f"{led.faults.skipped}, {led.faults.held}, {led.faults.backward}",
        ),
        ("black or unreadable samples", str(led.black)),
    ]
    return f"{text}\n\n{table(rows)}"


def bars(out: dict[str, list[Compared]], led: Led | None) -> list[Bar]:
    """What has to hold."""
    found = []
    for name, compared in out.items():
        quiet = [one for one in compared if one.quiet]
        seconds = [one.off for one in quiet if not one.full]
        fulls = [one.off for one in quiet if one.full]
        worst = max(seconds, default=999)
        what = f"code out at {name}, full seconds off at most"
        found.append(Bar(what, "<= 1", str(worst), worst <= 1))
        worst = max(fulls, default=999)
        found.append(
            Bar(f"code out at {name}, full frames off at most", "<= 1", str(worst), worst <= 1)
        )
    if led is not None:
        broken = led.faults.skipped + led.faults.held + led.faults.backward
        found += [
            Bar("code in, jumps not followed in 1 s", "0", str(led.late), led.late == 0),
            Bar("code in, pictures off from then on", "<= 1", str(led.off), led.off <= 1),
            Bar("code in, black samples", "0", str(led.black), led.black == 0),
            Bar("code in, steady: skipped or held", "0", str(broken), broken == 0),
        ]
    return found

"""`bench remote`: a box's presses on the glass; noise on its cable; its process killed.

The box is a foreign client of the JACK server, in a process of its own, with real ports to the
show's remote: keys, and lights and a place for timecode while the process is killed. A press
counts from the instant before it is sent, so the JACK server's periods are in the figures. Every
fifth comes behind a system exclusive message without an end.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from installation.bench._orders import OrderTaken, order_taken
from installation.bench._sync import Rig, wait_for_films
from installation.errors import KissError, LinkError
from installation.remote import JackMidi, Plug
from installation.rig import (
    GlassReader,
    PreparedShow,
    Show,
    analysis,
    barcode_points,
    send_bent,
    send_noise,
)
from installation.show import RemoteReport
from installation.units import SECOND, ns

BOX = "bench box"
NOTES = {"restart": 36, "pause": 37, "resume": 38}
WAITS_S = {"restart": 0.95, "pause": 1.2, "resume": 0.85}
"""From a press to the next one: the known limit of orders is 0.8 s apart."""
WELL_S = 3.2
"""How long a process lives before it is killed again; less is a crash loop, and put off."""
HALF_EVERY = 5
LAYOUT = """
remote:
  system: jack
  boxes:
    - port: bench box
      keys:
        - {on: note 36, do: restart, light: playing}
        - {on: note 37, do: pause, light: paused}
        - {on: note 38, do: resume}
timecode: {out: {port: "bench box*:code"}}
"""
ALL_PORTS = 2
"""What the remote has open at most: the box with its lights, and the way for the code."""


@dataclass
class NonsenseTrial:
    """A trial with nonsense on the cable; ``after_ms`` None: no press is obeyed again."""

    what: str
    said: str
    begins_ns: int
    ends_ns: int
    orders: int
    survived: bool
    after_ms: float | None = None
    share: float = 0.0


@dataclass
class Found:
    """Everything that was measured. Times in milliseconds."""

    presses: list[OrderTaken] = field(default_factory=list)
    obeyed: int = 0
    trials: list["NonsenseTrial"] = field(default_factory=list)
    unplugged_ms: list[float] = field(default_factory=list)
    replugged_ms: list[float] = field(default_factory=list)
    backs_ms: list[float] = field(default_factory=list)
    kills: int = 0


class BenchBox:
    """The bench's box: it can be plugged in, pressed, and unplugged."""

    def __init__(self) -> None:
        self._midi = JackMidi(BOX)
        self.out = self._midi.offer_source("keys")
        self._sinks: list[Plug] = []

    def take_code(self) -> None:
        """Have lights and a place for timecode, from now on."""
        names = ("lights", "code")
        self._sinks = [self._midi.offer_sink(name, lambda *_: None) for name in names]

    def press(self, note: int) -> int:
        """Press and let go; the instant just before."""
        sent_ns = time.monotonic_ns()
        self.out.send(bytes((0x90, note, 100)))
        time.sleep(0.05)
        self.out.send(bytes((0x80, note, 0)))
        return sent_ns

    def send_bent(self, count: int) -> int:
        """Send malformed messages by several ports at once; how many bytes they were."""
        more = [self._midi.offer_source(f"keys {number}") for number in (2, 3)]
        time.sleep(1.0)  # until the show hears them
        try:
            return send_bent((self.out, *more), count)
        finally:
            for out in more:
                out.close()

    def unplug(self) -> None:
        """Its ports are gone when this returns."""
        for plug in (self.out, *self._sinks):
            plug.close()
        self._midi.close()


def measure(
    rig: Rig,
    stage: PreparedShow,
    counts: tuple[int, int, int, int],
    say: Callable[[str], None],
    keep: Path | None = None,
) -> Found:
    """Presses, seconds of noise, malformed messages and kills, as many as ``counts`` says."""
    presses, seconds, count, kills = counts
    found = Found()
    stage.layout.write_text(stage.layout.read_text() + LAYOUT)
    box = BenchBox()
    try:
        with GlassReader(rig.heads.display, barcode_points(rig.rects)) as glass:
            with Show(stage, rig.heads.environment) as show:
                wait_for_films(show, glass, rig)
                show.wait("box", lambda: _ports(show) == 1)
                time.sleep(2.0)
                given = _press(box, presses, say)
                found.obeyed = _remote(show).orders
                if seconds:
                    say(f"{seconds} s of noise")
                    made = _try(show, box, "noise", lambda: send_noise(box.out, seconds))
                    found.trials.append(made)
                if count:
                    say(f"{count} malformed messages through the port")
                    made = _try(show, box, "malformed messages", lambda: box.send_bent(count))
                    found.trials.append(made)
                for _ in range(3 if kills else 0):
                    box = _replug(show, box, found)
                _kill(show, box, found, kills, say)
                samples = glass.samples()
            if keep:
                samples.keep(keep)
            stream = samples.stream(rig.recipe.frames, rig.recipe.frame_ns)
    finally:
        box.unplug()
    found.presses = [order_taken(stream, *each) for each in given]
    for trial in found.trials:
        meanwhile = stream.between(trial.begins_ns, trial.ends_ns)
        trial.share = analysis.together(meanwhile, quiet=False).share
    return found


def _remote(show: Show) -> RemoteReport:
    with suppress(LinkError):
        report = show.status().remote
        if report is not None:
            return report
    return RemoteReport(None, (), (), 0, 0, 0, 0)


def _ports(show: Show) -> int:
    return len(_remote(show).ports)


def _press(box: BenchBox, count: int, say: Callable[[str], None]) -> list[tuple[str, int, int]]:
    """Press restart, pause, resume in turn, at ever other moments of a picture."""
    given = []
    words = list(NOTES)
    draw = random.Random(1)
    for number in range(count):
        word = words[number % len(words)]
        if number % HALF_EVERY == HALF_EVERY - 1:
            box.out.send(b"\xf0")
        sent_ns = box.press(NOTES[word])
        wait_ns = ns(WAITS_S[word] + draw.random() * 0.05)
        time.sleep(max(0.0, (sent_ns + wait_ns - time.monotonic_ns()) / SECOND))
        given.append((word, sent_ns, sent_ns + wait_ns))
        if number % 20 == 19:
            say(f"press {number + 1} of {count}")
    return given


def _try(show: Show, box: BenchBox, what: str, send: Callable[[], int]) -> NonsenseTrial:
    """Send nonsense, then press until a press is obeyed again."""
    before = _remote(show)
    begins_ns = time.monotonic_ns()
    sent = send()
    ends_ns = time.monotonic_ns()
    time.sleep(1.0)
    after = _remote(show)
    rate = sent * SECOND // (ends_ns - begins_ns)
    trial = NonsenseTrial(
        what,
        f"{what}: {sent} bytes, {rate} a second",
        begins_ns,
        ends_ns,
        after.orders - before.orders,
        after.pid == before.pid,
    )
    show.wait("box", lambda: _ports(show) == 1, 10)
    orders = _remote(show).orders
    while trial.after_ms is None and time.monotonic_ns() - ends_ns < 10 * SECOND:
        sent_ns = box.press(NOTES["restart"])
        time.sleep(0.4)
        if _remote(show).orders > orders:
            trial.after_ms = (sent_ns - ends_ns) / 1e6
    return trial


def _replug(show: Show, box: BenchBox, found: Found) -> BenchBox:
    """Pull the box out and put it in again, and see how long the show takes to say so."""
    box.unplug()
    found.unplugged_ms.append(
        _until(lambda: any(f"'{BOX}'" in text for text in _remote(show).missing))
    )
    box = BenchBox()
    found.replugged_ms.append(_until(lambda: _ports(show) == 1))
    return box


def _kill(show: Show, box: BenchBox, found: Found, count: int, say: Callable[[str], None]) -> None:
    """Kill the remote's process; back is when another one has all its ports open."""
    found.kills = count
    if count:
        box.take_code()
        show.wait("lights and code", lambda: _ports(show) == ALL_PORTS, 10)
    time.sleep(WELL_S)
    for number in range(count):
        pid = _remote(show).pid
        if pid is None:
            raise KissError("there is no remote to kill", show.output())
        os.kill(pid, signal.SIGKILL)
        began_ns = time.monotonic_ns()

        def back(gone: int = pid) -> bool:
            report = _remote(show)
            return report.pid not in (None, gone) and len(report.ports) == ALL_PORTS

        found.backs_ms.append(_until(back))
        rest_s = WELL_S - (time.monotonic_ns() - began_ns) / SECOND + found.backs_ms[-1] / 1000
        time.sleep(max(0.0, rest_s))
        if number % 10 == 9:
            say(f"kill {number + 1} of {count}")


def _until(reached: Callable[[], bool], patience_s: float = 10.0) -> float:
    began = time.monotonic()
    while not reached() and time.monotonic() - began < patience_s:
        time.sleep(0.02)
    return (time.monotonic() - began) * 1000

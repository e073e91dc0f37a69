"""A screen's voice: the thread that writes what is due to the sound device, a little ahead.

The device's clock is not ours. How far ahead it is written is read off again and again, and what
is written follows CLOCK_MONOTONIC: a chunk is now and then a sample shorter or longer. So far ahead
that a busy machine is not heard, an order would be; so what it changes is taken back and written
again. Nothing here can touch the pictures: without a sound system the thread tries again and again,
in silence.
"""

import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from installation.player._mixing import Mark, SoundMix
from installation.player._pulseaudio import BUFFER_NS, PulseStream, SoundError
from installation.player._sound_file import RATE, Sound, first_sample, instant_of
from installation.said import NOTHING, Said
from installation.units import MILLISECOND, SECOND

_log = logging.getLogger("speaker")
CHUNK = RATE // 100
AGAIN_S = 1.0
"""Between two tries to reach a sound system."""
HUNG_NS = 2 * SECOND
"""A server that has taken nothing for this long, of what it had asked for, hangs: it is reached for
again, and does not answer."""
IDLE_NS = 2 * SECOND
"""How long a screen that has fallen silent keeps its device."""
NOWHERE = Said("the sound system has no device to play on")
STALLED = Said("the sound device takes nothing (is it suspended, or stuck?)")
FLOWING_NS = 2 * BUFFER_NS
"""A device that has taken so much takes sound: what a server has room for by itself is half of it.
"""
JUMP = RATE // 50
"""Samples off from which a jump (healed) is better than a slow approach: after a stall, say."""
SOON_NS = 30 * MILLISECOND
"""What is heard so soon is left as it is, whatever changes: the server may have it already."""
_CALM, _LOOKS = RATE // 2000, 16
"""Off by less than half a millisecond, over so many chunks, is well."""


class _Chunk(NamedTuple):
    """CHUNK samples that were written, of which some may not have been heard yet.

    The sample that it begins with, and where the mixer stood before it.
    """

    first: int
    before: list[Mark]


class Speaker:
    """Plays a mixer's samples on a device from its making to :meth:`close`.

    ``hurry`` is called by its thread first, to go before others: what is late is heard.
    ``measured`` is told (instant, peak) of every chunk before it is heard; one that is taken back
    comes again.
    """

    def __init__(
        self,
        mixer: SoundMix,
        name: str,
        device: str = "",
        hurry: Callable[[], object] = lambda: None,
        measured: Callable[[int, float], object] = lambda *_: None,
    ) -> None:
        self.fault = NOTHING
        """Why nothing is heard, while something should be."""
        self._stalled = False
        """The stream before this one was given up, since nothing of it was taken."""
        self._mixer = mixer
        self._name, self._device = name, device
        self._hurry = hurry
        self._measured = measured
        self._over, self._news = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name="speaker", daemon=True)
        self._thread.start()

    def stir(self) -> None:
        """Hear that the mixer may have something to say: one that is idle looks no sooner."""
        self._news.set()

    def close(self) -> None:
        """Fall silent."""
        self._over.set()
        self._news.set()
        self._thread.join(5)

    def _work(self) -> None:
        self._hurry()
        while not self._over.is_set():
            try:
                self._attend()
            except SoundError as fault:
                self.fault = fault.message
                self._over.wait(AGAIN_S)
            except Exception as fault:  # a bug of ours: not in silence, and not for ever
                _log.exception("%s: the sound stopped", self._name)
                why = f"{type(fault).__name__}: {fault}"
                self.fault = Said("the sound stopped ({why})", why=why)
                self._over.wait(AGAIN_S)

    def _attend(self) -> None:
        """Play for as long as there is anything to hear. Raises SoundError without a system."""
        self._news.clear()  # before it is looked: what comes meanwhile is not missed
        self._mixer.begin()  # what was faded in before is not heard any more
        if self._mixer.idle:
            self.fault, self._stalled = NOTHING, False
            if not self._over.is_set():
                self._news.wait()
            return
        stream = PulseStream(self._name, self._device, channels=self._mixer.loudspeakers)
        with contextlib.closing(stream), contextlib.suppress(SoundError):
            self._play(stream)

    def _play(self, stream: PulseStream) -> None:
        mixer = self._mixer
        next_sample: int | None = None
        drift: list[int] = []
        silent_since: int | None = None
        taken_ns, taken = time.monotonic_ns(), 0
        written: deque[_Chunk] = deque(maxlen=BUFFER_NS * RATE // SECOND // CHUNK + 2)
        while not self._over.is_set():
            stale = _stale(stream, len(written)) if mixer.changed() else 0
            for _ in range(stale):
                chunk = written.pop()
                next_sample = chunk.first
                mixer.back_to(chunk.before)
            if stale:
                stream.take_back(stale * CHUNK)
            self._stalled &= taken * SECOND < FLOWING_NS * RATE
            stalled = STALLED if self._stalled else NOTHING
            self.fault = NOWHERE if stream.leads_nowhere() else stalled
            now_ns = time.monotonic_ns()
            if not mixer.idle:
                silent_since = None
            elif silent_since is None:
                silent_since = now_ns
            elif now_ns - silent_since > IDLE_NS:
                return
            while stream.room() >= CHUNK:
                taken_ns, taken = now_ns, taken + CHUNK
                latency_ns = stream.latency_ns()
                if latency_ns is None:
                    stream.write(bytes(4 * mixer.loudspeakers * CHUNK))
                    continue
                due = first_sample(time.monotonic_ns() + latency_ns)
                if next_sample is None or abs(due - next_sample) > JUMP:
                    next_sample, drift = due, []
                drift = [*drift[1 - _LOOKS :], due - next_sample]
                off = sorted(drift)[len(drift) // 2] if len(drift) == _LOOKS else 0
                count = CHUNK + (off > _CALM) - (off < -_CALM)
                written.append(_Chunk(next_sample, mixer.mark()))
                wave = mixer.render(next_sample, count)
                self._measured(instant_of(next_sample), float(np.abs(wave).max()))
                next_sample += count
                stream.write(stretched(wave, CHUNK).tobytes())
            if now_ns - taken_ns > HUNG_NS:
                self._stalled = True
                return
            self._over.wait(0.01)


def _stale(stream: PulseStream, written: int) -> int:
    """Return how many of so many last chunks are to be written again: all not heard soon."""
    latency_ns = stream.latency_ns()
    if latency_ns is None:
        return 0
    return min(max(0, (latency_ns - SOON_NS) * RATE // SECOND // CHUNK), written)


def stretched(wave: Sound, count: int) -> Sound:
    """As many samples as wanted, from a sample more or less."""
    if len(wave) == count:
        return wave
    at = np.linspace(0, len(wave) - 1, count)
    return np.stack([np.interp(at, np.arange(len(wave)), side) for side in wave.T], 1).astype(
        np.float32
    )

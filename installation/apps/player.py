"""A player process: one screen's decks, from libvlc into the screen's frame ring.

Started by the supervisor as ``python -m installation.apps.player ...``. It follows the programme
that it last heard, so it plays, loops and recovers while the controller is away.
"""

import argparse
import ctypes
import logging
import os
import sys
import time
from functools import lru_cache
from pathlib import Path

import msgspec

from installation.apps._modest import bound_player
from installation.apps._niceness import rank_by_niceness
from installation.apps._process import (
    EndSignal,
    go_before_neighbours,
    log_to_stderr,
    run_thread_in_real_time,
)
from installation.errors import KissError, LinkError, PlayerError, RingError
from installation.link import (
    NO_RING,
    AbandonedShow,
    Follow,
    Hello,
    Leave,
    MeterWriter,
    PlayerStatus,
    RingWriter,
    Spoke,
    meter_path,
)
from installation.model import FilmIndex, SoundRoute
from installation.player import (
    KEPT_NS,
    Cueing,
    DeckWatch,
    Mixer,
    RingWatch,
    RouteEar,
    SoundMix,
    Speaker,
    VlcDeck,
    libvlc_instance,
)
from installation.timeline import BUSY_MS, CALM_MS, IDLE_MS, STATUS_NS, Programme
from installation.units import MILLISECOND, SECOND

M_MMAP_THRESHOLD = -3
"""From glibc's malloc.h: blocks from a size on have pages of their own, given back when freed."""
OWN_PAGES_FROM = 256 * 1024
BEHIND = 5
"""A player's niceness: decoding has the lead to spare, the X server and the stage have not. One
that starts again, at full speed, would take their time."""


@lru_cache(maxsize=8)
def load_index(path: str) -> FilmIndex:
    """A film's index from its file."""
    return FilmIndex.from_bytes(Path(path).read_bytes())


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kiss-player")
    parser.add_argument("--screen", required=True)
    parser.add_argument("--ring", type=Path, required=True)
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--lead-ms", type=int, default=200)
    parser.add_argument("--decode", default="auto")
    parser.add_argument("--device", default="", help="the sound device; the system's own choice")
    parser.add_argument("--channels", type=int, default=2, help="how many loudspeakers it has")
    parser.add_argument("--route", type=_route_said, action="append", default=[])
    return parser.parse_args(words)


def _route_said(text: str) -> SoundRoute:
    return msgspec.json.decode(text, type=SoundRoute)


def _meters(options: argparse.Namespace) -> MeterWriter | None:
    """Return the meters of what is heard; a player without room for them plays without."""
    names = [options.screen, *(route.name for route in options.route)]
    try:
        return MeterWriter(meter_path(options.ring), names)
    except LinkError as fault:
        logging.getLogger("player").warning("%s", fault)
        return None


def _unmeasured(_at_ns: int, _peak: float) -> None:
    """Take what nobody will see."""


class PlayerProcess:
    """The process's loop: hear, step, report."""

    def __init__(self, options: argparse.Namespace) -> None:
        lead_ns = options.lead_ms * MILLISECOND
        libvlc = libvlc_instance(options.decode)
        decks = [VlcDeck(libvlc, name) for name in "ABC"]
        self._ring = RingWriter(options.ring)
        cueing = Cueing(options.screen, decks, self._ring, load_index, lead_ns)
        self._cueing = cueing
        self._meters = _meters(options)
        own = Mixer(options.screen, self._programme, loudspeakers=options.channels)
        self._speaker = self._speaking(SoundMix([own]), options.screen, options.device)
        self._routes = {route.name: self._route(route) for route in options.route}
        self._decks = decks
        self._watches = [DeckWatch() for _ in decks]
        self._spoke = Spoke(options.endpoint)
        self._screen = options.screen
        self._reported_ns = 0
        self._reported_cue = -1
        self._worst_lead_ns: int | None = None
        self._alone = AbandonedShow(options.endpoint)
        self._ring_path: Path = options.ring
        self._ring_watch = RingWatch(self._ring, options.ring)
        self._leaving = False

    @property
    def _speakers(self) -> tuple[Speaker, ...]:
        """Return all that its screens are heard by."""
        return self._speaker, *self._routes.values()

    def _programme(self) -> Programme:
        return self._cueing.programme

    def _route(self, route: SoundRoute) -> Speaker:
        """Begin with a further way of sound."""
        ears = {name: RouteEar(route.name, name, route.by_voice) for name in route.screens}
        mixers = [Mixer(name, self._programme, route.play, ear) for name, ear in ears.items()]
        return self._speaking(SoundMix(mixers), route.name, route.device)

    def _speaking(self, mix: SoundMix, name: str, device: str) -> Speaker:
        meter = self._meters.meter(name) if self._meters else _unmeasured
        return Speaker(mix, name, device, run_thread_in_real_time, meter)

    def run(self, ending: EndSignal) -> None:
        """Until asked to end, or until there is no show any more."""
        hello_ns = 0
        while not (ending.asked or self._leaving):
            now_ns = time.monotonic_ns()
            if self._cueing.programme.revision == 0 and now_ns > hello_ns:
                self._spoke.send(Hello(self._screen, os.getpid()))
                hello_ns = now_ns + STATUS_NS
            self._hear(self._patience_ms(now_ns))
            now_ns = time.monotonic_ns()
            self._cueing.step(now_ns)
            self._report(now_ns)
            self._look_after_decks(now_ns)
            self._look_after_ring(now_ns)
            self._leave_abandoned(now_ns)
        for speaker in self._speakers:
            speaker.close()
        self._cueing.close()
        self._spoke.close()

    def _patience_ms(self, now_ns: int) -> int:
        """Return how long to wait for a message; one that comes is heard at once."""
        if self._cueing.busy:
            return BUSY_MS
        calm = self._cueing.settled or self._cueing.programme.rests(now_ns)
        return CALM_MS if calm else IDLE_MS

    def _look_after_decks(self, now_ns: int) -> None:
        for deck, watch in zip(self._decks, self._watches, strict=True):
            if watch.looked(now_ns, deck.at_work):
                raise PlayerError(
                    f"libvlc has not come back from an order for {KEPT_NS // SECOND} s",
                    "A share or a disk may hang; the player is started again by itself.",
                )

    def _look_after_ring(self, now_ns: int) -> None:
        if self._ring_watch.looked(now_ns):
            raise RingError(
                f"{self._ring_path} was removed (a log-out, or a cleaner of /dev/shm)",
                "The player is started again by itself, and makes another.",
            )

    def _leave_abandoned(self, now_ns: int) -> None:
        if self._alone.looked(now_ns):
            self._leaving = True
            for path in (self._ring_path, meter_path(self._ring_path)):
                path.unlink(missing_ok=True)  # nobody else is left to do it

    def _hear(self, timeout_ms: int) -> None:
        for message in self._spoke.receive(timeout_ms):
            if isinstance(message, Follow):
                if message.programme.revision > self._cueing.programme.revision:
                    self._cueing.programme = message.programme
                    for speaker in self._speakers:
                        speaker.stir()
            elif isinstance(message, Leave):
                self._leaving = True

    def _report(self, now_ns: int) -> None:
        cueing, counts = self._cueing, self._cueing.counts
        reel = cueing.on_air(now_ns)
        if reel is not None and reel.delivered >= 0:
            worst = self._worst_lead_ns
            self._worst_lead_ns = reel.lead_ns if worst is None else min(worst, reel.lead_ns)
        cued = cueing.cued()
        if now_ns - self._reported_ns < STATUS_NS and cued == self._reported_cue:
            return
        self._reported_ns, self._reported_cue = now_ns, cued
        self._spoke.send(
            PlayerStatus(
                screen=self._screen,
                pid=os.getpid(),
                revision=cueing.programme.revision,
                cued=cued,
                version=reel.entry.version if reel else "",
                frame=reel.delivered if reel else -1,
                lead_ms=(self._worst_lead_ns or 0) / MILLISECOND,
                pictures=counts.pictures,
                late=counts.late,
                repeated=counts.repeated,
                skipped=counts.skipped,
                unidentified=counts.unidentified,
                recoveries=cueing.recoveries,
                decoder=next((deck.decoder for deck in self._decks if deck.decoder), ""),
                decks=cueing.decks(),
                fault=cueing.fault,
                came_ns=cueing.came_ns,
                sound=self._speaker.fault,
                routes={name: route.fault for name, route in self._routes.items()},
                lacks_room=cueing.lacks_room,
            )
        )
        self._worst_lead_ns = None


def main(words: list[str] | None = None) -> int:
    """Entry of the process; 0 when asked to end, 1 when it cannot play, NO_RING for want of one."""
    options = _arguments(words)
    log = log_to_stderr(f"player {options.screen}")
    bound_player()
    os.nice(BEHIND)
    rank_by_niceness()
    go_before_neighbours()
    # glibc takes ever larger blocks from its heaps once some have been freed, and libvlc's pictures
    # tear holes into them: 25 MB more in the first hundred cycles (with only two heaps, 350 MB)
    ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, OWN_PAGES_FROM)
    # libvlc's callbacks wait for the GIL: the default of 5 ms would make them late
    sys.setswitchinterval(0.0005)
    ending = EndSignal()
    try:
        PlayerProcess(options).run(ending)
    except KissError as fault:
        log.error("%s", fault)
        return NO_RING if isinstance(fault, RingError) else 1
    return 0


if __name__ == "__main__":
    code = main()
    # an orderly end would wait for a thread that hangs in libvlc
    logging.shutdown()
    os._exit(code)

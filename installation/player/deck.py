"""A deck: one libvlc media player, its callbacks and the thread that commands it.

The only import of python-vlc. Measured on libvlc 3.0.24, Debian 12:

* With ``:start-paused`` and no start time libvlc opens its video output only when the deck rolls;
  if that takes longer than a picture's time, picture 0 is never shown. With a start time it shows
  one picture, perhaps one from before the place asked for, while paused: that is the sign that the
  deck stands ready (20-60 ms after play). So a film's beginning is cued with a start time of 1 ms
  and the fast kind of seek, which leaves no picture out (0 of 24 lost).
* libvlc's clock stands at the start time 10.3 ms after ``set_pause(0)``, to 0.2 ms.
* After the exact kind of seek the decoder leaves out pictures that no other refers to (24 of 72
  missing) for as long as it lives, if ``avcodec-hurry-up`` is off: the discard that skips to the
  place is only ever undone by the hurry-up code. So a cue inside a film has hurry-up on (0 of 40
  cues lost a picture) and a cue at a film's beginning has it off.
* When libvlc has read a film to its end it looks every 100 ms whether pictures wait to be shown,
  and ends when none does. The one that is next to be shown does not count: if the look falls into
  the time before it, the film's last picture is lost (5 of 28 films of 1 to 1.5 s at 25 a second,
  12 of 14 in Matroska at 24). Any order makes libvlc look at once, and again 100 ms later. So one
  that changes nothing is given while the last but one waits, and the next look comes after the
  last (84 of 84 films whole, at 12 to 60 a second); several, since one that comes 19 ms late in
  a stall would be too late.
* A cue at the last picture of an mp4 with B-frames never stands ready, one three pictures before
  it does (see the reel).
* A film in full range of the old kind (J420) would be converted to limited range; asked for as
  J420 it stays as it is, and the shader knows its range from the index.
* stop() and set_media() deadlock in a callback: they run on the deck's thread, callbacks set flags.
"""

import ctypes
import queue
import threading
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Protocol

from installation.errors import PlayerError
from installation.link.ring import Shape
from installation.player.soundtrack import CHANNELS, RATE
from installation.timeline.spans import NATURAL
from installation.units import MILLISECOND, SECOND

try:
    import vlc
except (OSError, NotImplementedError, NameError) as missing:  # it looks for libvlc at once
    raise PlayerError(
        f"libvlc cannot be loaded: {missing}",
        "Install the Debian packages libvlc5 and vlc-plugin-base.",
    ) from missing

ROLL_NS = round(10.3 * MILLISECOND)
"""From ``set_pause(0)`` until libvlc's clock stands at the start time."""
CUE_TIMEOUT_NS = 8 * SECOND
LOOK_NS = 100 * MILLISECOND
"""How often libvlc looks whether a film that is read to its end has been shown."""
NUDGE_NS = 10 * MILLISECOND
"""Between the orders to look, and the least from the last of them to the wrong time to look."""

_OPTIONS = (
    "--no-xlib --quiet --no-video-title-show --no-stats --no-spu --no-sub-autodetect-file "
    "--no-drop-late-frames --no-skip-frames --no-avcodec-hurry-up --no-metadata-network-access "
    "--no-lua --file-caching=300 --avcodec-threads={threads} --avcodec-hw={hardware} --no-osd"
)
_OPAQUE = (b"VA", b"VD", b"DX", b"MV", b"CV", b"RP")
"""How the names of hardware picture formats begin."""


class DeckState(Enum):
    """What a deck is doing."""

    IDLE = "idle"
    LOADING = "loading"
    CUED = "cued"
    ROLLING = "rolling"
    ENDED = "ended"
    FAILED = "failed"


class Sink(Protocol):
    """Where a deck's pictures go. Called on libvlc's threads; must only hand over."""

    @property
    def shape(self) -> Shape:
        """How pictures are to be laid out."""
        ...

    @property
    def last_two_ns(self) -> tuple[int, int]:
        """When the film's last two pictures begin, in media time."""
        ...

    @property
    def pace(self) -> int:
        """Thousandths of a second that a thousandth of film lasts; 1000 is the film's own pace."""
        ...

    @property
    def late_ns(self) -> int:
        """How much later libvlc shows the place at that pace than it would at the film's own."""
        ...

    def slot(self) -> tuple[int, int]:
        """A number and the address for the next picture."""
        ...

    def buffered(self, percent: float) -> None:
        """How full libvlc's buffer was after it had first read at the place (deck's thread)."""
        ...

    def shown(self, slot: int, now_ns: int) -> None:
        """The picture's date on libvlc's clock has come."""
        ...

    def heard(self, date_ns: int, samples: bytes) -> None:
        """Sound has been decoded: its date on libvlc's clock; 16 bits, RATE, CHANNELS in turn."""
        ...

    def closed(self) -> None:
        """The deck has stopped; no further call comes."""
        ...


class Deck(Protocol):
    """What a player needs of a deck. Orders return at once; the state tells how far they are."""

    state: DeckState
    decoder: str

    def cue(self, film: Path, media_ns: int, sink: Sink) -> None:
        """Stand ready, paused, at a place in a film, to play at the sink's pace."""
        ...

    def roll(self, at_ns: int) -> None:
        """Play, so that the clock stands at the cue's place at an instant."""
        ...

    def park(self) -> None:
        """Stop and let the film go."""
        ...

    def close(self) -> None:
        """Park, and release everything; returns when it is done."""
        ...


_cb = vlc.CallbackDecorators
_LOCK = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p))
_DISPLAY = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
_PLAY = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int64)
_UINTS = ctypes.POINTER(ctypes.c_uint)
# python-vlc declares the chroma as immutable bytes; it has to be written
_FORMAT = ctypes.CFUNCTYPE(
    ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p, _UINTS, _UINTS, _UINTS, _UINTS
)


def instance(decode: str, threads: int = 1) -> vlc.Instance:
    """libvlc itself, one for the decks of a process; ``decode`` is the layout's.

    Raises PlayerError when there is none, or one that is not 3.0.
    """
    hardware = "none" if decode == "software" or not render_device() else "any"
    options = _OPTIONS.format(threads=threads, hardware=hardware).split()
    made = vlc.Instance(options)
    if made is None:
        raise PlayerError(
            "libvlc does not start", "Install the Debian packages libvlc5 and vlc-plugin-base."
        )
    version = vlc.libvlc_get_version().decode()
    if not version.startswith("3.0."):
        raise PlayerError(f"libvlc is {version}", "This player is made for libvlc 3.0.")
    return made


def render_device() -> bool:
    """Whether the machine has anything that could decode in hardware."""
    return any(Path("/dev/dri").glob("renderD*"))


def _look_again() -> None:
    """An order that does nothing: the deck's thread looks at its flags after each."""


class VlcDeck:
    """The real deck."""

    def __init__(self, libvlc: vlc.Instance, name: str, sound: bool = False) -> None:
        self.state = DeckState.IDLE
        self.decoder = ""
        self._vlc = libvlc
        self._sound = sound
        self._sink: Sink | None = None
        self._player = libvlc.media_player_new()
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._ready = False
        self._ended = False
        self._filled = 0.0
        self._deadline_ns = 0
        self._media_ns = 0
        self._roll_ns: int | None = None
        self._nudge_ns: int | None = None
        self._nudges_end_ns = 0
        # the state and the serial of the order it belongs to; libvlc is never called under it
        self._lock = threading.Lock()
        self._serial = 0
        self._loaded = 0
        self._connect()
        self._thread = threading.Thread(target=self._work, name=f"deck-{name}", daemon=True)
        self._thread.start()

    # orders, from the player's thread

    def cue(self, film: Path, media_ns: int, sink: Sink) -> None:
        """Stand ready at a place; the state is LOADING, then CUED (or FAILED)."""
        serial = self._enter(DeckState.LOADING)
        self._orders.put(lambda: self._load(serial, film, media_ns, sink))

    def roll(self, at_ns: int) -> None:
        """Unpause so that the clock stands at the place at an instant, or now if it has passed."""
        self.state = DeckState.ROLLING
        self._orders.put(lambda: self._schedule(at_ns))

    def park(self) -> None:
        """Stop; IDLE at once for the player, done by the deck's thread before its next order."""
        self._enter(DeckState.IDLE)
        self._orders.put(self._stop)

    def close(self) -> None:
        """Stop and release libvlc's player."""
        self._orders.put(self._stop)
        self._orders.put(None)
        self._thread.join(5)
        self._player.release()

    def _enter(self, state: DeckState) -> int:
        with self._lock:
            self.state = state
            self._serial += 1
            return self._serial

    # the deck's own thread

    def _work(self) -> None:
        while True:
            try:
                order = self._orders.get(timeout=self._patience())
            except queue.Empty:
                self._look()
                continue
            if order is None:
                return
            order()
            self._look()

    def _patience(self) -> float | None:
        due_ns = self._nudge_ns if self._roll_ns is None else self._roll_ns
        if due_ns is not None:
            return max(0.0, (due_ns - time.monotonic_ns()) / SECOND)
        return 1.0 if self.state is DeckState.LOADING else None  # a film may never load

    def _look(self) -> None:
        now_ns = time.monotonic_ns()
        if self._roll_ns is not None and now_ns >= self._roll_ns:
            self._roll_ns = None
            self._player.set_pause(0)
        if self._nudge_ns is not None and now_ns >= self._nudge_ns:
            self._nudge_ns = None
            if now_ns <= self._nudges_end_ns:
                self._player.video_set_spu_delay(0)
                self._nudge_ns = now_ns + NUDGE_NS
        if self.state is DeckState.LOADING and self._sink is not None:
            if self._ready:
                self._sink.buffered(self._filled)
                self._advance(DeckState.LOADING, DeckState.CUED)
            elif self._ended or now_ns > self._deadline_ns:
                self._advance(DeckState.LOADING, DeckState.FAILED)
        if self._ended:
            self._advance(DeckState.ROLLING, DeckState.ENDED)

    def _advance(self, before: DeckState, after: DeckState) -> None:
        # an order that came meanwhile has set another state, which stays
        with self._lock:
            if self.state is before and self._loaded == self._serial:
                self.state = after

    def _load(self, serial: int, film: Path, media_ns: int, sink: Sink) -> None:
        self._stop()
        if serial != self._serial:
            return
        media = self._vlc.media_new_path(str(film))
        media.add_option(":start-paused")
        if media_ns > 0:
            media.add_option(f":start-time={media_ns / SECOND:.6f}")
            media.add_option(":avcodec-hurry-up")
        else:
            media.add_option(":start-time=0.001")
            media.add_option(":input-fast-seek")
        if not self._sound:
            media.add_option(":no-audio")
        self._ready = self._ended = False
        self._filled = 0.0
        self._loaded, self._media_ns = serial, media_ns
        self._deadline_ns = time.monotonic_ns() + CUE_TIMEOUT_NS
        self._sink = sink
        # libvlc counts in the same unit and rounds down; for a rate set this early that is exact
        self._player.set_rate(NATURAL / (sink.pace + 0.3) if sink.pace != NATURAL else 1.0)
        self._player.set_media(media)
        media.release()
        if self._player.play() < 0:
            self._ended = True

    def _schedule(self, at_ns: int) -> None:
        self._roll_ns = at_ns - ROLL_NS
        if self._sink is not None:
            self._roll_ns -= self._sink.late_ns
            before_ns, last_ns = (
                at_ns + (ns - self._media_ns) * self._sink.pace // NATURAL
                for ns in self._sink.last_two_ns
            )
            self._nudge_ns = last_ns - LOOK_NS + NUDGE_NS
            self._nudges_end_ns = before_ns - NUDGE_NS

    def _stop(self) -> None:
        self._roll_ns = self._nudge_ns = None
        if self._sink is not None:
            self._player.stop()  # joins libvlc's threads: no callback runs after it
            self._sink.closed()
            self._sink = None

    # libvlc's threads

    def _connect(self) -> None:
        # kept for the player's life: libvlc holds bare pointers to them
        self._kept = (
            _LOCK(self._on_lock),
            _DISPLAY(self._on_display),
            _FORMAT(self._on_format),
            _PLAY(self._on_play),
        )
        lock, display, layout, play = self._kept
        vlc.libvlc_video_set_callbacks(
            self._player,
            ctypes.cast(lock, _cb.VideoLockCb),
            _cb.VideoUnlockCb(),
            ctypes.cast(display, _cb.VideoDisplayCb),
            None,
        )
        vlc.libvlc_video_set_format_callbacks(
            self._player,
            ctypes.cast(layout, _cb.VideoFormatCb),
            _cb.VideoCleanupCb(),
        )
        if self._sound:
            # libvlc's own output would sound whatever is decoded, at a pace of its own
            vlc.libvlc_audio_set_callbacks(
                self._player,
                ctypes.cast(play, _cb.AudioPlayCb),
                *(_cb.AudioPauseCb(), _cb.AudioResumeCb(), _cb.AudioFlushCb(), _cb.AudioDrainCb()),
                None,
            )
            vlc.libvlc_audio_set_format(self._player, b"S16N", RATE, CHANNELS)
        events = self._player.event_manager()
        events.event_attach(vlc.EventType.MediaPlayerEndReached, self._on_end)
        events.event_attach(vlc.EventType.MediaPlayerEncounteredError, self._on_end)
        events.event_attach(vlc.EventType.MediaPlayerBuffering, self._on_buffering)

    def _on_end(self, _event: vlc.Event) -> None:
        self._ended = True
        self._orders.put(_look_again)

    def _on_buffering(self, event: vlc.Event) -> None:
        # from 0 anew after it has gone to the place; the first step of the last time counts
        percent = float(event.u.new_cache)
        if percent == 0.0 or self._filled == 0.0:
            self._filled = percent

    def _on_format(
        self,
        _opaque: int,
        chroma: int,
        width: "ctypes._Pointer[ctypes.c_uint]",
        height: "ctypes._Pointer[ctypes.c_uint]",
        pitches: "ctypes._Pointer[ctypes.c_uint]",
        lines: "ctypes._Pointer[ctypes.c_uint]",
    ) -> int:
        sink = self._sink
        if sink is None:
            return 0
        offered = ctypes.string_at(chroma, 4)
        self.decoder = "hardware" if offered[:2] in _OPAQUE else "software"
        shape = sink.shape
        # J420 is laid out alike; asked for I420, libvlc would squeeze its range
        ctypes.memmove(chroma, b"J420" if offered == b"J420" else b"I420", 4)
        # libvlc may offer the padded size (1920x1090): the visible one is what the film means
        width[0], height[0] = shape.width, shape.height
        for plane, part in enumerate((1, 2, 2)):
            pitches[plane], lines[plane] = shape.pitch // part, shape.rows // part
        return 1

    def _on_lock(self, _opaque: int, planes: "ctypes._Pointer[ctypes.c_void_p]") -> int:
        sink = self._sink
        assert sink is not None  # libvlc asks only between play() and stop()
        slot, address = sink.slot()
        for plane, offset in enumerate(sink.shape.offsets):
            planes[plane] = address + offset
        return slot + 1  # 0 would be a null pointer

    def _on_display(self, _opaque: int, picture: int) -> None:
        sink = self._sink
        if sink is not None:
            sink.shown(picture - 1, time.monotonic_ns())
        if not self._ready:
            self._ready = True
            self._orders.put(_look_again)

    def _on_play(self, _opaque: int, samples: int, count: int, date_us: int) -> None:
        sink = self._sink
        if sink is not None:
            sink.heard(date_us * 1000, ctypes.string_at(samples, count * CHANNELS * 2))

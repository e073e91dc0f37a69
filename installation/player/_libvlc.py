"""libvlc itself: one player of it, with its callbacks. The only import of python-vlc.

It plays no sound: that is read from what the intake has kept (see `_soundtrack`).

Measured on libvlc 3.0.24, Debian 12:

* With ``:start-paused`` and no start time libvlc opens its video output only when the deck rolls;
  if that takes longer than a picture's time, picture 0 is never shown. With a start time it shows
  one picture, perhaps one from before the place asked for, while paused: that is the sign that the
  deck stands ready (20-60 ms after play). So a film's beginning is cued with a start time of 1 ms
  and the fast kind of seek, which leaves no picture out (0 of 24 lost).
* libvlc's clock stands at the start time 10.3 ms after ``set_pause(0)``, to 0.2 ms. Paused again,
  it goes on from where it stood. Both orders do nothing if libvlc has not carried out the one
  before: it is told to play again only once it has said that it is paused.
* What libvlc has made ready to be shown next when it pauses may be lost when it plays again: its
  output sleeps until it would repeat a picture, for up to 60 ms, if nothing new is decoded
  meanwhile, and leaves that picture out if the one behind it is due by then (1 of 414 resumes). So
  a picture's display does not return before libvlc has taken the order to pause: then nothing is
  made ready, and what stands is shown again.
* After the exact kind of seek the decoder leaves out pictures that no other refers to (24 of 72
  missing) for as long as it lives, if ``avcodec-hurry-up`` is off: the discard that skips to the
  place is only ever undone by the hurry-up code. So a cue inside a film has hurry-up on (0 of 40
  cues lost a picture) and a cue at a film's beginning has it off.
* When libvlc has read a film to its end it looks every 100 ms, and after every order, whether
  pictures wait to be shown, and ends when none does. The one that is next to be shown does not
  count: if the look falls into the time before it, the film's last picture is lost (5 of 28 films
  of 1 to 1.5 s at 25 a second, 12 of 14 in Matroska at 24). Orders to look at a better time help
  only where they come in time. With ``:play-and-pause`` libvlc pauses there instead of ending, so
  nothing is lost: the picture is still there, and the order to show the next one shows it. It does
  not end by itself after that.
* A cue at the last picture of an mp4 with B-frames never stands ready, one three pictures before
  it does (see the reel).
* A film in full range of the old kind (J420) would be converted to limited range; asked for as
  J420 it stays as it is, and the shader knows its range from the index.
* stop() and set_media() deadlock in a callback: they run on the deck's thread, callbacks set flags.
* A paused film's picture is shown again 12 to 15 times a second, copied each time. Held up in that
  callback it is seldomer, and a picture is lost now and then where the film goes on (12 and 18
  skipped or held in two runs of ``kiss bench sync``, none in three without it).
* A thread that is not Python's gets a new state of Python's for each callback, with memory mapped
  and unmapped (0.1 ms a picture of 1280x720). One that is kept from a film's first callback to its
  last costs that once.
* Each output gets what draws subtitles, for ones that never come, and that reads all the files of
  fontconfig: 9 of the 14 ms of a processor from a cue of 320x180 to its first picture. With no
  ``text-renderer`` it takes 5.
* Each of its players connects with the sound server when it is made, ``no-audio`` or not, and waits
  without end for one that hangs. With an output for sound that plays nothing (``aout=adummy``) none
  does.
"""

import contextlib
import ctypes
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from installation.errors import PlayerError
from installation.player._deck import Sink
from installation.timeline import NATURAL
from installation.units import SECOND

try:
    import vlc
except (OSError, NotImplementedError, NameError) as missing:  # it looks for libvlc at once
    raise PlayerError(
        f"libvlc cannot be loaded: {missing}",
        "Install the Debian packages libvlc5 and vlc-plugin-base.",
    ) from missing

_OPTIONS = (
    "--no-xlib --quiet --no-video-title-show --no-stats --no-spu --no-sub-autodetect-file "
    "--no-drop-late-frames --no-skip-frames --no-avcodec-hurry-up --no-metadata-network-access "
    "--no-audio --aout=adummy --text-renderer=none --no-lua --no-mkv-preload-local-dir --no-osd "
    "--file-caching=300 --avcodec-threads={threads} --avcodec-hw={hardware}"
)
_OPAQUE = (b"VA", b"VD", b"DX", b"MV", b"CV", b"RP")
"""How the names of hardware picture formats begin."""

LOOKS_S = 0.2
"""How long a picture's display waits, at the most, for the order to pause that is to follow it."""
TAKES_S = 0.02
"""How long libvlc's decoder may take to hand that order to the output: 0.3 ms, or a picture."""
SETTLES_S = 0.1
"""A decoder that waits for room takes it one picture later."""

_cb = vlc.CallbackDecorators
_LOCK = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p))
_DISPLAY = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
_CLEANUP = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_UINTS = ctypes.POINTER(ctypes.c_uint)
# python-vlc declares the chroma as immutable bytes; it has to be written
_FORMAT = ctypes.CFUNCTYPE(
    ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p, _UINTS, _UINTS, _UINTS, _UINTS
)


def load_decoder() -> None:
    """Load what libvlc decodes with, before there is a libvlc: copies of this process share it.

    It has no thread of its own. A player that loads it by itself has 3 MB of it, and needs 24 ms.
    """
    lines = Path("/proc/self/maps").read_text().splitlines()
    core = next((line.split()[-1] for line in lines if "/libvlccore.so" in line), "")
    with contextlib.suppress(OSError):  # it lies elsewhere: libvlc finds it
        ctypes.CDLL(str(Path(core).parent / "vlc/plugins/codec/libavcodec_plugin.so"))


LibVlc: TypeAlias = vlc.Instance
"""libvlc as a process has it, from :func:`libvlc_instance`."""


def libvlc_instance(decode: str, threads: int = 1) -> LibVlc:
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
    """Tell whether the machine has anything that could decode in hardware."""
    return any(Path("/dev/dri").glob("renderD*"))


class VlcPlayer:
    """One player of libvlc, whose pictures go to the sink of the film that it has.

    Its orders belong to one thread, a deck's; they may block, and are never given in a callback.
    ``told`` is called, on libvlc's threads, when ``ready``, ``stands``, ``drained``, ``ended``, or
    what the sink says of itself, may have changed. It is to be answered by ``looked``.
    """

    def __init__(self, libvlc: LibVlc, told: Callable[[], None]) -> None:
        self.ready = False
        """It has shown a picture: it stands at the place that was asked for."""
        self.ended = False
        """The film is over, or cannot be played."""
        self.drained = False
        """It has come to the film's end and waits there: the last picture may not be shown yet."""
        self.stands = False
        """It has paused since it was told to."""
        self.filled = 0.0
        """How full the buffer was after it had first read at the place, in percent."""
        self.decoder = ""
        self.sink: Sink | None = None
        """Where pictures go; None while no film is loaded."""
        self._vlc = libvlc
        self._told = told
        self._plays = self._pausing = False
        self._paused_s = 0.0
        self._looked = threading.Event()
        self._player = libvlc.media_player_new()
        self._connect()

    def load(self, film: Path, media_ns: int, sink: Sink) -> None:
        """Stand ready, paused, at a place in a film; nothing else may be loaded."""
        media = self._vlc.media_new_path(str(film))
        media.add_option(":start-paused")
        media.add_option(":play-and-pause")
        if media_ns > 0:
            media.add_option(f":start-time={media_ns / SECOND:.6f}")
            media.add_option(":avcodec-hurry-up")
        else:
            media.add_option(":start-time=0.001")
            media.add_option(":input-fast-seek")
        self.ready = self.stands = self.ended = self.drained = False
        self._plays = self._pausing = False
        self.filled = 0.0
        self.sink = sink
        # libvlc counts in the same unit and rounds down; for a rate set this early that is exact
        self._player.set_rate(NATURAL / (sink.pace + 0.3) if sink.pace != NATURAL else 1.0)
        self._player.set_media(media)
        media.release()
        if self._player.play() < 0:
            self.ended = True

    def roll(self) -> None:
        """Play."""
        self._plays, self._pausing = True, False
        self._player.set_pause(0)

    def pause(self) -> None:
        """Stand still; ``stands`` when it does. Not within the film's last two pictures."""
        self.stands, self._pausing, self._paused_s = False, True, time.monotonic()
        self._player.set_pause(1)

    def looked(self) -> None:
        """Say that what was told of has been looked at, and the order given that follows."""
        self._looked.set()

    def finish(self) -> None:
        """Show at once what a film that is drained has left to show."""
        self._player.next_frame()

    def stop(self) -> None:
        """Let the film go, if there is one; the last call to its sink is ``closed``."""
        if self.sink is not None:
            self._pausing = False
            self._looked.set()
            self._player.stop()  # joins libvlc's threads: no callback runs after it
            self.sink.closed()
            self.sink = None

    def release(self) -> None:
        """Give libvlc's player back; nothing else may follow."""
        self._player.release()

    # libvlc's threads

    def _connect(self) -> None:
        # kept for the player's life: libvlc holds bare pointers to them
        self._kept = (
            _LOCK(self._on_lock),
            _DISPLAY(self._on_display),
            _FORMAT(self._on_format),
            _CLEANUP(self._on_cleanup),
        )
        lock, display, layout, cleanup = self._kept
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
            ctypes.cast(cleanup, _cb.VideoCleanupCb),
        )
        events = self._player.event_manager()
        events.event_attach(vlc.EventType.MediaPlayerEndReached, self._on_end)
        events.event_attach(vlc.EventType.MediaPlayerEncounteredError, self._on_end)
        events.event_attach(vlc.EventType.MediaPlayerPaused, self._on_paused)
        events.event_attach(vlc.EventType.MediaPlayerBuffering, self._on_buffering)

    def _on_end(self, _event: vlc.Event) -> None:
        self.ended = True
        self._told()

    def _on_paused(self, _event: vlc.Event) -> None:
        if self._pausing:
            self.stands = True
        else:
            self.drained = self._plays  # else it is paused from the beginning
        self._told()

    def _on_buffering(self, event: vlc.Event) -> None:
        # from 0 again after it has gone to the place; the first step of the last time counts
        percent = float(event.u.new_cache)
        if percent == 0.0 or self.filled == 0.0:
            self.filled = percent

    def _on_format(
        self,
        _opaque: int,
        chroma: int,
        width: "ctypes._Pointer[ctypes.c_uint]",
        height: "ctypes._Pointer[ctypes.c_uint]",
        pitches: "ctypes._Pointer[ctypes.c_uint]",
        lines: "ctypes._Pointer[ctypes.c_uint]",
    ) -> int:
        sink = self.sink
        if sink is None:
            return 0
        offered = ctypes.string_at(chroma, 4)
        self.decoder = "hardware" if offered[:2] in _OPAQUE else "software"
        shape = sink.shape
        # J420 is laid out alike; asked for I420, libvlc would squeeze its range
        wanted = b"I0AL" if shape.depth > 8 else b"J420" if offered == b"J420" else b"I420"
        ctypes.memmove(chroma, wanted, 4)
        # libvlc may offer the padded size (1920x1090): the visible one is what the film means
        width[0], height[0] = shape.width, shape.height
        for plane, part in enumerate((1, 2, 2)):
            pitch = shape.pitch * shape.sample
            pitches[plane], lines[plane] = pitch // part, shape.rows // part
        _keep_python()
        return 1

    def _on_cleanup(self, _opaque: int) -> None:
        _drop_python()

    def _on_lock(self, _opaque: int, planes: "ctypes._Pointer[ctypes.c_void_p]") -> int:
        sink = self.sink
        assert sink is not None  # libvlc asks only between play() and stop()
        slot, address = sink.slot()
        for plane, offset in enumerate(sink.shape.offsets):
            planes[plane] = address + offset
        return slot + 1  # 0 would be a null pointer

    def _on_display(self, _opaque: int, picture: int) -> None:
        sink, news, full = self.sink, not self.ready, False
        if sink is not None:
            before = sink.near, sink.there, sink.full, sink.over
            sink.shown(picture - 1, time.monotonic_ns())
            news |= (sink.near, sink.there, sink.full, sink.over) != before
            full = sink.full and not before[2]
        self.ready = True
        if full:
            self._looked.clear()
        if news:
            self._told()
        if full:
            self._looked.wait(LOOKS_S)
        if self._pausing and time.monotonic() < self._paused_s + SETTLES_S:
            time.sleep(TAKES_S)


_threads = threading.local()


def _keep_python() -> None:
    """Let this thread of libvlc's keep its state of Python's until it is dropped."""
    _threads.kept = getattr(_threads, "kept", 0) + 1
    ctypes.pythonapi.PyGILState_Ensure()


def _drop_python() -> None:
    """Let it have none again, from the end of this callback on."""
    if getattr(_threads, "kept", 0):
        _threads.kept -= 1
        ctypes.pythonapi.PyGILState_Release(0)

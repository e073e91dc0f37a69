"""The yardstick: plain libvlc windows, started in a row, each looping its film by input-repeat.

    python -m installation.bench.plain [--vout=NAME] FILM X,Y,WIDTH,HEIGHT [FILM ...]

What one would write with python-vlc in ten minutes: one instance, one media player a window,
VLC's own choice of video output unless one is named, no sound. Plays until it is told to end.
Decoded by the processor, as mpv is asked to beside it: three players that look for a card at the
same time tear libvlc's memory now and then, and are aborted.
"""

import ctypes
import signal
import sys
import threading

import vlc

_STRING = 0x40
"""VLC_VAR_STRING of vlc_variables.h."""


def _choose(player: vlc.MediaPlayer, variable: bytes, name: str) -> None:
    """Have a player use a module of libvlc; before it plays.

    ``set_xwindow`` takes back what ``--vout`` and ``--avcodec-hw`` have chosen (libvlc 3.0,
    media_player.c), so that it is chosen on the player itself, which is an object of libvlccore.
    """
    core = ctypes.CDLL("libvlccore.so.9")
    core.var_SetChecked.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p]
    if core.var_SetChecked(player, variable, _STRING, name.encode()):
        raise SystemExit(f"plain windows: libvlc does not take {name!r}")


class _Windows:
    """Borderless X windows, by Xlib; the connection stays open for as long as they should."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XOpenDisplay.argtypes = [ctypes.c_char_p]
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self._x.XCreateSimpleWindow.restype = ctypes.c_ulong
        self._x.XCreateSimpleWindow.argtypes = [
            *(ctypes.c_void_p, ctypes.c_ulong),
            *(ctypes.c_int, ctypes.c_int, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint),
            *(ctypes.c_ulong, ctypes.c_ulong),
        ]
        self._x.XMapWindow.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self._x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._display = self._x.XOpenDisplay(None)
        if not self._display:
            raise SystemExit("plain windows: there is no X display")

    def open(self, x: int, y: int, width: int, height: int) -> int:
        root = self._x.XDefaultRootWindow(self._display)
        window = self._x.XCreateSimpleWindow(self._display, root, x, y, width, height, 0, 0, 0)
        self._x.XMapWindow(self._display, window)
        self._x.XSync(self._display, 0)
        return int(window)


def main() -> int:
    """The process's entry."""
    words = sys.argv[1:]
    output = words.pop(0).partition("=")[2] if words[0].startswith("--vout=") else ""
    films, places = words[::2], words[1::2]
    windows = _Windows()
    how = ["--no-audio", "--quiet", "--no-video-title-show", "--no-stats"]
    instance = vlc.Instance(*how)
    players = []
    for film, place in zip(films, places, strict=True):
        x, y, width, height = (int(part) for part in place.split(","))
        player = instance.media_player_new()
        player.set_media(instance.media_new(film, ":input-repeat=65535"))
        player.set_xwindow(windows.open(x, y, width, height))
        _choose(player, b"avcodec-hw", "none")
        if output:
            _choose(player, b"vout", output)
        players.append(player)
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    for player in players:
        player.play()
    over.wait()
    for player in players:
        player.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

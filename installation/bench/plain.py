"""The yardstick: plain libvlc windows, started in a row, each looping its film by input-repeat.

    python -m installation.bench.plain [--vout=NAME] FILM X,Y,WIDTH,HEIGHT [FILM ...]

What one would write with python-vlc in ten minutes: one instance, one media player a window,
VLC's own choice of video output unless one is named, no sound. Plays until it is told to end.
"""

import ctypes
import signal
import sys
import threading

import vlc


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
    output = [words.pop(0)] if words[0].startswith("--vout=") else []
    films, places = words[::2], words[1::2]
    windows = _Windows()
    how = ["--no-audio", "--quiet", "--no-video-title-show", "--no-stats", *output]
    instance = vlc.Instance(*how)
    players = []
    for film, place in zip(films, places, strict=True):
        x, y, width, height = (int(part) for part in place.split(","))
        player = instance.media_player_new()
        player.set_media(instance.media_new(film, ":input-repeat=65535"))
        player.set_xwindow(windows.open(x, y, width, height))
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

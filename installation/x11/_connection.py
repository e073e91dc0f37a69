"""A plain connection to an X display: libxcb through ctypes.

libxcb and not Xlib, because it reports a lost server as an error; Xlib ends the process instead.
"""

import ctypes
from collections.abc import Callable
from ctypes import POINTER, c_char_p, c_int, c_uint8, c_uint16, c_uint32, c_void_p
from functools import cache
from typing import Any, Self

from installation.errors import KioskError


class Cookie(ctypes.Structure):
    """The number of a request whose answer is to be fetched."""

    _fields_ = [("sequence", c_uint32)]


class _Screen(ctypes.Structure):
    """The head of ``xcb_screen_t``, as far as the root window's depth."""

    _fields_ = [
        ("root", c_uint32),
        ("colours", c_uint32 * 3),
        ("input_masks", c_uint32),
        ("size", c_uint16 * 2),
        ("size_mm", c_uint16 * 2),
        ("installed_maps", c_uint16 * 2),
        ("visual", c_uint32),
        ("backing", c_uint8),
        ("save_unders", c_uint8),
        ("depth", c_uint8),
    ]


class _Screens(ctypes.Structure):
    _fields_ = [("data", POINTER(_Screen)), ("rem", c_int), ("index", c_int)]


def library(name: str) -> ctypes.CDLL:
    """Load a library by its so-name. Raises KioskError when it is missing."""
    try:
        return ctypes.CDLL(name)
    except OSError as error:
        package = name.removesuffix(".0").removesuffix(".1").removesuffix(".so")
        package += name[-1]
        raise KioskError(
            f"a library for reading displays is missing: {error}.",
            f"Install it with: apt-get install {package}",
        ) from None


def declare(library: ctypes.CDLL, **functions: tuple[Any, list[Any]]) -> None:
    """Tell ctypes the result and the arguments of functions."""
    for name, (result, arguments) in functions.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments


@cache
def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    xcb, libc = library("libxcb.so.1"), ctypes.CDLL(None)
    declare(
        xcb,
        xcb_connect=(c_void_p, [c_char_p, c_void_p]),
        xcb_connection_has_error=(c_int, [c_void_p]),
        xcb_disconnect=(None, [c_void_p]),
        xcb_get_input_focus=(Cookie, [c_void_p]),
        xcb_get_input_focus_reply=(c_void_p, [c_void_p, Cookie, c_void_p]),
        xcb_get_setup=(c_void_p, [c_void_p]),
        xcb_setup_roots_iterator=(_Screens, [c_void_p]),
    )
    declare(libc, free=(None, [c_void_p]))
    return xcb, libc


class XConnection:
    """A connection to ``display`` (":7"); close it, or use ``with``. Not for several threads.

    Raises KioskError when the display cannot be reached or goes away.
    """

    def __init__(self, display: str) -> None:
        xcb, _ = _libraries()
        self.display = display
        self.handle: int | None = xcb.xcb_connect(display.encode(), None)
        if xcb.xcb_connection_has_error(self.handle):
            self.close()
            raise self._lost()
        screen = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(self.handle)).data.contents
        self.root = int(screen.root)
        self.depth = int(screen.depth)
        self.extent = int(screen.size[0]), int(screen.size[1])
        """Width and height of the whole display as it was when this began."""

    def reply(self, ask: Callable[..., Cookie], answer: Callable[..., Any], *what: Any) -> Any:
        """Send a request and wait for its answer, a pointer that the caller must ``free``."""
        found = answer(self.handle, ask(self.handle, *what), None)
        if not found:
            raise self._lost()
        return found

    def free(self, reply: Any) -> None:
        """Give an answer's memory back."""
        _libraries()[1].free(reply)

    def sync(self) -> bool:
        """Wait until the server has done all that it was asked for; False when it is gone."""
        xcb, _ = _libraries()
        answer = xcb.xcb_get_input_focus_reply(
            self.handle, xcb.xcb_get_input_focus(self.handle), None
        )
        if not answer:
            return False
        self.free(answer)
        return True

    def close(self) -> None:
        """Let go of the display. Closing twice is fine.

        A server drops what it has not read yet of one that has gone, so it is waited for.
        """
        if self.handle is not None:
            self.sync()
            _libraries()[0].xcb_disconnect(self.handle)
            self.handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _lost(self) -> KioskError:
        return KioskError(
            f"the X display {self.display} cannot be reached.",
            "Check that its X server runs and lets this user in.",
        )

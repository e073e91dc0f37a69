"""Switches single heads of an X display off and on, exactly as asked.

``xrandr`` cannot: it moves all heads so that the leftmost one is at 0, so that a head that goes
dark takes the others out of place. A pulled cable does not. libxcb-randr through ctypes.
"""

import ctypes
from ctypes import POINTER, c_int16, c_uint8, c_uint16, c_uint32, c_void_p
from dataclasses import dataclass
from functools import cache

from installation.errors import KioskError
from installation.x11 import Cookie, XConnection, declare, library

_ROTATE_0 = 1


class _Resources(ctypes.Structure):
    """The head of ``xcb_randr_get_screen_resources_current_reply_t``."""

    _fields_ = [
        ("kind", c_uint8),
        ("pad", c_uint8),
        ("sequence", c_uint16),
        ("length", c_uint32),
        ("timestamp", c_uint32),
        ("config_timestamp", c_uint32),
        ("num_crtcs", c_uint16),
    ]


class _Crtc(ctypes.Structure):
    """The head of ``xcb_randr_get_crtc_info_reply_t``."""

    _fields_ = [
        ("kind", c_uint8),
        ("status", c_uint8),
        ("sequence", c_uint16),
        ("length", c_uint32),
        ("timestamp", c_uint32),
        ("x", c_int16),
        ("y", c_int16),
        ("width", c_uint16),
        ("height", c_uint16),
        ("mode", c_uint32),
        ("rotation", c_uint16),
        ("rotations", c_uint16),
        ("num_outputs", c_uint16),
    ]


@dataclass(frozen=True, slots=True)
class Lit:
    """A lit CRTC as the server knows it: what it takes to light it again."""

    crtc: int
    mode: int
    outputs: tuple[int, ...]


@cache
def _library() -> ctypes.CDLL:
    randr = library("libxcb-randr.so.0")
    declare(
        randr,
        xcb_randr_get_screen_resources_current=(Cookie, [c_void_p, c_uint32]),
        xcb_randr_get_screen_resources_current_reply=(
            POINTER(_Resources),
            [c_void_p, Cookie, c_void_p],
        ),
        xcb_randr_get_screen_resources_current_crtcs=(POINTER(c_uint32), [POINTER(_Resources)]),
        xcb_randr_get_crtc_info=(Cookie, [c_void_p, c_uint32, c_uint32]),
        xcb_randr_get_crtc_info_reply=(POINTER(_Crtc), [c_void_p, Cookie, c_void_p]),
        xcb_randr_get_crtc_info_outputs=(POINTER(c_uint32), [POINTER(_Crtc)]),
        xcb_randr_set_crtc_config=(
            Cookie,
            # connection, crtc, two timestamps, x, y, mode, rotation, number of outputs, outputs
            [c_void_p, *[c_uint32] * 3, c_int16, c_int16, c_uint32, c_uint16, c_uint32, c_void_p],
        ),
        xcb_randr_set_crtc_config_reply=(POINTER(c_uint8), [c_void_p, Cookie, c_void_p]),
    )
    return randr


def lit(display: str) -> list[Lit]:
    """All lit CRTCs of ``display``, in the server's order."""
    randr, found = _library(), []
    with XConnection(display) as link:
        resources = link.reply(
            randr.xcb_randr_get_screen_resources_current,
            randr.xcb_randr_get_screen_resources_current_reply,
            link.root,
        )
        stamp = resources.contents.config_timestamp
        crtcs = randr.xcb_randr_get_screen_resources_current_crtcs(resources)
        for crtc in crtcs[: resources.contents.num_crtcs]:
            ask, answer = randr.xcb_randr_get_crtc_info, randr.xcb_randr_get_crtc_info_reply
            info = link.reply(ask, answer, crtc, stamp)
            if info.contents.mode:
                outputs = randr.xcb_randr_get_crtc_info_outputs(info)
                names = tuple(outputs[: info.contents.num_outputs])
                found.append(Lit(int(crtc), int(info.contents.mode), names))
            link.free(info)
        link.free(resources)
    return found


def put_out(display: str, head: Lit) -> None:
    """Switch a head off; nothing else changes."""
    _set(display, head.crtc, 0, 0, 0, ())


def light(display: str, head: Lit, x: int, y: int) -> None:
    """Switch a head on, or move it, to ``x``, ``y`` within the display as large as it is now."""
    _set(display, head.crtc, x, y, head.mode, head.outputs)


def _set(display: str, crtc: int, x: int, y: int, mode: int, outputs: tuple[int, ...]) -> None:
    randr, names = _library(), (c_uint32 * len(outputs))(*outputs)
    with XConnection(display) as link:
        place = (crtc, 0, 0, x, y, mode, _ROTATE_0, len(outputs), names)
        ask, reply = randr.xcb_randr_set_crtc_config, randr.xcb_randr_set_crtc_config_reply
        answer = link.reply(ask, reply, *place)
        refused = answer[1]
        link.free(answer)
    if refused:
        raise KioskError(f"display {display} refused to change a head (RandR status {refused}).")

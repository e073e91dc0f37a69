"""Asks which OpenGL the X display has, in a process of its own, because drivers can crash.

``python -m installation.kiosk.glprobe`` makes an OpenGL 3.3 core context on a pixel buffer of
$DISPLAY and prints version and renderer, a line each. Without one it says why and exits with 1.
"""

import ctypes
import subprocess
import sys
from ctypes import POINTER, c_char_p, c_int, c_uint, c_ulong, c_void_p
from dataclasses import dataclass

_PATIENCE_S = 20.0
_RENDERER, _VERSION = 0x1F01, 0x1F02
# attribute, value ... 0: X renderable RGB on a pixel buffer; a 3.3 core context; 16x16 pixels
_CONFIG = (0x8010, 0x0004, 0x8011, 0x0001, 0x8012, 1, 8, 8, 9, 8, 10, 8, 0)
_CONTEXT = (0x2091, 3, 0x2092, 3, 0x9126, 0x0001, 0)
_BUFFER = (0x8041, 16, 0x8040, 16, 0)


@dataclass(frozen=True, slots=True)
class Gl:
    """The probe's finding: version and renderer, or the reason why there is no OpenGL 3.3."""

    version: str = ""
    renderer: str = ""
    fault: str = ""


def probe(environment: dict[str, str]) -> Gl:
    """Probe the display of ``environment`` in a process of its own (about 0.2 s)."""
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=environment,
            timeout=_PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Gl(fault="the driver does not answer")
    words = done.stdout.strip().splitlines()
    if done.returncode == 0 and len(words) == 2:
        return Gl(version=words[0], renderer=words[1])
    if done.returncode < 0:
        return Gl(fault=f"the driver crashed (signal {-done.returncode})")
    return Gl(fault=(done.stderr.strip().splitlines() or ["the driver gives no reason"])[-1])


def look() -> tuple[str, str]:
    """Version and renderer of an OpenGL 3.3 core context. Raises OSError without one."""
    x11, gl = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libGL.so.1")
    x11.XOpenDisplay.restype = c_void_p
    display = c_void_p(x11.XOpenDisplay(None))
    if not display:
        raise OSError("the display cannot be opened")
    gl.glXChooseFBConfig.restype = POINTER(c_void_p)
    gl.glXGetProcAddressARB.restype = c_void_p
    gl.glXCreatePbuffer.restype = c_ulong
    gl.glGetString.restype = c_char_p
    count = c_int()
    configs = gl.glXChooseFBConfig(display, 0, _list(_CONFIG), ctypes.byref(count))
    if not count.value:
        raise OSError("the display has no OpenGL (GLX)")
    config = c_void_p(configs[0])
    form = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
    create = form(gl.glXGetProcAddressARB(b"glXCreateContextAttribsARB"))
    # A refused context is an X error, at which Xlib would end the process with its own words.
    ignore = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)(lambda *_: 0)
    x11.XSetErrorHandler(ignore)
    context = c_void_p(create(display, config, None, 1, _list(_CONTEXT)))
    if not context:
        raise OSError("its OpenGL is older than 3.3")
    buffer = c_ulong(gl.glXCreatePbuffer(display, config, _list(_BUFFER)))
    if not gl.glXMakeContextCurrent(display, buffer, buffer, context):
        raise OSError("its OpenGL 3.3 context cannot be used")
    strings = [gl.glGetString(c_uint(name)) for name in (_VERSION, _RENDERER)]
    return strings[0].decode(), strings[1].decode()


def _list(values: tuple[int, ...]) -> ctypes.Array[c_int]:
    return (c_int * len(values))(*values)


if __name__ == "__main__":
    try:
        print("\n".join(look()))
    except OSError as error:
        sys.exit(str(error))

"""Memory of the card that stays mapped: the processor writes a picture there, the card takes it.

Handed plain memory, a driver copies all of it before its call returns, or waits until the card has.
From here the card copies while the stage goes on, and a fence tells when it may be written again.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

from pyglet.gl import gl, gl_info

from installation.units import SECOND

_MAPPED = gl.GL_MAP_WRITE_BIT | gl.GL_MAP_PERSISTENT_BIT | gl.GL_MAP_COHERENT_BIT


def can_map() -> bool:
    """Tell whether the driver keeps memory mapped while the card reads it (OpenGL 4.4)."""
    return bool(gl_info.have_version(4, 4))


class CardMemory:
    """Room for one picture."""

    def __init__(self) -> None:
        self._name, self._size, self._address = gl.GLuint(), 0, 0
        self._fence: object = None

    def has_room(self, size: int) -> bool:
        """Tell whether there is room for so many bytes; False where the driver gives none."""
        if size > self._size:
            self._grow(size)
        return size <= self._size

    @contextmanager
    def holding(self, address: int, size: int) -> Iterator[None]:
        """Write so many bytes from an address; textures are loaded from it meanwhile, from 0 on.

        There has to be room for them.
        """
        self._await()
        ctypes.memmove(self._address, address, size)
        gl.glBindBuffer(gl.GL_PIXEL_UNPACK_BUFFER, self._name)
        try:
            yield
        finally:
            gl.glBindBuffer(gl.GL_PIXEL_UNPACK_BUFFER, 0)
            self._fence = gl.glFenceSync(gl.GL_SYNC_GPU_COMMANDS_COMPLETE, 0)

    def delete(self) -> None:
        """Give it back; the driver keeps it for as long as the card still reads it."""
        if self._fence is not None:
            gl.glDeleteSync(self._fence)
            self._fence = None
        if self._size:
            gl.glDeleteBuffers(1, self._name)
            self._size = 0

    def _await(self) -> None:
        """Wait until the card has read what was written before."""
        if self._fence is None:
            return
        flush = gl.GL_SYNC_FLUSH_COMMANDS_BIT
        while gl.glClientWaitSync(self._fence, flush, SECOND) == gl.GL_TIMEOUT_EXPIRED:
            pass
        gl.glDeleteSync(self._fence)
        self._fence = None

    def _grow(self, size: int) -> None:
        self.delete()
        gl.glGenBuffers(1, self._name)
        gl.glBindBuffer(gl.GL_PIXEL_UNPACK_BUFFER, self._name)
        gl.glBufferStorage(gl.GL_PIXEL_UNPACK_BUFFER, size, None, _MAPPED)
        at = gl.glMapBufferRange(gl.GL_PIXEL_UNPACK_BUFFER, 0, size, _MAPPED)
        gl.glBindBuffer(gl.GL_PIXEL_UNPACK_BUFFER, 0)
        self._address = int(ctypes.cast(at, ctypes.c_void_p).value or 0)
        self._size = size if self._address else 0

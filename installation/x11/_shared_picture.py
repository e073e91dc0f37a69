"""Memory that this process and the X server have in common (MIT-SHM), for pictures either way."""

import ctypes
from ctypes import POINTER, c_int, c_size_t, c_uint8, c_uint32, c_void_p
from functools import cache

import numpy as np
from numpy.typing import NDArray

from installation.errors import KioskError
from installation.x11._connection import Cookie, XConnection, declare, library

_IPC_PRIVATE, _IPC_CREAT, _IPC_RMID = 0, 0o1000, 0


@cache
def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL, ctypes.CDLL]:
    """libxcb, libxcb-shm and libc with their signatures."""
    xcb, shm = library("libxcb.so.1"), library("libxcb-shm.so.0")
    libc = ctypes.CDLL(None, use_errno=True)
    declare(
        xcb,
        xcb_generate_id=(c_uint32, [c_void_p]),
        xcb_request_check=(c_void_p, [c_void_p, Cookie]),
    )
    declare(
        shm,
        xcb_shm_attach_checked=(Cookie, [c_void_p, c_uint32, c_uint32, c_uint8]),
        xcb_shm_detach=(Cookie, [c_void_p, c_uint32]),
    )
    declare(
        libc,
        shmget=(c_int, [c_int, c_size_t, c_int]),
        shmat=(c_void_p, [c_int, c_void_p, c_int]),
        shmdt=(c_int, [c_void_p]),
        shmctl=(c_int, [c_int, c_int, c_void_p]),
    )
    return xcb, shm, libc


class SharedPicture:
    """Room for ``room`` bytes of picture. ``segment`` is the server's name for it.

    Raises KioskError when there is no memory for it, or the server does not share any.
    """

    def __init__(self, connection: XConnection, room: int) -> None:
        xcb, shm, libc = _libraries()
        key = libc.shmget(_IPC_PRIVATE, room, _IPC_CREAT | 0o600)
        memory = libc.shmat(key, None, 0) if key >= 0 else None
        if memory is None or memory == c_void_p(-1).value:
            raise KioskError(f"no shared memory for {room} bytes of picture.")
        self.room = room
        self.segment = int(xcb.xcb_generate_id(connection.handle))
        cookie = shm.xcb_shm_attach_checked(connection.handle, self.segment, key, 0)
        refusal = xcb.xcb_request_check(connection.handle, cookie)
        # Marked for removal at once: it goes with its last user, even after a SIGKILL.
        libc.shmctl(key, _IPC_RMID, None)
        if refusal:
            connection.free(refusal)
            libc.shmdt(memory)
            raise KioskError(
                f"display {connection.display} does not share memory with this process.",
                "Use a display of this machine that runs under the same user.",
            )
        self._connection, self._memory = connection, int(memory)

    def pixels(self, width: int, height: int) -> NDArray[np.uint8]:
        """Return it as (height, width, 4): blue, green, red, unused. Not after :meth:`close`."""
        pointer = ctypes.cast(self._memory, POINTER(c_uint8))
        return np.ctypeslib.as_array(pointer, (height, width, 4))

    def close(self) -> None:
        """Give the memory back; once."""
        _, shm, libc = _libraries()
        shm.xcb_shm_detach(self._connection.handle, self.segment)
        libc.shmdt(self._memory)

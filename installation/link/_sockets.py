"""The only import of ZeroMQ: one socket at the controller, one at each who speaks with it."""

import contextlib
import os
import socket
import stat
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import zmq

from installation.errors import LinkError
from installation.link._codec import AnyMessage, decode, encode
from installation.link._messages import Message
from installation.link._processor_time import is_dead

LARGEST = 4 * 1024 * 1024
"""Bytes of a message; a sender of a larger one is hung up on. A draft of calibrations with meshes
is a few hundred kilobytes."""


_READABLE = int(zmq.POLLIN)
"""As a plain number: an enum's own way of telling its bits takes most of the time."""


class Hub:
    """The controller's end: hears everybody, answers by their address. One thread.

    Makes the folder of its ipc endpoint, for this user only, when it is missing.
    """

    def __init__(self, endpoint: str) -> None:
        _check_free(endpoint)  # binding takes an endpoint over, whoever has it
        self._endpoint = endpoint
        self._context = zmq.Context()
        self._socket = self._context.socket(zmq.ROUTER)
        self._socket.linger = 200
        self._socket.maxmsgsize = LARGEST
        try:
            self._bind()
        except LinkError:
            self._context.destroy(0)
            raise
        except (OSError, zmq.ZMQError) as fault:
            self._context.destroy(0)
            raise LinkError(f"{endpoint}: cannot listen there: {fault}") from fault

    def _bind(self) -> None:
        folder = _file(self._endpoint).parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_own(folder)
        self._socket.bind(self._endpoint)

    def stay(self) -> None:
        """Listen at the endpoint again if its file was removed, by a log-out or a cleaner.

        Those who have called before go on speaking; others would find nobody.
        """
        if not listening(self._endpoint):
            with contextlib.suppress(OSError, LinkError, zmq.ZMQError):  # at the next look, then
                self._bind()

    def fileno(self) -> int:
        """Becomes readable when messages may have come; edge-triggered, so drain with receive."""
        return int(self._socket.getsockopt(zmq.FD))

    def receive(self, most: int = sys.maxsize) -> Iterator[tuple[bytes, AnyMessage]]:
        """The messages that wait, each with its sender's address; junk is passed over.

        Not more than ``most``, junk included: the rest is for another call, which
        :meth:`fileno` does not ask for.
        """
        for _ in range(most):
            if not _waits(self._socket):
                return
            address, *rest = self._socket.recv_multipart()
            with contextlib.suppress(LinkError, IndexError):
                yield address, decode(rest[-1])

    def send(self, address: bytes, message: Message) -> None:
        """To one peer; a peer that is gone loses it."""
        with contextlib.suppress(zmq.ZMQError):
            self._socket.send_multipart([address, encode(message)], zmq.NOBLOCK)

    def close(self) -> None:
        """Send what waits, then close."""
        self._socket.close()
        self._context.term()


class Spoke:
    """A player's, the stage's or a command's end. Reconnects by itself when the hub comes back."""

    def __init__(self, endpoint: str) -> None:
        self._context = zmq.Context()
        self._socket = self._context.socket(zmq.DEALER)
        self._socket.linger = 200
        self._socket.reconnect_ivl = 50
        self._socket.reconnect_ivl_max = 200
        # while the controller is away, life signs are worth nothing: keep few
        self._socket.sndhwm = 16
        self._socket.connect(endpoint)

    def receive(self, timeout_ms: int = 0) -> Iterator[AnyMessage]:
        """All messages that wait, waiting for the first one up to a time."""
        if timeout_ms == 0 or self._socket.poll(timeout_ms, zmq.POLLIN):
            while _waits(self._socket):
                with contextlib.suppress(LinkError):
                    yield decode(self._socket.recv())

    def fileno(self) -> int:
        """Becomes readable when messages may have come; edge-triggered, so drain with receive.

        Sending may take the edge: drain after that, too.
        """
        return int(self._socket.getsockopt(zmq.FD))

    def wait(self, timeout_ms: int, *others: int) -> None:
        """Until a message waits, or one of these descriptors is readable, up to a time."""
        if _waits(self._socket):
            return
        poller = zmq.Poller()
        for source in (self._socket, *others):
            poller.register(source, zmq.POLLIN)
        poller.poll(timeout_ms)

    def send(self, message: Message) -> None:
        """To the hub; dropped when it has been away for long."""
        with contextlib.suppress(zmq.ZMQError):
            self._socket.send(encode(message), zmq.NOBLOCK)

    def close(self) -> None:
        """Send what waits, then close."""
        self._socket.close()
        self._context.term()


def _waits(socket: zmq.Socket[bytes]) -> bool:
    """Tell whether a message waits; asking also re-arms the descriptor of :meth:`Hub.fileno`."""
    return bool(int(socket.getsockopt(zmq.EVENTS)) & _READABLE)


def listening(endpoint: str) -> bool:
    """Tell whether a socket file stands at an ipc endpoint (its owner may have died)."""
    return _file(endpoint).exists()


def _check_own(folder: Path) -> None:
    """Raise LinkError for a folder that somebody else has laid where this user's belongs.

    Its name can be guessed, and in /tmp everybody may have a folder of that name.
    """
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), 0):
        raise LinkError(
            f"{folder}: is not this user's folder, and orders and pictures would be its owner's",
            "Remove it, or set XDG_RUNTIME_DIR to a folder of your own.",
        )


def _check_free(endpoint: str) -> None:
    """Raise LinkError where somebody listens; a killed process, or what it has left, does not."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.setblocking(False)
        try:
            caller.connect(str(_file(endpoint)))
        except BlockingIOError:
            who = ""  # too busy to take a call
        except OSError:
            return
        else:
            found = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            pid = struct.unpack("3i", found)[0]
            if is_dead(pid):  # what a dead disk holds has its socket until that answers
                return
            who = f" (process {pid})"
    raise LinkError(
        f"{endpoint}: another controller listens there{who}",
        "End that show before this one begins.",
    )


def _file(endpoint: str) -> Path:
    return Path(endpoint.removeprefix("ipc://"))

"""The house's show control: a desk that speaks OSC."""

import socket

from installation.remote import _osc as osc


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class House:
    """The house's show control."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(20)
        self._to = ("127.0.0.1", port)

    def say(self, address: str, *arguments: osc.Argument) -> None:
        self._socket.sendto(osc.write(address, *arguments), self._to)

    def raw(self, data: bytes) -> None:
        self._socket.sendto(data, self._to)

    def hears(self, address: str) -> tuple[osc.Argument, ...]:
        """What comes under an address next."""
        while True:
            told, arguments = self.hears_next()
            if told == address:
                return arguments

    def hears_next(self) -> tuple[str, tuple[osc.Argument, ...]]:
        """What comes next: its address, and what it says."""
        (said,) = osc.read(self._socket.recv(4096))
        return said.address, said.arguments

    def close(self) -> None:
        self._socket.close()

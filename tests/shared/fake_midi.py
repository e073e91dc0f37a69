"""A MIDI system in memory: ports that boxes offer, and who is connected to them."""

from collections.abc import Callable

from installation.errors import RemoteError
from installation.remote._ports import Heard
from installation.said import NOTHING, Said


class Cables:
    """What all clients of one machine share. ``now_ns`` is the instant of what is heard."""

    def __init__(self) -> None:
        self.sources: dict[str, list[Heard]] = {}
        self.sinks: dict[str, Heard] = {}
        self.now_ns = 10**9


class FakePlug:
    def __init__(self, port: str, on_close: Callable[[], None]) -> None:
        self._port, self._on_close = port, on_close

    @property
    def port(self) -> str:
        return self._port

    def close(self) -> None:
        self._on_close()


class FakeOut(FakePlug):
    def __init__(self, port: str, on_close: Callable[[], None], carry: Heard) -> None:
        super().__init__(port, on_close)
        self._carry = carry

    def send(self, data: bytes) -> None:
        self._carry(bytes(data), 0)


class FakeMidi:
    """One client of the cables."""

    def __init__(self, cables: Cables, client: str = "kiss") -> None:
        self.cables, self._client = cables, client

    @property
    def trouble(self) -> Said:
        return NOTHING

    def sources(self) -> tuple[str, ...]:
        return tuple(port for port in self.cables.sources if not self._own(port))

    def sinks(self) -> tuple[str, ...]:
        return tuple(port for port in self.cables.sinks if not self._own(port))

    def listen(self, port: str, heard: Heard) -> FakePlug:
        if port not in self.cables.sources:
            raise RemoteError(f"there is no MIDI port {port!r}")
        listeners = self.cables.sources[port]
        listeners.append(heard)
        return FakePlug(port, lambda: listeners.remove(heard))

    def reach(self, port: str) -> FakeOut:
        if port not in self.cables.sinks:
            raise RemoteError(f"there is no MIDI port {port!r}")

        def carry(data: bytes, _: int) -> None:
            if port in self.cables.sinks:
                self.cables.sinks[port](data, self.cables.now_ns)

        return FakeOut(port, lambda: None, carry)

    def offer_sink(self, name: str, heard: Heard) -> FakePlug:
        port = f"{self._client}:{name}"
        self.cables.sinks[port] = heard
        return FakePlug(port, lambda: self.cables.sinks.pop(port, None) and None)

    def offer_source(self, name: str) -> FakeOut:
        port = f"{self._client}:{name}"
        self.cables.sources[port] = []

        def carry(data: bytes, _: int) -> None:
            for heard in list(self.cables.sources.get(port, [])):
                heard(data, self.cables.now_ns)

        def withdraw() -> None:
            self.cables.sources.pop(port, None)

        return FakeOut(port, withdraw, carry)

    def close(self) -> None:
        pass

    def _own(self, port: str) -> bool:
        return port.startswith(f"{self._client}:")

"""MIDI ports as everybody here knows them, whatever system they are of: bytes in and bytes out."""

from collections.abc import Callable
from typing import Literal, Protocol

from installation.said import Said

Heard = Callable[[bytes, int], None]
"""Called with bytes and the instant at which they came, on a thread of the system's: it may only
hand over."""

System = Literal["auto", "alsa", "jack"]

OURS = "kiss"
"""What others see our clients as."""


class Plug(Protocol):
    """An open port."""

    @property
    def port(self) -> str:
        """Its name; of a port of another's, that one's."""
        ...

    def close(self) -> None:
        """Let go of it; nothing is heard afterwards."""
        ...


class Out(Plug, Protocol):
    """An open port to send to."""

    def send(self, data: bytes) -> None:
        """Send one message. One thread at a time. A port that is gone loses it."""
        ...


class Midi(Protocol):
    """The machine's MIDI ports. One thread."""

    @property
    def trouble(self) -> Said:
        """Return why there were no ports when somebody last asked; empty when there can be."""
        ...

    def sources(self) -> tuple[str, ...]:
        """Ports that send, by name, our own left out; empty when there is no MIDI system."""
        ...

    def sinks(self) -> tuple[str, ...]:
        """Ports that can be sent to, likewise."""
        ...

    def listen(self, port: str, heard: Heard) -> Plug:
        """Hear a source. Raises RemoteError when it is gone."""
        ...

    def reach(self, port: str) -> Out:
        """Send to a sink. Raises RemoteError when it is gone."""
        ...

    def offer_sink(self, name: str, heard: Heard) -> Plug:
        """A port of our own that others can send to. Raises RemoteError without a MIDI system."""
        ...

    def offer_source(self, name: str) -> Out:
        """A port of our own that others can hear. Raises RemoteError without a MIDI system."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


def is_ours(port: str, client: str) -> bool:
    """Tell whether a port is our own client's; a JACK server numbers them ``kiss-01`` and so on."""
    first = port.partition(":")[0]
    return first == client or first.removeprefix(f"{client}-").isdigit()

"""The protocols of the remote's process: parts, each with a trade of its own, and the post.

A part runs on the process's one thread. What comes on other threads (a MIDI callback, a socket's)
it takes with :meth:`Post.hand_over` only, which wakes the thread at once; nothing is polled.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from installation.link import Glance, Message, RemotePort, Reply
from installation.model import Order
from installation.said import Said
from installation.timeline import Programme

Answered = Callable[[Reply], None]


class Post(Protocol):
    """The parts' way to the show, and to the process's thread."""

    def order(self, order: Order, at_ns: int, answered: Answered | None = None) -> None:
        """Give an order, and hear the answer if there is one. The process's thread only."""
        ...

    def hand_over(self, task: Callable[[], None]) -> None:
        """Have something done on the process's thread, now. Any thread."""
        ...


class Messenger(Post, Protocol):
    """A post that also takes what is no order."""

    def tell(self, message: Message) -> None:
        """Send a message to the controller. The process's thread only."""
        ...


class Part(Protocol):
    """One trade: boxes with buttons, timecode, show control by network."""

    def follow(self, programme: Programme) -> None:
        """The programme has changed."""
        ...

    def glance(self, glance: Glance) -> None:
        """The show's state, for lamps, has changed."""
        ...

    def step(self, now_ns: int) -> int:
        """Do what is due; the instant at which to be asked again at the latest.

        Asked after every wake-up, so it has to be cheap when nothing is due.
        """
        ...

    def ports(self) -> Sequence[RemotePort]:
        """The ports that it holds open."""
        ...

    def missing(self) -> Sequence[Said]:
        """Return what should be there and is not, in words."""
        ...

    def counts(self) -> tuple[int, int]:
        """Return how many messages it has heard, and how much junk."""
        ...

    def close(self) -> None:
        """Let go of everything; threads have ended when this returns."""
        ...

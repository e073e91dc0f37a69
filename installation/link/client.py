"""Speaks with the running show, for a command."""

from pathlib import Path

from installation.errors import LinkError
from installation.link.messages import Order, Reply
from installation.link.places import endpoint
from installation.link.sockets import Spoke, listening


class Client:
    """One order at a time, to the show of a state folder. Raises LinkError when none answers."""

    def __init__(self, state: Path, timeout_s: float = 5.0) -> None:
        self._state = state
        self._timeout_ms = round(timeout_s * 1000)

    def send(self, what: str, to: str = "") -> Reply:
        """Give an order and wait for the answer."""
        where = endpoint(self._state)
        silent = LinkError(
            f"no show answers for the state folder {self._state}",
            "Start one with `kiss play`, or name its folder with --state DIR.",
        )
        if not listening(where):
            raise silent
        spoke = Spoke(where)
        try:
            spoke.send(Order(what, to))
            for message in spoke.receive(self._timeout_ms):
                if isinstance(message, Reply):
                    return message
        finally:
            spoke.close()
        raise silent

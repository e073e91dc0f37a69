"""Speaks with the running show, for a command."""

from pathlib import Path

from installation.errors import LinkError
from installation.link._messages import AskStatus, Message, OrderGiven, Reply
from installation.link._run_folder import endpoint
from installation.link._sockets import Spoke, listening
from installation.model import Order
from installation.said import Said


class Client:
    """One order at a time, to the show of a state folder. Raises LinkError when none answers."""

    def __init__(self, state: Path, timeout_s: float = 5.0) -> None:
        self._state = state
        self._timeout_ms = round(timeout_s * 1000)

    def send(self, order: Order) -> Reply:
        """Give an order and wait for the answer."""
        return self._answered(OrderGiven(order))

    def status(self) -> str:
        """Ask for the show's status, as JSON."""
        return self._answered(AskStatus()).data

    def _answered(self, message: Message) -> Reply:
        where = endpoint(self._state)
        silent = LinkError(
            Said("no show answers for the state folder {folder}", folder=str(self._state)),
            Said("Start one with `kiss play`, or name its folder with --state DIR."),
        )
        if not listening(where):
            raise silent
        spoke = Spoke(where)
        try:
            spoke.send(message)
            for answer in spoke.receive(self._timeout_ms):
                if isinstance(answer, Reply):
                    return answer
        finally:
            spoke.close()
        raise silent

"""Orders to the running show, and its status."""

from pathlib import Path

from installation.apps.launcher import is_over
from installation.errors import KissError
from installation.link.client import Client
from installation.show.status import from_json, table

END_S = 15.0
"""How long ``stop`` waits for the end: who plays again right after it should find the way free."""


def status(state: Path, as_json: bool) -> int:
    """Print the status."""
    reply = Client(state).send("status")
    print(reply.data if as_json else table(from_json(reply.data)))
    return 0


def order(state: Path, what: str, to: str) -> int:
    """Give an order; print what the show says to it."""
    reply = Client(state).send(what, to)
    print(reply.text)
    if what == "stop" and reply.ok and not is_over(state, END_S):
        raise KissError(
            f"the show has not ended within {END_S:.0f} s", "Its processes are ended by force soon."
        )
    return 0 if reply.ok else 1

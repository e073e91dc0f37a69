"""Orders to the running show, and its status."""

from pathlib import Path

from installation.link.client import Client
from installation.show.status import from_json, table


def status(state: Path, as_json: bool) -> int:
    """Print the status."""
    reply = Client(state).send("status")
    print(reply.data if as_json else table(from_json(reply.data)))
    return 0


def order(state: Path, what: str, to: str) -> int:
    """Give an order; print what the show says to it."""
    reply = Client(state).send(what, to)
    print(reply.text)
    return 0 if reply.ok else 1

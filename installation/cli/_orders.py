"""Orders to the running show, and its status."""

import argparse
from pathlib import Path

from installation.apps import wait_for_end
from installation.cli._arguments import order_of
from installation.errors import KissError
from installation.link import Client
from installation.model import Stop
from installation.show import status_from_json, status_table

END_S = 15.0
"""How long ``stop`` waits for the end: who plays again right after it should find the way free."""


def status(state: Path, as_json: bool) -> int:
    """Print the status."""
    told = Client(state).status()
    print(told if as_json else status_table(status_from_json(told)))
    return 0


def order(options: argparse.Namespace) -> int:
    """Give an order; print what the show says to it."""
    state: Path = options.state
    order = order_of(options)
    reply = Client(state).send(order)
    print(reply.text)
    if isinstance(order, Stop) and reply.ok and not wait_for_end(state, END_S):
        raise KissError(
            f"the show has not ended within {END_S:.0f} s", "Its processes are ended by force soon."
        )
    return 0 if reply.ok else 1

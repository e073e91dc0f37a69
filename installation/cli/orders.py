"""Orders to the running show, and its status."""

import argparse
from pathlib import Path

from installation.apps.launcher import is_over
from installation.cli.parts import order_of
from installation.errors import KissError
from installation.link.client import Client
from installation.model.orders import Stop
from installation.show.status import from_json
from installation.show.status_table import table

END_S = 15.0
"""How long ``stop`` waits for the end: who plays again right after it should find the way free."""


def status(state: Path, as_json: bool) -> int:
    """Print the status."""
    told = Client(state).status()
    print(told if as_json else table(from_json(told)))
    return 0


def order(options: argparse.Namespace) -> int:
    """Give an order; print what the show says to it."""
    state: Path = options.state
    order = order_of(options)
    reply = Client(state).send(order)
    print(reply.text)
    if isinstance(order, Stop) and reply.ok and not is_over(state, END_S):
        raise KissError(
            f"the show has not ended within {END_S:.0f} s", "Its processes are ended by force soon."
        )
    return 0 if reply.ok else 1

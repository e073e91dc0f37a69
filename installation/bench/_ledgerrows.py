"""Counts rows of a show's ledger, while the show writes into it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from installation.ledger import NAME


def orders(state: Path) -> int:
    """Return how many orders it has."""
    return _count(state, "SELECT count(*) FROM actions")


def changes(state: Path, name: str) -> int:
    """Return how often an arrival is said to have changed."""
    return _count(
        state, "SELECT count(*) FROM arrivals WHERE name LIKE ? AND state = 'changed'", f"{name}%"
    )


def _count(state: Path, query: str, *values: str) -> int:
    with closing(sqlite3.connect(state / NAME)) as db:
        return int(db.execute(query, values).fetchone()[0])

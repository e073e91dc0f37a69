"""An account on its way to another machine: without its pictures, and of a size with an end."""

from dataclasses import replace

import msgspec

from installation.errors import LibraryError
from installation.ledger._account import Account
from installation.said import Said

MOST_BYTES = 8_000_000
"""A day of a busy wall with a hundred orders and faults takes some 30 kB."""


def account_told(account: Account) -> bytes:
    """Return an account as bytes, all texts in English. Raises LibraryError for a huge one."""
    bare = tuple(replace(one, pictures=()) for one in account.iterations)
    data = msgspec.json.encode(replace(account, iterations=bare), enc_hook=_plain)
    if len(data) > MOST_BYTES:
        raise LibraryError(
            f"its report of these days has {len(data) // 1_000_000} MB",
            "Ask for fewer days.",
        )
    return data


def account_heard(data: bytes) -> Account:
    """Return the account that another machine told. Raises LibraryError for anything else."""
    if len(data) > MOST_BYTES:
        raise LibraryError("its answer is larger than a report may be")
    try:
        return msgspec.json.decode(data, type=Account)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise LibraryError(f"its answer is no report of this version's: {fault}") from fault


def _plain(value: object) -> str:
    if not isinstance(value, Said):
        raise NotImplementedError(type(value))
    return str(value)

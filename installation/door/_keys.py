"""The keys to the door: each has a name and a role, and is kept hashed.

A key is 160 random bits, so nothing that is slow to compute is needed to keep it from being
guessed: one SHA-256 says who it is.
"""

import base64
import hashlib
import secrets
from datetime import date
from pathlib import Path

import msgspec

from installation.errors import DoorError, UsageError
from installation.files import make_folder, open_regular, write_whole
from installation.model import Role, did_you_mean
from installation.said import NOTHING, Said

KEY_BYTES = 20
LARGEST = 1_000_000
"""Bytes of the largest file of keys that is read; a thousand keys are a fifth of it."""
MOST_LETTERS = 40


class DoorKey(msgspec.Struct, frozen=True):
    """A key as it is kept: whose it is, what it may do, its SHA-256, the day it was made."""

    name: str
    role: Role
    digest: str
    made: str


_decoder = msgspec.json.Decoder(list[DoorKey])


def keys_file(state: Path) -> Path:
    """Return where a show keeps the keys to its door."""
    return state / "door" / "keys.json"


def keys_in(file: Path) -> list[DoorKey]:
    """Return all keys; none without a file. Raises DoorError for one that cannot be read."""
    try:
        with open_regular(file) as opened:
            return _decoder.decode(opened.read(LARGEST))
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError) as fault:
        raise DoorError(
            Said(
                "{file}: the keys to the door cannot be read: {why}", file=str(file), why=str(fault)
            ),
            "Delete the file and make new keys: `kiss door key`.",
        ) from fault


def make_key(file: Path, role: Role, name: str, today: date) -> tuple[DoorKey, str]:
    """Add a key; it is returned with its secret, which nobody can read again. Raises UsageError."""
    keys = keys_in(file)
    name = name.strip() or _free_name(str(role), [key.name for key in keys])
    if not name.isprintable() or len(name) > MOST_LETTERS:
        raise UsageError(f"{name!r} is not a name: up to {MOST_LETTERS} letters, on one line")
    if any(key.name == name for key in keys):
        raise UsageError(
            f"there is a key with the name {name!r} already",
            "Take another name, or withdraw that one first: `kiss door withdraw`.",
        )
    secret = base64.b32encode(secrets.token_bytes(KEY_BYTES)).decode().lower().rstrip("=")
    made = DoorKey(name, role, _digest(secret), today.isoformat())
    _write(file, [*keys, made])
    return made, secret


def withdraw_key(file: Path, name: str) -> None:
    """Have a key open nothing any more. Raises UsageError when there is none of that name."""
    keys = keys_in(file)
    names = [key.name for key in keys]
    if name not in names:
        hint = did_you_mean(name, names) or f"; there are {', '.join(names) or 'none'}"
        raise UsageError(f"there is no key with the name {name!r}{hint}")
    _write(file, [key for key in keys if key.name != name])


class KeyRing:
    """A file of keys that is followed: one that was withdrawn opens nothing from then on."""

    def __init__(self, file: Path) -> None:
        self.fault = NOTHING
        """Says why no key opens anything; empty when keys do."""
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._keys: dict[str, DoorKey] = {}

    def holder(self, secret: str) -> DoorKey | None:
        """Return the key that has this secret."""
        self._look()
        return self._keys.get(_digest(secret))

    def holds(self, key: DoorKey) -> bool:
        """Tell whether a key has not been withdrawn."""
        self._look()
        return self._keys.get(key.digest) == key

    def _look(self) -> None:
        stamp = _stamp(self._file)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._keys = {key.digest: key for key in keys_in(self._file)}
            self.fault = NOTHING
        except DoorError as fault:
            self._keys, self.fault = {}, fault.said


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def _free_name(role: str, taken: list[str]) -> str:
    number = 1
    while f"{role}-{number}" in taken:
        number += 1
    return f"{role}-{number}"


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _write(file: Path, keys: list[DoorKey]) -> None:
    try:
        make_folder(file.parent, mode=0o700)
        write_whole(file, msgspec.json.format(msgspec.json.encode(keys)) + b"\n")
    except OSError as fault:
        raise DoorError(f"{file}: cannot be written: {fault.strerror}") from fault

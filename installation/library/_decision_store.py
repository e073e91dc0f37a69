"""Keeps the decisions in the state folder, in two copies, so that one damaged file loses nothing.

Each copy is written whole and carries a checksum. The second is written when the first is on the
disk: whatever happens in between, one of them is good, and the one with the higher serial holds.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from installation.files import write_whole
from installation.library.decisions import Decisions
from installation.said import NOTHING, Said, packed, unpacked

NAMES = ("decisions.json", "decisions.copy.json")


class DecisionStore:
    """The decisions of one state folder. One thread, one process at a time (the show's lock).

    ``write`` writes a file whole, one after the other.
    """

    def __init__(self, state_dir: Path, write: Callable[[Path, bytes], None] = write_whole) -> None:
        self.paths = tuple(state_dir / name for name in NAMES)
        self._write = write

    def load(self) -> tuple[Decisions, Said]:
        """The last good decisions, and a note when something was wrong with what lay there.

        None at all is what a first start finds, and no reason for a note.
        """
        found: list[Decisions] = []
        damaged: list[Path] = []
        for path in self.paths:
            try:
                found.append(_read(path.read_bytes()))
            except FileNotFoundError:
                continue
            except (OSError, ValueError):
                damaged.append(path)
        if not damaged:
            return max(found, key=lambda one: one.serial, default=Decisions()), NOTHING
        names = ", ".join(path.name for path in damaged)
        if found:
            held = Said("{files} was damaged; its copy holds.", files=names)
            return max(found, key=lambda one: one.serial), held
        return Decisions(), Said(
            "{files} cannot be read: what was approved, retired, pinned or set aside is forgotten."
            " Decide again with `kiss versions`.",
            files=names,
        )

    def save(self, decisions: Decisions) -> None:
        """Keep decisions. Raises OSError (a full disk) with the last ones still there."""
        data = _written(decisions)
        for path in self.paths:
            self._write(path, data)


def decisions_told(decisions: Decisions) -> bytes:
    """Write all decisions down for another machine."""
    return _body(decisions)


def decisions_heard(data: bytes) -> Decisions:
    """Read what another machine has decided. Raises ValueError for anything else."""
    return msgspec.json.decode(data, type=Decisions, dec_hook=unpacked)


def _written(decisions: Decisions) -> bytes:
    body = _body(decisions)
    return msgspec.json.format(
        msgspec.json.encode({"sum": _sum(body), "decisions": msgspec.Raw(body)}), indent=1
    )


class _File(msgspec.Struct, forbid_unknown_fields=True):
    sum: str
    decisions: Decisions


def _read(data: bytes) -> Decisions:
    """Raises ValueError (msgspec's errors are) for all that is not exactly what was written."""
    file = msgspec.json.decode(data, type=_File, dec_hook=unpacked)
    if _sum(_body(file.decisions)) != file.sum:
        raise ValueError("another checksum")
    return file.decisions


def _body(decisions: Decisions) -> bytes:
    return msgspec.json.encode(decisions, enc_hook=packed)


def _sum(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()

"""Keeps the intake's verdicts on film contents, by content hash, in the state folder.

A restart repeats no intake and forgets no quarantine. Each verdict is there whole or not at all; a
lost or damaged one only costs the time of another intake.
"""

from pathlib import Path

import msgspec
from msgspec import Struct

from installation.files import write_whole
from installation.model import Outcome

FORMAT = 2
"""Raised when the intake asks more of a film than before: all films are vetted again."""


class Kept(Struct, frozen=True):
    """A verdict's file."""

    format: int
    outcome: Outcome


class VerdictStore:
    """One file per film content, ``verdicts/<hash>.json``."""

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir / "verdicts"

    def path(self, content: str) -> Path:
        """Return where the verdict on a content is, or would be."""
        return self.folder / f"{content}.json"

    def get(self, content: str) -> Outcome | None:
        """The verdict on a content; None when there is none, or a damaged one."""
        try:
            kept = msgspec.json.decode(self.path(content).read_bytes(), type=Kept)
        except (OSError, ValueError):  # msgspec's errors are ValueErrors
            return None
        return kept.outcome if kept.format == FORMAT else None

    def put(self, content: str, verdict: Outcome) -> None:
        """Keep a verdict; raises OSError (a full disk) with the one before untouched."""
        said = msgspec.json.encode(Kept(FORMAT, verdict))
        write_whole(self.path(content), msgspec.json.format(said, indent=1))

    def sweep(self) -> None:
        """Remove what a killed intake left half-written. Only while no intake runs."""
        for left in self.folder.glob(".*.tmp"):
            left.unlink(missing_ok=True)

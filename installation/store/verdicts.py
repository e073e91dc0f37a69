"""Keeps the intake's verdicts on film contents, by content hash, in the state folder.

A restart repeats no intake and forgets no quarantine. Each verdict is there whole or not at all; a
lost or damaged one only costs the time of another intake.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from installation.files import write_whole

FORMAT = 1
"""Raised whenever the intake asks more of a film than before: all films are vetted again."""


@dataclass(frozen=True)
class Verdict:
    """Good, or a line of reason and one of advice.

    ``loudness_lufs`` is the integrated loudness, None for a silent film; ``speed`` how many times
    real time one deck of this machine decodes it; ``warnings`` what is odd and yet no fault;
    ``took_s`` the seconds of each step, for the bench and who wonders.
    """

    good: bool
    reason: str = ""
    advice: str = ""
    loudness_lufs: float | None = None
    speed: float | None = None
    warnings: tuple[str, ...] = ()
    took_s: dict[str, float] = field(default_factory=dict)


class VerdictStore:
    """One file per film content, ``verdicts/<hash>.json``."""

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir / "verdicts"

    def path(self, content: str) -> Path:
        """Return where the verdict on a content is, or would be."""
        return self.folder / f"{content}.json"

    def get(self, content: str) -> Verdict | None:
        """The verdict on a content; None when there is none, or a damaged one."""
        try:
            said = json.loads(self.path(content).read_bytes())
            if said.pop("format") != FORMAT:
                return None
            said["warnings"] = tuple(said["warnings"])
            return Verdict(**said)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def put(self, content: str, verdict: Verdict) -> None:
        """Keep a verdict; raises OSError (a full disk) with the one before untouched."""
        said = json.dumps({"format": FORMAT, **asdict(verdict)}, indent=1)
        write_whole(self.path(content), said.encode())

    def sweep(self) -> None:
        """Remove what a killed intake left half-written. Only while no intake runs."""
        for left in self.folder.glob(".*.tmp"):
            left.unlink(missing_ok=True)

"""`bench cables`: how long words between machines take over poor cables, and whether all come."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from installation.bench._report import Bar, quantile
from installation.errors import KissError
from installation.machines import make_keys, pair
from installation.rig import MachineNet
from installation.timeline import FAR_NS
from installation.units import MILLISECOND

NAMES = ("east", "north", "west")
FAR_MS = FAR_NS / MILLISECOND
SHARE = 0.995
"""Of all words; the others' machines are a picture late then."""
_START_S = 90.0
_WORD_S = 0.25


@dataclass(frozen=True)
class CablesFound:
    """The lateness of each word at each machine that heard it; ``said`` counts them at all."""

    jitter_ms: float
    loss: float
    said: int
    late_ms: tuple[float, ...]


def measure(folder: Path, words: int, jitter_ms: float, loss: float) -> CablesFound:
    """Have three machines say so many words each, over cables that lose and delay packets."""
    made = make_keys(folder / "keys", NAMES)
    states = {own.name: folder / own.name for own in made}
    for own in made:
        states[own.name].mkdir()
        pair(own, states[own.name])
    with MachineNet(NAMES, jitter_ms, loss) as net:
        ends = [
            subprocess.Popen(
                [
                    *(*net.on(name), sys.executable, "-m", "installation.rig.machine_end", name),
                    *(str(states[name]), json.dumps(net.addresses), str(words)),
                ],
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in NAMES
        ]
        try:
            told = [end.communicate(timeout=_START_S + words * _WORD_S)[0] for end in ends]
        except subprocess.TimeoutExpired:
            raise KissError("the machines do not come to an end") from None
        finally:
            for end in ends:
                end.kill()
                end.communicate()
    if any(end.returncode for end in ends):
        raise KissError("the machines did not hear each other")
    late_ms = [late for one in told for each in json.loads(one).values() for late in each]
    said = words * len(NAMES) * (len(NAMES) - 1)
    return CablesFound(jitter_ms, loss, said, tuple(late_ms))


def in_time(late_ms: Sequence[float]) -> int:
    """Return how many words came by the instant that an order is told ahead."""
    return sum(late <= FAR_MS for late in late_ms)


def summary(found: CablesFound) -> str:
    """Say how late words came."""
    shares = (0.5, 0.9, 0.95, 0.99, 0.995, 0.999, 1.0)
    told = ", ".join(f"{share:.1%} {quantile(found.late_ms, share):.1f}" for share in shares)
    poor = f"each packet up to {found.jitter_ms:g} ms late, {found.loss:.1%} lost"
    return f"{poor}: {len(found.late_ms)} of {found.said} words heard; late by at most, ms: {told}"


def bars(found: CablesFound) -> list[Bar]:
    """All that words between machines have to reach."""
    heard, share = len(found.late_ms), in_time(found.late_ms) / found.said
    return [
        Bar("words heard", str(found.said), str(heard), heard == found.said),
        Bar(f"heard within {FAR_MS:.0f} ms", f">= {SHARE:.1%}", f"{share:.2%}", share >= SHARE),
    ]

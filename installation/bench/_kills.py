"""`bench kills`: what the glass shows when a process of the show is killed, again and again."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from installation.bench import _orders as orders
from installation.bench._orders import Back
from installation.bench._report import Bar, table
from installation.bench._sync import Rig, wait_for_films
from installation.errors import KissError, LinkError
from installation.rig import (
    Faults,
    GlassReader,
    PreparedShow,
    SampleStream,
    Show,
    analysis,
    barcode_points,
)
from installation.units import ns

Kind = Literal["player", "stage", "controller"]
KINDS: Sequence[Kind] = ("player", "stage", "controller")
WITHIN_MS: dict[Kind, float] = {"player": 2000.0, "stage": 3000.0, "controller": 5000.0}
_WATCH_S = 5.5
"""From a kill to the next one, at least; longer than all that is allowed."""
_SETTLED_S = 1.0
_BEFORE_S = 0.2


@dataclass(frozen=True)
class Kill:
    """One SIGKILL and what followed.

    ``back``: all heads in step again, by the glass (for the controller: it answers again, by its
    socket). ``others``: the faults of the heads that have no part in it, in quiet samples.
    ``black``: black or unreadable samples on the player's own head, or all heads of the stage.
    """

    kind: Kind
    screen: int
    back: Back | None
    others: Faults
    black: int


@dataclass(frozen=True)
class _Shot:
    kind: Kind
    screen: int
    at_ns: int
    answered: Back | None


def measure(
    rig: Rig, stage: PreparedShow, times: int, say: Callable[[str], None], keep: Path | None = None
) -> list[Kill]:
    """Kill each kind so many times, the players in turn, each time at another moment."""
    shots: list[_Shot] = []
    with GlassReader(rig.heads.display, barcode_points(rig.rects)) as glass:
        with Show(stage, rig.heads.environment) as show:
            wait_for_films(show, glass, rig)
            time.sleep(2 * _SETTLED_S)
            for kind in KINDS:
                for number in range(times):
                    screen = number % len(rig.films) if kind == "player" else -1
                    shots.append(_shoot(show, kind, screen))
                    # 0.37 of a second on: no two kills at the same moment of a picture or cycle
                    time.sleep(_WATCH_S + number % 10 * 0.037)
                    say(f"{kind} {number + 1} of {times}")
            time.sleep(0.3)
            samples = glass.samples()
        if keep:
            samples.keep(keep)
        stream = samples.stream(rig.recipe.frames, rig.recipe.frame_ns)
    return [_judge(stream, shot) for shot in shots]


def _shoot(show: Show, kind: Kind, screen: int) -> _Shot:
    pid = show.pid(kind, screen)
    if pid is None:
        raise KissError(f"there is no {kind} to kill", show.output())
    at_ns = time.monotonic_ns()
    os.kill(pid, signal.SIGKILL)
    if kind != "controller":
        return _Shot(kind, screen, at_ns, None)
    deadline_ns = at_ns + ns(_WATCH_S * 2)
    while time.monotonic_ns() < deadline_ns:
        with suppress(LinkError):
            if show.pid(kind, screen) not in (None, pid):
                return _Shot(kind, screen, at_ns, Back((time.monotonic_ns() - at_ns) / 1e6, True))
        time.sleep(0.05)
    return _Shot(kind, screen, at_ns, None)


def _judge(stream: SampleStream, shot: _Shot) -> Kill:
    # from a little before, because a picture that is cut off at the window's edge does not count
    window = stream.between(shot.at_ns - ns(_BEFORE_S), shot.at_ns + ns(_WATCH_S))
    everyone = range(stream.frames.shape[1])
    own = {"player": [shot.screen], "stage": list(everyone), "controller": []}[shot.kind]
    others = [head for head in everyone if head not in own]
    back = shot.answered
    if shot.kind != "controller":
        back = orders.back_in_step(window, shot.at_ns)
    seen = analysis.faults(window, quiet=False, heads=own)
    return Kill(
        shot.kind,
        shot.screen,
        back,
        analysis.faults(window, quiet=True, heads=others),
        seen.black + seen.unreadable,
    )


def summary(kills: Sequence[Kill]) -> str:
    """A row for each kind."""
    rows = [
        ("killed", "times", "back in time", "median ms", "slowest ms", "others missed", "black")
    ]
    for kind in KINDS:
        of_kind = [kill for kill in kills if kill.kind == kind]
        latencies = sorted(kill.back.latency_ms for kill in of_kind if kill.back)
        back = sum(latency <= WITHIN_MS[kind] for latency in latencies)
        middle = f"{latencies[len(latencies) // 2]:.0f}" if latencies else "-"
        most = f"{latencies[-1]:.0f}" if latencies else "-"
        missed = "-" if kind == "stage" else str(sum(_missed(kill.others) for kill in of_kind))
        black = str(sum(kill.black for kill in of_kind)) if kind != "controller" else "-"
        rows.append((kind, str(len(of_kind)), str(back), middle, most, missed, black))
    return table(rows)


def bars(kills: Sequence[Kill]) -> list[Bar]:
    """All kills have to be survived in time, unseen by whoever has no part in them."""
    found = []
    for kind in KINDS:
        of_kind = [kill for kill in kills if kill.kind == kind]
        within = WITHIN_MS[kind]
        back = sum(1 for kill in of_kind if kill.back and kill.back.latency_ms <= within)
        what = f"{kind} killed, back within {within / 1000:.0f} s"
        found.append(Bar(what, str(len(of_kind)), str(back), back == len(of_kind)))
        if kind != "stage":
            missed = sum(_missed(kill.others) for kill in of_kind)
            who = "other heads" if kind == "player" else "all heads"
            found.append(Bar(f"{kind} killed, {who} missed", "0", str(missed), missed == 0))
    black = sum(kill.black for kill in kills)
    found.append(Bar("player or stage killed, heads black", "0", str(black), black == 0))
    return found


def _missed(faults: Faults) -> int:
    return faults.skipped + faults.held + faults.backward + faults.black + faults.unreadable

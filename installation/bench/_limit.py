"""`bench limit`: what a wall costs on heads of a size, by this player and by others.

All in one run, on the same films and heads: this player with each way of drawing, three mpv and
three libvlc windows by plain X11, and libvlc that decodes to nothing.
"""

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from installation.bench._report import Bar, table
from installation.bench._sync import (
    Rig,
    SyncFigures,
    measure_decoding,
    measure_show,
    measure_windows,
)
from installation.errors import UsageError
from installation.model import DRAWINGS
from installation.rig import PreparedShow, Show, Workshop

OPENGL, SOFTWARE, MPV, LIBVLC, DECODING = "opengl", "software", "mpv", "libvlc", "decoding"
PLAYERS = (OPENGL, SOFTWARE, MPV, LIBVLC, DECODING)
OF_MPV, OF_DECODING = 1.2, 1.6
"""The most that the processor's stage may cost: on heads as large as the films, of what mpv does;
on heads a quarter as large, of decoding alone."""
_WORDS = {
    OPENGL: "this player, stage: opengl",
    SOFTWARE: "this player, stage: software",
    MPV: "three mpv, x11",
    LIBVLC: "three libvlc windows, x11",
    DECODING: "libvlc, decoding to nothing",
}


@dataclass(frozen=True)
class Cost:
    """One player's run: ``seen`` is None where nothing is shown. CPU in cores, memory in bytes."""

    player: str
    cpu: float
    memory: int
    seen: SyncFigures | None = None


def measure(
    rig: Rig, shop: Workshop, players: Sequence[str], say: Callable[[str], None]
) -> list[Cost]:
    """Let each player play in turn."""
    if MPV in players and shutil.which("mpv") is None:
        raise UsageError("mpv is not installed.", "apt-get install mpv, or leave it out.")
    found = []
    for player in players:
        say(_WORDS[player])
        if player in DRAWINGS:
            stage = shop.prepare(player, rig.films, more=f"stage: {player}\n")
            _make_known(rig, stage)
            seen = measure_show(rig, stage, False)
        elif player == DECODING:
            cpu, memory = measure_decoding(rig, _plain(rig, "vdummy"))
            found.append(Cost(player, cpu, memory))
            continue
        else:
            commands = _mpv(rig) if player == MPV else [_plain(rig, "xcb_x11")]
            seen = measure_windows(rig, commands)
        found.append(Cost(player, seen.cpu, seen.memory, seen))
    return found


def _make_known(rig: Rig, stage: PreparedShow) -> None:
    """Let a show begin once, so that its films are known to the next one."""
    with Show(stage, rig.heads.environment) as show:
        show.wait("all films", show.knows_all)


def _plain(rig: Rig, output: str) -> list[str]:
    words = [sys.executable, "-m", "installation.bench.plain", f"--vout={output}"]
    for path, rect in zip(rig.films, rig.rects, strict=True):
        words += [str(path), ",".join(map(str, rect))]
    return words


def _mpv(rig: Rig) -> list[list[str]]:
    how = ["--no-config", "--really-quiet", "--vo=x11", "--hwdec=no", "--no-audio", "--no-osc"]
    how += ["--no-border", "--loop-file=inf", "--no-input-default-bindings"]
    return [
        ["mpv", *how, f"--geometry={width}x{height}+{x}+{y}", str(path)]
        for path, (x, y, width, height) in zip(rig.films, rig.rects, strict=True)
    ]


def summary(costs: Sequence[Cost], head: tuple[int, int], film: tuple[int, int]) -> str:
    """A row for each player."""
    title = f"heads {head[0]}x{head[1]}, films {film[0]}x{film[1]} at 24"
    rows = [(title, "CPU", "others'", "same, %", "skipped", "quiet", "held", "MB")]
    for cost in costs:
        seen = cost.seen
        shown = (
            (
                f"{seen.cpu_others:.2f}",
                f"{100 * seen.together.share:.1f}",
                str(seen.faults.skipped),
                str(seen.faults_quiet.skipped),
                str(seen.faults.held),
            )
            if seen
            else ("-",) * 5
        )
        rows.append((_WORDS[cost.player], f"{cost.cpu:.2f}", *shown, f"{cost.memory / 1e6:.0f}"))
    return table(rows)


def bars(costs: Sequence[Cost], head: tuple[int, int], film: tuple[int, int]) -> list[Bar]:
    """Judge the processor's stage, where what it is compared with was measured, too."""
    by_name = {cost.player: cost for cost in costs}
    ours = by_name.get(SOFTWARE)
    if ours is None or ours.seen is None:
        return []
    lost = ours.seen.faults_quiet.skipped
    found = []
    allowed = 0
    rival = by_name.get(MPV)
    if rival is not None and rival.seen is not None:
        allowed = rival.seen.faults_quiet.skipped
        if head == film:
            found.append(_cost("mpv's", ours.cpu, rival.cpu, OF_MPV))
    bare = by_name.get(DECODING)
    if bare is not None and head[0] * 2 == film[0]:
        found.append(_cost("decoding's", ours.cpu, bare.cpu, OF_DECODING))
    found.append(Bar("pictures skipped, quiet", f"at most {allowed}", str(lost), lost <= allowed))
    share = 100 * ours.seen.together_quiet.share
    found.append(Bar("same picture, quiet", "100 %", f"{share:.2f} %", share >= 100))
    return found


def _cost(whose: str, ours: float, theirs: float, most: float) -> Bar:
    times = ours / max(theirs, 1e-9)
    return Bar(f"CPU of the tree, of {whose}", f"at most {most}", f"{times:.2f}", times <= most)


def size(text: str) -> tuple[int, int]:
    """Read a size, as 1280x720. Raises ValueError."""
    width, _, height = text.partition("x")
    return int(width), int(height)

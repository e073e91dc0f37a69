"""`bench limit`: what a wall costs on heads of some sizes, by this player and by others.

All in one run, on the same films and heads: this player with each way of drawing, three mpv by
plain X11, three libvlc windows by OpenGL and by plain X11, and libvlc that decodes to nothing. A
run may be cut into pieces, and the figures of earlier ones joined to the last.
"""

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

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

OPENGL, SOFTWARE, MPV, LIBVLC, LIBVLC_GL, DECODING = PLAYERS = (
    *("opengl", "software", "mpv", "libvlc", "libvlc-opengl", "decoding"),
)
SIZES = ((640, 360), (1280, 720), (1920, 1080)), ((1280, 720), (1920, 1080), (3840, 2160))
"""Heads and films where nobody says which."""
OF_MPV, OF_DECODING = 1.2, 1.6
"""The most that the processor's stage may cost: on heads as large as the films, of what mpv does;
on heads a quarter as large, of decoding alone."""
WORDS = {
    OPENGL: "this player, stage: opengl",
    SOFTWARE: "this player, stage: software",
    MPV: "three mpv, x11",
    LIBVLC: "three libvlc windows, x11",
    LIBVLC_GL: "three libvlc windows, OpenGL",
    DECODING: "libvlc, decoding to nothing",
}
_OUTPUTS = {LIBVLC: "xcb_x11", LIBVLC_GL: "gl", DECODING: "vdummy"}

Size = tuple[int, int]


@dataclass(frozen=True)
class PlayerCost:
    """One player's run: ``seen`` is None where nothing is shown. CPU in cores, memory in bytes."""

    player: str
    cpu: float
    memory: int
    seen: SyncFigures | None = None


@dataclass(frozen=True)
class WallCost:
    """All players' runs on heads of a size with films of a size."""

    head: Size
    film: Size
    players: tuple[PlayerCost, ...]

    def of(self, player: str) -> PlayerCost | None:
        """Return one player's run; None when it was not measured here."""
        return next((cost for cost in self.players if cost.player == player), None)


def measure(
    rig: Rig, shop: Workshop, players: Sequence[str], say: Callable[[str], None]
) -> tuple[PlayerCost, ...]:
    """Let each player play in turn."""
    if MPV in players and shutil.which("mpv") is None:
        raise UsageError("mpv is not installed.", "apt-get install mpv, or leave it out.")
    found = []
    for player in players:
        say(WORDS[player])
        if player in DRAWINGS:
            head, film = rig.rects[0], rig.recipe
            name = f"{player}-{head[2]}-{film.width}"
            stage = shop.prepare(name, rig.films, more=f"stage: {player}\n")
            _make_known(rig, stage)
            seen = measure_show(rig, stage, False)
        elif player == DECODING:
            cpu, memory = measure_decoding(rig, _plain(rig, player))
            found.append(PlayerCost(player, cpu, memory))
            continue
        else:
            commands = _mpv(rig) if player == MPV else [_plain(rig, player)]
            seen = measure_windows(rig, commands)
        found.append(PlayerCost(player, seen.cpu, seen.memory, seen))
    return tuple(found)


def _make_known(rig: Rig, stage: PreparedShow) -> None:
    """Let a show begin once, so that its films are known to the next one."""
    with Show(stage, rig.heads.environment) as show:
        show.wait("all films", show.knows_all)


def _plain(rig: Rig, player: str) -> list[str]:
    words = [sys.executable, "-m", "installation.bench.plain", f"--vout={_OUTPUTS[player]}"]
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


def earlier(file: Path) -> tuple[WallCost, ...]:
    """Read the figures of an earlier piece, as ``--keep`` leaves them. Raises UsageError."""
    try:
        found = msgspec.json.decode(file.read_bytes(), type=dict[str, msgspec.Raw])
        return msgspec.json.decode(found["walls"], type=tuple[WallCost, ...])
    except (OSError, KeyError, msgspec.MsgspecError) as fault:
        raise UsageError(
            f"{file} has no figures of this bench: {fault}", "--keep DIR leaves DIR/limit.json."
        ) from fault


def joined(walls: Iterable[WallCost]) -> list[WallCost]:
    """Return one value for each pair of sizes, small ones first; a later run of a player counts."""
    found: dict[tuple[Size, Size], dict[str, PlayerCost]] = {}
    for wall in walls:
        there = found.setdefault((wall.film, wall.head), {})
        there |= {cost.player: cost for cost in wall.players}
    return [
        WallCost(head, film, tuple(there[name] for name in PLAYERS if name in there))
        for (film, head), there in sorted(found.items())
    ]


def rows(wall: WallCost) -> list[tuple[str, ...]]:
    """Return a row for each player, below a head."""
    title = f"heads {said(wall.head)}, films {said(wall.film)} at 24"
    found: list[tuple[str, ...]] = [
        (title, "CPU", "others'", "shown, %", "same, %", "skipped", "quiet", "held", "MB")
    ]
    for cost in wall.players:
        seen = cost.seen
        shown = (
            (
                f"{seen.cpu_others:.2f}",
                f"{100 * seen.shown:.1f}",
                f"{100 * seen.together.share:.1f}",
                str(seen.faults.skipped),
                str(seen.faults_quiet.skipped),
                str(seen.faults.held),
            )
            if seen
            else ("-",) * 6
        )
        found.append((WORDS[cost.player], f"{cost.cpu:.2f}", *shown, f"{cost.memory / 1e6:.0f}"))
    return found


def summary(walls: Sequence[WallCost]) -> str:
    """A table for each pair of sizes."""
    return "\n\n".join(table(rows(wall)) for wall in walls)


def bars(walls: Sequence[WallCost]) -> list[Bar]:
    """Judge the processor's stage, where what it is compared with was measured, too."""
    return [bar for wall in walls for bar in _bars(wall)]


def _bars(wall: WallCost) -> list[Bar]:
    head, film = wall.head, wall.film
    ours, rival, bare = wall.of(SOFTWARE), wall.of(MPV), wall.of(DECODING)
    if ours is None or ours.seen is None:
        return []
    where = f"{said(head)}, films {said(film)}: "
    lost = ours.seen.faults_quiet.skipped
    found = []
    allowed = 0
    if rival is not None and rival.seen is not None:
        allowed = rival.seen.faults_quiet.skipped
        if head == film:
            found.append(_cost(f"{where}CPU of the tree, of mpv's", ours.cpu, rival.cpu, OF_MPV))
    if bare is not None and head[0] * 2 == film[0]:
        what = f"{where}CPU of the tree, of decoding's"
        found.append(_cost(what, ours.cpu, bare.cpu, OF_DECODING))
    what = f"{where}pictures skipped, quiet"
    found.append(Bar(what, f"at most {allowed}", str(lost), lost <= allowed))
    share = 100 * ours.seen.together_quiet.share
    found.append(Bar(f"{where}same picture, quiet", "100 %", f"{share:.2f} %", share >= 100))
    return found


def _cost(what: str, ours: float, theirs: float, most: float) -> Bar:
    times = ours / max(theirs, 1e-9)
    return Bar(what, f"at most {most}", f"{times:.2f}", times <= most)


def said(size: Size) -> str:
    """Say a size, as 1280x720."""
    return f"{size[0]}x{size[1]}"


def size(text: str) -> Size:
    """Read a size, as 1280x720. Raises ValueError."""
    width, _, height = text.partition("x")
    return int(width), int(height)

"""The faults of processes: killed, hung, told to end, doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from installation.bench._faultcase import ALL, NOBODY, FaultCase
from installation.bench._faulttrial import in_step
from installation.bench._faultworld import FaultWorld
from installation.errors import KissError
from installation.model import ShowState, Stop
from installation.rig import HeldThread, thread_named

STOP, CONT, TERM, KILL = signal.SIGSTOP, signal.SIGCONT, signal.SIGTERM, signal.SIGKILL
PLAYER, PLAYERS_HEAD = "player screen2", 1
CLOCK_AHEAD_S = 3600


def _send(kind: str, number: signal.Signals, world: FaultWorld) -> None:
    world.signal(kind, number)
    if number is STOP:
        world.afterwards(lambda: world.wake(kind))  # for one that nobody has replaced


def _replaced(kind: str, world: FaultWorld) -> bool:
    return world.is_replaced(kind)


def _in_command(world: FaultWorld) -> bool:
    return world.is_replaced("controller") and world.answers()


def _pause_controller(world: FaultWorld) -> None:
    _send("controller", STOP, world)
    time.sleep(4.0)
    world.wake("controller")


def _stop_launcher(world: FaultWorld) -> None:
    _send("launcher", STOP, world)


def _interrupt_hung(world: FaultWorld) -> None:
    _send("controller", STOP, world)
    world.afterwards(world.show.launch)
    world.signal("launcher", signal.SIGINT)


def _kill_launcher(world: FaultWorld) -> None:
    world.signal("launcher", KILL)
    time.sleep(0.3)
    world.show.launch()


def _leave_launcher(world: FaultWorld) -> None:
    world.signal("launcher", KILL)
    world.afterwards(world.show.launch)


def _all_gone(world: FaultWorld) -> bool:
    return world.show.ended() and not any(world.ring(n).exists() for n in range(len(world.screens)))


def _play_again(world: FaultWorld) -> None:
    world.refusal = world.kiss(*world.play_words()).stderr


def _refused(world: FaultWorld) -> bool:
    said = "a show is playing already" in world.refusal
    return said and world.is_same_crew() and world.answers()


def _kill_all(world: FaultWorld) -> None:
    for kind in [*(f"player {s}" for s in world.screens), "remote", "controller", "stage"]:
        world.signal(kind, KILL)


def _all_replaced(world: FaultWorld) -> bool:
    kinds = [*(f"player {s}" for s in world.screens), "stage", "controller", "remote"]
    return all(world.is_replaced(kind) for kind in kinds)


def _stop_all(world: FaultWorld) -> None:
    """A virtual machine that is moved, or a machine that swaps: everything stands for a while."""
    pids = world.show.tree.pids()
    for pid in pids:
        os.kill(pid, STOP)
    time.sleep(4.0)
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, CONT)


def _hold_deck(world: FaultWorld) -> None:
    """Hold the thread that a deck calls libvlc on, when it is about to be needed."""
    thread = thread_named(world.before[PLAYER], "deck-A")
    if thread is None:
        raise KissError(f"{PLAYER} has no thread called deck-A")
    world.before_seam(0.6)
    held = HeldThread(thread)
    world.made_ns = time.monotonic_ns()
    world.afterwards(held.release)


def _find_clock_set(world: FaultWorld) -> None:
    _set_clock(world, CLOCK_AHEAD_S)
    world.signal("controller", KILL)


def _set_clock(world: FaultWorld, ahead_s: int) -> None:
    """Move the machine's start as a clock that was set moves it."""
    stat = Path("/proc/stat")
    lines = [
        f"btime {int(line.split()[1]) + ahead_s}" if line.startswith("btime") else line
        for line in stat.read_text().splitlines()
    ]
    other = world.stage.state.parent / f"stat-{ahead_s}"
    other.write_text("\n".join(lines) + "\n")
    subprocess.run(["mount", "--bind", str(other), str(stat)], check=True, capture_output=True)
    world.afterwards(lambda: subprocess.run(["umount", str(stat)], check=True))


def _crowd(_world: FaultWorld) -> None:
    """Ten programs that want all of the machine, for a while."""
    with _busy_machine():
        time.sleep(8.0)


@contextmanager
def _busy_machine() -> Iterator[None]:
    """Run ten programs, each with a session of its own: Linux divides a processor among those."""
    words = [sys.executable, "-c", "while True: pass"]
    busy = [subprocess.Popen(words, start_new_session=True) for _ in range(10)]
    try:
        yield
    finally:
        for one in busy:
            one.kill()
            one.wait()


def _begin_crowded(world: FaultWorld) -> None:
    """Begin a show on a machine that has a fraction of its time for it."""
    world.show.order(Stop())
    busy = ExitStack()
    busy.enter_context(_busy_machine())
    world.afterwards(busy.close)
    world.show.launch()
    world.made_ns = time.monotonic_ns()


def _came_up(world: FaultWorld) -> bool:
    """Tell whether all play, and the first ones that were started do."""
    status = world.status()
    if status is None or status.state is not ShowState.PLAYING or not in_step(world):
        return False
    again = [screen.restarts for screen in status.screens] + [status.stage.restarts]
    world.prompt = not any(again) and "does not answer" not in world.show.output()
    return world.prompt


def _one_show(world: FaultWorld) -> None:
    """Do what could double a show, at random: kill launcher or controller, begin a second one."""
    _double(world, ("launcher", "controller", "second"))


def _one_show_and_clock(world: FaultWorld) -> None:
    """Do the same with clocks that are set in between."""
    _double(world, ("launcher", "controller", "second", "clock"))


def _double(world: FaultWorld, acts: Sequence[str]) -> None:
    draw = random.Random(world.made_ns)
    for _ in range(2):
        act = draw.choice(acts)
        if act == "second":
            world.kiss(*world.play_words())
        elif act == "clock":
            _set_clock(world, draw.randint(-CLOCK_AHEAD_S, CLOCK_AHEAD_S))
        else:
            for pid in world.pids(act)[:1]:
                with suppress(ProcessLookupError):
                    os.kill(pid, KILL)
        time.sleep(draw.random())
    if not world.pids("launcher"):
        world.show.launch()
    world.made_ns = time.monotonic_ns()


def _one_each(world: FaultWorld) -> bool:
    return world.is_whole() and world.answers()


def _end(
    kind: str, head: tuple[int, ...], within_s: float, number: signal.Signals, point: str
) -> FaultCase:
    what = {KILL: "is killed", STOP: "hangs", TERM: "is told to end"}[number]
    name = {KILL: "killed", STOP: "hung", TERM: "ended"}[number]
    return FaultCase(
        f"{kind.split(maxsplit=1)[0]}-{name}",
        point,
        f"the {kind} {what} (SIG{number.name.removeprefix('SIG')})",
        "another one takes its place",
        partial(_send, kind, number),
        _in_command if kind == "controller" else partial(_replaced, kind),
        within_s,
        head,
        in_soak=True,
    )


CASES = (
    _end("controller", NOBODY, 5, KILL, "A2"),
    _end("stage", ALL, 3, KILL, "A7"),
    _end(PLAYER, (PLAYERS_HEAD,), 3, KILL, "B32"),
    _end("remote", NOBODY, 3, KILL, "B32"),
    _end("folder", NOBODY, 8, KILL, "A1"),
    _end("controller", NOBODY, 10, STOP, "A1"),
    _end("stage", ALL, 4, STOP, "B32"),
    _end(PLAYER, (PLAYERS_HEAD,), 4, STOP, "B32"),
    _end("remote", NOBODY, 4, STOP, "B32"),
    _end("folder", NOBODY, 25, STOP, "A1"),
    _end("stage", ALL, 3, TERM, "A7"),
    _end(PLAYER, (PLAYERS_HEAD,), 3, TERM, "A7"),
    _end("remote", NOBODY, 3, TERM, "B32"),
    FaultCase(
        "deck-hung",
        "A12",
        f"libvlc does not come back to a deck of the {PLAYER}",
        "the player is replaced",
        _hold_deck,
        partial(_replaced, PLAYER),
        12,
        (PLAYERS_HEAD,),
        in_soak=True,
    ),
    FaultCase(
        "controller-late",
        "B32",
        "the controller stands still for 4 s and goes on",
        "nobody is replaced, orders are answered",
        _pause_controller,
        lambda world: world.is_same_crew() and world.answers(),
        6,
        lasts_s=8,
    ),
    FaultCase(
        "launcher-hung",
        "B32",
        "the launcher hangs",
        "the wall plays on, orders are answered",
        _stop_launcher,
        FaultWorld.answers,
        2,
        lasts_s=4,
    ),
    FaultCase(
        "launcher-killed",
        "A5",
        "only the launcher is killed, and `play` is begun again",
        "one of each, in command",
        _kill_launcher,
        lambda world: world.is_replaced("controller") and world.is_whole() and world.answers(),
        10,
        in_soak=True,
    ),
    FaultCase(
        "launcher-left",
        "A5",
        "the launcher is killed, and nobody begins again",
        "everything ends by itself within 45 s",
        _leave_launcher,
        _all_gone,
        25,
        ALL,
        dark=ALL,
        by_hand=True,
    ),
    FaultCase(
        "ctrl-c-hung",
        "A1",
        "Ctrl-C while the controller hangs",
        "the show ends",
        _interrupt_hung,
        lambda world: world.show.ended(),
        25,
        ALL,
        dark=ALL,
        by_hand=True,
    ),
    FaultCase(
        "second-play",
        "A5",
        "a second `play` for the same show",
        "it is refused, nobody is replaced",
        _play_again,
        _refused,
        10,
    ),
    FaultCase(
        "one-show",
        "A5",
        "launcher or controller killed, a second `play`, at random",
        "one of each",
        _one_show,
        _one_each,
        10,
        in_soak=True,
    ),
    FaultCase(
        "one-show-clocks",
        "A2",
        "the same, with clocks that are set in between",
        "one of each",
        _one_show_and_clock,
        _one_each,
        10,
        needs_root=True,
    ),
    FaultCase(
        "clock-set",
        "A2",
        "the machine's clock is an hour ahead, and the controller is killed",
        "the next one takes over what runs",
        _find_clock_set,
        lambda world: _in_command(world) and world.is_whole(),
        6,
        needs_root=True,
    ),
    FaultCase(
        "all-killed",
        "B32",
        "controller, stage, remote and all players are killed at once",
        "all are replaced",
        _kill_all,
        _all_replaced,
        10,
        ALL,
        in_soak=True,
    ),
    FaultCase(
        "machine-stalled",
        "B32",
        "everything stands still for 4 s and goes on",
        "nobody is replaced",
        _stop_all,
        FaultWorld.is_same_crew,
        8,
        ALL,
        lasts_s=8,
        in_soak=True,
    ),
    FaultCase(
        "machine-busy",
        "1",
        "ten programs want all of the machine for 8 s",
        "nobody is replaced",
        _crowd,
        FaultWorld.is_same_crew,
        12,
        ALL,
        lasts_s=12,
    ),
    FaultCase(
        "start-crowded",
        "1",
        "the show begins while ten programs want all of the machine",
        "all play, and none was started twice",
        _begin_crowded,
        _came_up,
        120,
        ALL,
        dark=ALL,
    ),
)

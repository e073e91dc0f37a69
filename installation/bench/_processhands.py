"""The hands behind the faults of processes: what ends, stops and doubles them, and what looks."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from installation.bench._faulttrial import in_step
from installation.bench._faultworld import FaultWorld
from installation.errors import KissError
from installation.link import run_folder
from installation.model import ShowState, Stop
from installation.rig import HeldThread, command_of, thread_named

STOP, CONT, TERM, KILL = signal.SIGSTOP, signal.SIGCONT, signal.SIGTERM, signal.SIGKILL
PLAYER, PLAYERS_HEAD = "player screen2", 1
CLOCK_AHEAD_S = 3600
STANDS_S, RUNS_S = 0.08, 0.02
LOOKS_EVERY = 3
"""After so many turns it is looked for processes that have begun."""


def send(kind: str, number: signal.Signals, world: FaultWorld) -> None:
    """Send a signal; one that stops a process is undone by waking it."""
    world.signal(kind, number)
    if number is STOP:
        world.afterwards(lambda: world.wake(kind))  # for one that nobody has replaced


def replaced(kind: str, world: FaultWorld) -> bool:
    """Tell whether another process has taken its place."""
    return world.is_replaced(kind)


def lose_forks(number: signal.Signals, kind: str, world: FaultWorld) -> None:
    """Take the fork server away, and kill a process that it would begin; only then ask for it.

    The next controller brings the next server.
    """
    world.signal("forks", number)
    world.afterwards(lambda: os.kill(world.before["controller"], KILL))
    world.signal(kind, KILL)


def in_command(world: FaultWorld) -> bool:
    """Tell whether another controller is there, and answers orders."""
    return world.is_replaced("controller") and world.answers()


def pause_controller(world: FaultWorld) -> None:
    """Have the controller stand still for a while."""
    send("controller", STOP, world)
    time.sleep(4.0)
    world.wake("controller")


def stop_launcher(world: FaultWorld) -> None:
    """Have the launcher stand still."""
    send("launcher", STOP, world)


def interrupt_hung(world: FaultWorld) -> None:
    """Press Ctrl-C while the controller hangs; the show begins again afterwards."""
    send("controller", STOP, world)
    world.afterwards(world.show.launch)
    world.signal("launcher", signal.SIGINT)


def kill_launcher(world: FaultWorld) -> None:
    """Kill the launcher alone, and begin the show again."""
    world.signal("launcher", KILL)
    time.sleep(0.3)
    world.show.launch()


def leave_launcher(world: FaultWorld) -> None:
    """Kill the launcher alone; the show begins again only afterwards."""
    world.signal("launcher", KILL)
    world.afterwards(world.show.launch)


def lose_records(world: FaultWorld) -> None:
    """Remove the notes of who runs, as a cleaner of run folders does, and kill the controller.

    Who kills it between the start of a process and its note does the same.
    """
    for note in run_folder(world.state).glob("*.pid"):
        note.unlink()
    world.signal("controller", KILL)


def begin_twice(world: FaultWorld) -> None:
    """Begin a second player by the words of the one that runs."""
    words = command_of(world.before[PLAYER])
    second = subprocess.Popen(words, env=world.show.environment, start_new_session=True)
    world.afterwards(second.wait)
    world.afterwards(second.kill)


def all_gone(world: FaultWorld) -> bool:
    """Tell whether no process and no ring of the show is left."""
    return world.show.ended() and not any(world.ring(n).exists() for n in range(len(world.screens)))


def play_again(world: FaultWorld) -> None:
    """Begin a second show in the same state folder."""
    world.refusal = world.kiss(*world.play_words()).stderr


def refused(world: FaultWorld) -> bool:
    """Tell whether the second one was refused, and the first one has not changed."""
    said = "a show is playing already" in world.refusal
    return said and world.is_same_crew() and world.answers()


def kill_all(world: FaultWorld) -> None:
    """Kill everybody but the launcher."""
    for kind in [*(f"player {s}" for s in world.screens), "remote", "controller", "stage"]:
        world.signal(kind, KILL)


def all_replaced(world: FaultWorld) -> bool:
    """Tell whether everybody but the launcher was replaced."""
    kinds = [*(f"player {s}" for s in world.screens), "stage", "controller", "remote"]
    return all(world.is_replaced(kind) for kind in kinds)


def stop_all(world: FaultWorld) -> None:
    """A virtual machine that is moved, or a machine that swaps: everything stands for a while."""
    pids = world.show.tree.pids()
    _send_all(pids, STOP)
    time.sleep(4.0)
    _send_all(pids, CONT)


def hold_deck(world: FaultWorld) -> None:
    """Hold the thread that a deck calls libvlc on, when it is about to be needed."""
    thread = thread_named(world.before[PLAYER], "deck-A")
    if thread is None:
        raise KissError(f"{PLAYER} has no thread called deck-A")
    world.before_seam(0.6)
    held = HeldThread(thread)
    world.made_ns = time.monotonic_ns()
    world.afterwards(held.release)


def find_clock_set(world: FaultWorld) -> None:
    """Set the clock, and have the next controller find the processes of the one before."""
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
    world.afterwards(lambda: subprocess.run(["umount", "--lazy", str(stat)], check=True))


def crowd(_world: FaultWorld) -> None:
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


def slow_down(world: FaultWorld) -> None:
    """Have the show's processes run for a fifth of the time, for a while."""
    with _slowed(world):
        time.sleep(8.0)


@contextmanager
def _slowed(world: FaultWorld) -> Iterator[None]:
    """Let all of the show's processes run for 20 of 100 ms, those that begin meanwhile, too."""
    over = threading.Event()

    def turn() -> None:
        while not over.is_set():
            pids = world.show.tree.pids()
            for _ in range(LOOKS_EVERY):
                _send_all(pids, STOP)
                over.wait(STANDS_S)
                _send_all(pids, CONT)
                over.wait(RUNS_S)

    turning = threading.Thread(target=turn, name="slowing")
    turning.start()
    try:
        yield
    finally:
        over.set()
        turning.join()


def _send_all(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def begin_slow(world: FaultWorld) -> None:
    """Begin a show on a machine of a fifth of the speed."""
    world.show.order(Stop())
    slow = ExitStack()
    slow.enter_context(_slowed(world))
    world.afterwards(slow.close)
    world.show.launch()
    world.made_ns = time.monotonic_ns()


def begin_crowded(world: FaultWorld) -> None:
    """Begin a show on a machine that has a fraction of its time for it."""
    world.show.order(Stop())
    busy = ExitStack()
    busy.enter_context(_busy_machine())
    world.afterwards(busy.close)
    world.show.launch()
    world.made_ns = time.monotonic_ns()


def came_up(world: FaultWorld) -> bool:
    """Tell whether all play, and the first ones that were started do."""
    status = world.status()
    if status is None or status.state is not ShowState.PLAYING:
        world.saw = "it does not play"
        return False
    begun = {screen.screen: screen.restarts for screen in status.screens}
    again = [name for name, count in (begun | {"stage": status.stage.restarts}).items() if count]
    again += ["controller"] if "does not answer" in world.show.output() else []
    world.saw = f"started again: {', '.join(again)}" if again else "the heads are not in step"
    return not again and in_step(world)


def one_show(world: FaultWorld) -> None:
    """Do what could double a show, at random: kill launcher or controller, begin a second one."""
    _double(world, ("launcher", "controller", "second"))


def one_show_and_clock(world: FaultWorld) -> None:
    """Do the same with clocks that are set in between."""
    _double(world, ("launcher", "controller", "second", "clock"))


def _double(world: FaultWorld, acts: Sequence[str]) -> None:
    draw = random.Random(world.made_ns)
    for _ in range(2):
        act = draw.choice(acts)
        if act == "second" and world.pids("launcher"):
            world.kiss(*world.play_words())  # it is refused
        elif act == "second":  # it is the show, and plays on
            world.show.launch()
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


def one_each(world: FaultWorld) -> bool:
    """Tell whether everybody is there once, and orders are answered."""
    return world.is_whole() and world.answers()

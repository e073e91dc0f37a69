"""Does to the bench's machine what galleries do, and takes the time until it plays again."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from installation.bench import _bootroot as bootroot
from installation.bench._bootasker import ANSWERS
from installation.bench._bootmachine import Machine
from installation.bench._bootseen import (
    LOOKS,
    all_films,
    none_dark,
    seen,
    wait_for,
)
from installation.bench._kind import say
from installation.errors import KissError
from installation.kiosk import show_user

UNIT = "kiss.service"
KISS = f"/{bootroot.CHECKOUT}/kiss"
STATE = show_user.HOME / ".local" / "state" / "kiss"
INSTALL_S = 1800.0
CUT_WITHIN_S = 20.0
"""At any instant of so many seconds after films were seen the power goes."""
_X = "pgrep -x Xorg"
_LAUNCHER = "pgrep -o -f 'installation play'"
_CONTROLLER = "pgrep -o -f installation.apps.controller"
_ASKED = "/run/bench-asked"
_ASKER = f"/{bootroot.CHECKOUT}/.venv/bin/python -P -m installation.bench._bootasker {STATE}"
# what a machine writes on its own while it runs, whoever uses it; Python's own cache
_LIVING = (
    r"^/(proc|sys|dev|run|tmp|var/(log|tmp|lib/systemd|cache))/|^/etc/\.pwd\.lock|-$"
    r"|/__pycache__(/|$)"
)
_FILES = f"find / -xdev | grep -vE '{_LIVING}' | sort"
_FILES_BEFORE = "/var/log/bench-files"
_SINKS = (
    f"setpriv --reuid {show_user.USER} --regid {show_user.USER} --clear-groups "
    f"env HOME={show_user.HOME} XDG_RUNTIME_DIR=/run/user/$(id -u {show_user.USER}) "
    "pactl list short sinks"
)
"""As the handbook has it, with what every Debian has in sudo's place. What counts is what the
server may open, which the user's own services run; not who asks it."""
_SPEED = (
    "import time; began = time.perf_counter(); sum(n * n for n in range(1_000_000)); "
    "print(time.perf_counter() - began)"
)


@dataclass
class Boots:
    """The course of a machine's day; times are by its own clock.

    None stands for what never came, or was not asked for. ``slower`` is by how much the emulated
    machine is slower, ``files`` how many were compared with those after `kiosk uninstall`,
    ``sinks`` where the show's own user may play sound to, in the sound server's words. A show that
    was stopped took ``stopped_s`` for it; ``stop_troubles`` are what was not in order then.
    """

    release: str
    to_x_s: float | None = None
    to_waiting_s: float | None = None
    to_film_s: float | None = None
    after_cuts_s: list[float | None] = field(default_factory=list)
    after_x_kills_s: list[float | None] = field(default_factory=list)
    after_hangs_s: dict[str, list[float | None]] = field(default_factory=dict)
    slower: float = 1.0
    exposure: float | None = None
    left_behind: list[str] = field(default_factory=list)
    status: str = ""
    journal: str = ""
    processes: str = ""
    sinks: str | None = None
    mornings_s: dict[str, float | None] = field(default_factory=dict)
    restarts_in_the_dark: int | None = None
    outsider: list[str] | None = None
    idle_tries: list[str] = field(default_factory=list)
    files: int | None = None
    stopped_s: float | None = None
    stop_troubles: list[str] = field(default_factory=list)


def note_files(machine: Machine) -> None:
    """Have the machine remember which files it has; a serial line takes minutes for their names."""
    machine.ask(f"{_FILES} >{_FILES_BEFORE}")


def uninstall(machine: Machine, found: Boots) -> None:
    """Uninstall the kiosk, with its user, and see which files came or went since then."""
    told = machine.ask(f"{KISS} kiosk uninstall --forget", INSTALL_S)
    if "memory are gone" not in told:
        found.left_behind += [f"`kiosk uninstall --forget` failed: {told.strip()[-300:]}"]
    changed = machine.ask(f"{_FILES} | diff {_FILES_BEFORE} - | grep '^[<>]'")
    found.left_behind += changed.splitlines()
    found.files = int(machine.ask(f"wc -l <{_FILES_BEFORE}"))
    say(f"uninstalled: {len(found.left_behind)} of {found.files} files came or went")


def install(machine: Machine) -> None:
    """Install the kiosk as a technician does. Raises KissError when that fails."""
    told = machine.ask(f"{KISS} kiosk install --versions /{bootroot.VERSIONS}; sync", INSTALL_S)
    if "begins with this machine" not in told:
        raise KissError(f"the kiosk could not be installed: {told[-600:]}")


def first_boot(machine: Machine, found: Boots) -> None:
    """Switch it on, and see what comes."""
    machine.cut_power()
    found.to_x_s = wait_for_x(machine)
    say(f"X after {seconds(found.to_x_s)}")
    found.to_waiting_s = wait_for(machine, none_dark)
    say(f"a picture on all displays after {seconds(found.to_waiting_s)}")
    found.to_film_s = wait_for(machine, all_films)
    say(f"films on all displays after {seconds(found.to_film_s)}")


def cut(machine: Machine, found: Boots, count: int) -> None:
    """Cut the power at random instants: after films came, and each second time on the way up."""
    came_s = 0.0
    for number in range(count):
        time.sleep(random.uniform(0.0, CUT_WITHIN_S))
        machine.cut_power()
        if again := bool(number % 2):
            time.sleep(random.uniform(0.0, came_s))
            machine.cut_power()
        began_s = time.monotonic()
        found.after_cuts_s.append(wait_for(machine, all_films))
        came_s = time.monotonic() - began_s
        twice = ", and once more on the way up" if again else ""
        say(f"power cut {number + 1}{twice}: films after {seconds(found.after_cuts_s[-1])}")


def kill_x(machine: Machine, found: Boots, count: int) -> None:
    """Kill the X server; what its displays show until another one is there does not count."""
    for number in range(count):
        machine.up()
        machine.begin()
        before = machine.ask(f"pid=$({_X}); kill -9 $pid; echo $pid").strip()
        there = _wait_for_another_x(machine, before) is not None
        found.after_x_kills_s.append(wait_for(machine, all_films) if there else None)
        say(f"X killed, {number + 1}: films after {seconds(found.after_x_kills_s[-1])}")


def hang(machine: Machine, found: Boots, count: int) -> None:
    """Stop the controller and the launcher, and see when another one is in command."""
    for what, where in (("controller", _CONTROLLER), ("launcher", _LAUNCHER)):
        times = found.after_hangs_s.setdefault(what, [])
        for number in range(count):
            machine.up()
            machine.ask(f"{_ASKER} >{_ASKED} 2>&1 &")
            wait_until(machine, lambda: ANSWERS in machine.ask(f"cat {_ASKED}"))
            began_s = machine.clock_s()
            machine.ask(f"kill -STOP $({where})")
            times.append(_another_in_command(machine, began_s))
            dark = [screen for screen in machine.screens() if not all_films([seen(screen)])]
            say(f"{what} hung, {number + 1}: in command after {seconds(times[-1])}, "
                f"{len(dark)} displays without a film")  # fmt: skip


def look_inside(machine: Machine, found: Boots) -> None:
    """Have the machine say of itself what is of interest."""
    machine.up()
    found.status = machine.ask(f"{KISS} kiosk status; {KISS} status")
    found.journal = machine.ask(f"journalctl -b -u {UNIT} -o cat --no-pager | tail -n 30")
    found.processes = machine.ask(
        "ps -eo user:8,supgrp:40,unit:24,args --no-headers | grep -E 'Xorg|installation' "
        "| grep -v grep | cut -c1-170"
    )
    found.sinks = machine.ask(_SINKS)
    said = machine.ask(f"systemd-analyze security {UNIT} --no-pager | tail -n 1").split()
    figures = [word for word in said if word.replace(".", "", 1).isdigit()]
    found.exposure = float(figures[0]) if figures else None


def how_much_slower(machine: Machine) -> float:
    """Return by how much the machine is slower than this one, at Python, each by its own clock."""
    began_s = time.process_time()
    sum(n * n for n in range(1_000_000))
    here_s = time.process_time() - began_s
    return float(machine.ask(f"python3 -c '{_SPEED}'").split()[-1]) / here_s


def seconds(value: float | None) -> str:
    """Return a time in words."""
    return "never" if value is None else f"{value:.0f} s"


def tell(found: Boots, what: str, after_s: float | None) -> None:
    """Take down after how long something came, and say it."""
    found.mornings_s[what] = after_s
    say(f"{what} after {seconds(after_s)}")


def wait_for_x(machine: Machine) -> float | None:
    """Return the machine's age when X has its terminal in front; None if that never comes."""
    machine.up()
    return wait_until(
        machine, lambda: "tty7" in machine.ask(f"{_X} >/dev/null && cat /sys/class/tty/tty0/active")
    )


def _wait_for_another_x(machine: Machine, before: str) -> float | None:
    """Return when an X server runs that is not the one before."""
    return wait_until(machine, lambda: machine.ask(_X).strip() not in ("", before))


def _another_in_command(machine: Machine, since_s: float) -> float | None:
    """Return how long after an instant of its clock another controller answered."""

    def said() -> str:
        return machine.ask(f"sed 1d {_ASKED}").strip()

    came = wait_until(machine, lambda: bool(said()))
    return None if came is None else float(said()) - since_s


def wait_until(machine: Machine, holds: Callable[[], bool]) -> float | None:
    """Return the machine's age when something holds; None if it never does."""
    for _ in range(LOOKS):
        if holds():
            return machine.age_s()
        time.sleep(1.0)
    return None

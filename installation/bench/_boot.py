"""Power on, and it plays: the kiosk on a machine that really boots, and what galleries do to it."""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from installation.bench import _bootroot as bootroot
from installation.bench._bootmachine import PROCESSOR, Machine
from installation.bench._kind import BenchKind, Found, number, say
from installation.bench._report import Bar, table
from installation.errors import KissError
from installation.rig import Recipe, barcode, barcoded_film, film_cache

_FILMS = [Recipe(number + 1, 60.0, 160, 90, Fraction(12)) for number in range(3)]
"""Small, for the emulated machine, and long: a deck takes seconds there to stand ready for a cycle;
films of 2 s were over each time before it did."""
_PATIENCE_S = 900.0
"""How long a picture is waited for; the emulated machine is 3 to 10 times slower than this one."""
_LOOK_S = 3.0
_SECURE = 4.0
_UNIT = "kiss.service"
_X_ENDS = "kill -9 $(pgrep -x Xorg)"
# what a machine writes on its own while it runs, whoever uses it
_LIVING = r"^/(proc|sys|dev|run|tmp|var/(log|tmp|lib/systemd|cache))/|^/etc/\.pwd\.lock|-$"
_FILES = f"find / -xdev \\( -type f -o -type l \\) -print | grep -vE '{_LIVING}' | sort"


class Seen(Enum):
    """The contents of a display."""

    DARK = "dark"
    WAITING = "the waiting picture"
    FILM = "a film"


@dataclass
class Boots:
    """The course of a boot; all times in seconds of this machine. None: it never came."""

    release: str
    to_x_s: float | None = None
    to_waiting_s: float | None = None
    to_film_s: float | None = None
    after_cuts_s: list[float | None] = field(default_factory=list)
    after_x_kills_s: list[float | None] = field(default_factory=list)
    exposure: float | None = None
    left_behind: list[str] = field(default_factory=list)
    status: str = ""
    journal: str = ""
    processes: str = ""


def seen(screen: NDArray[np.uint8]) -> Seen:
    """Tell what a display shows from its picture, (height, width, 3)."""
    height, width, _ = screen.shape
    tall = width * 9 // 16  # the film is 16:9, in the middle
    at = barcode.points(0, (height - tall) // 2, width, tall)
    if int(barcode.read(screen[at[:, 1], at[:, 0], 1])) >= 0:
        return Seen.FILM
    return Seen.WAITING if screen.any() else Seen.DARK


def wait_for(machine: Machine, wanted: Callable[[Sequence[Seen]], bool]) -> float | None:
    """Return the machine's age when its displays show what is wanted; None if they never do."""
    while machine.age_s < _PATIENCE_S:
        if wanted([seen(screen) for screen in machine.screens()]):
            return machine.age_s
        time.sleep(_LOOK_S)
    return None


def _all_films(heads: Sequence[Seen]) -> bool:
    return all(head is Seen.FILM for head in heads)


def _none_dark(heads: Sequence[Seen]) -> bool:
    return Seen.DARK not in heads


def _wait_for_x(machine: Machine) -> float | None:
    machine.up()
    while machine.age_s < _PATIENCE_S:
        if machine.ask("pgrep -x Xorg >/dev/null && cat /sys/class/tty/tty0/active") == "tty7\n":
            return machine.age_s
        time.sleep(1.0)
    return None


def measure(args: argparse.Namespace) -> Found:
    """Make the machine, install the kiosk in it, and see what comes on its displays."""
    films = [barcoded_film(recipe, film_cache()) for recipe in _FILMS]
    folder = bootroot.made(args.cache, args.release, films, say)
    found = Boots(args.release)
    with (
        tempfile.TemporaryDirectory(prefix="kiss-boot.") as work,
        Machine(folder, Path(work), args.cores, args.cpu) as machine,
    ):
        machine.up()
        before = machine.ask(_FILES)
        say(f"it is up after {machine.age_s:.0f} s; installing the kiosk in it")
        _install(machine)
        try:
            _first_boot(machine, found)
            _cuts(machine, found, args.cuts)
            _x_kills(machine, found, args.x_kills)
        finally:
            say("what it says of itself")
            _ask(machine, found)
        machine.ask(f"/{bootroot.CHECKOUT}/kiss kiosk uninstall", 300.0)
        after = machine.ask(_FILES)
        found.left_behind = sorted(set(after.splitlines()) - set(before.splitlines()))
    return _summary(found), asdict(found), _bars(found)


def _install(machine: Machine) -> None:
    kiss = f"/{bootroot.CHECKOUT}/kiss kiosk install --versions /{bootroot.VERSIONS}"
    machine.ask("useradd -m kiss")
    told = machine.ask(f"{kiss} --user kiss; sync", 300.0)
    if "begins with this machine" not in told:
        raise KissError(f"the kiosk could not be installed: {told[-600:]}")


def _first_boot(machine: Machine, found: Boots) -> None:
    machine.cut_power()
    found.to_x_s = _wait_for_x(machine)
    say(f"X after {_seconds(found.to_x_s)}")
    found.to_waiting_s = wait_for(machine, _none_dark)
    say(f"a picture on all displays after {_seconds(found.to_waiting_s)}")
    found.to_film_s = wait_for(machine, _all_films)
    say(f"films on all displays after {_seconds(found.to_film_s)}")


def _cuts(machine: Machine, found: Boots, count: int) -> None:
    for cut in range(count):
        time.sleep(random.uniform(0.0, 20.0))
        machine.cut_power()
        found.after_cuts_s.append(wait_for(machine, _all_films))
        say(f"power cut {cut + 1}: films after {_seconds(found.after_cuts_s[-1])}")


def _x_kills(machine: Machine, found: Boots, count: int) -> None:
    for kill in range(count):
        machine.up()
        machine.ask(_X_ENDS)
        machine.began_s = time.monotonic()
        time.sleep(_LOOK_S)
        found.after_x_kills_s.append(wait_for(machine, _all_films))
        say(f"X killed, {kill + 1}: films after {_seconds(found.after_x_kills_s[-1])}")


def _ask(machine: Machine, found: Boots) -> None:
    machine.up()
    found.status = machine.ask(f"/{bootroot.CHECKOUT}/kiss kiosk status")
    found.journal = machine.ask(f"journalctl -b -u {_UNIT} -o cat --no-pager | tail -n 30")
    found.processes = machine.ask(
        "ps -eo user:8,supgrp:40,unit:24,args --no-headers | grep -E 'Xorg|installation' "
        "| grep -v grep | cut -c1-170"
    )
    said = machine.ask(f"systemd-analyze security {_UNIT} --no-pager | tail -n 1").split()
    figures = [word for word in said if word.replace(".", "", 1).isdigit()]
    found.exposure = float(figures[0]) if figures else None


def _seconds(value: float | None) -> str:
    return "never" if value is None else f"{value:.0f} s"


def _summary(found: Boots) -> str:
    rows = [("from power on", "")]
    rows += [
        ("to X", _seconds(found.to_x_s)),
        ("to a picture on all", _seconds(found.to_waiting_s)),
    ]
    rows += [("to films on all", _seconds(found.to_film_s))]
    for what, times in (("power cut", found.after_cuts_s), ("X killed", found.after_x_kills_s)):
        rows += [(f"{what} {n + 1}: films", _seconds(each)) for n, each in enumerate(times)]
    left = "\n".join(found.left_behind) or "nothing"
    parts = {
        f"Debian {found.release}, in software": table(rows),
        "kiss kiosk status": found.status,
        "who runs what": found.processes,
        "the unit's journal": found.journal,
        "left behind by kiosk uninstall": left,
    }
    return "\n\n".join(f"{title}\n{text.strip()}" for title, text in parts.items())


def _bars(found: Boots) -> list[Bar]:
    def back(what: str, times: Sequence[float | None]) -> Bar:
        good = sum(each is not None for each in times)
        return Bar(f"films on all displays after {what}", f"{len(times)} of {len(times)}",
                   f"{good} of {len(times)}", good == len(times))  # fmt: skip

    bars = [back("the first boot", [found.to_film_s])]
    bars += [back("a power cut", found.after_cuts_s)] if found.after_cuts_s else []
    bars += [back("X was killed", found.after_x_kills_s)] if found.after_x_kills_s else []
    exposure = found.exposure
    shown = "unknown" if exposure is None else f"{exposure:.1f}"
    safe = exposure is not None and exposure <= _SECURE
    left = len(found.left_behind)
    return [
        *bars,
        Bar("systemd-analyze security", f"at most {_SECURE:.1f}", shown, safe),
        Bar("files left behind by kiosk uninstall", "0", str(left), not left),
    ]


KINDS = (
    BenchKind(
        "boot",
        "does it play when the power comes on? on a machine that really boots (root, QEMU)",
        measure,
        (
            ("--release", {"choices": list(bootroot.RELEASES), "default": "bookworm",
                           "help": "the Debian (bookworm)"}),
            ("--cache", {"type": Path, "default": film_cache() / "boot", "metavar": "DIR",
                         "help": f"where the system is kept ({film_cache() / 'boot'})"}),
            ("--cpu", {"default": PROCESSOR, "metavar": "MODEL",
                       "help": f"QEMU's processor ({PROCESSOR})"}),
            number("--cores", 2, "how many cores it has"),
            number("--cuts", 1, "how many power cuts; 0: none", least=0),
            number("--x-kills", 1, "how often X is killed; 0: never", least=0),
        ),
    ),
)  # fmt: skip

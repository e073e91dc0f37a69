"""Power on, and it plays: the kiosk on a machine that really boots, and what galleries do to it."""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

from installation.bench import _bootmornings as mornings
from installation.bench import _bootroot as bootroot
from installation.bench import _boottrials as trials
from installation.bench._bootmachine import PACE, PROCESSOR, Machine
from installation.bench._bootneighbours import neighbours
from installation.bench._bootoutsider import look_from_outside
from installation.bench._bootstop import stop
from installation.bench._boottelevision import television
from installation.bench._boottrials import Boots, seconds
from installation.bench._kind import BenchKind, Found, number, say
from installation.bench._report import Bar, table
from installation.rig import Recipe, barcoded_film, film_cache

_FILMS = [Recipe(number + 1, 60.0, 160, 90, Fraction(24)) for number in range(3)]
"""Small, for the emulated machine, fast enough to be played without a copy, and long: a deck takes
seconds there to stand ready for a cycle; films of 2 s were over each time before it did."""
_SECURE = 4.0
_IN_COMMAND_S = 60.0
"""Within this somebody else is in command when one hangs."""
_UNINSTALL = "uninstall"
_PARTS: dict[str, Callable[[Machine, Boots, argparse.Namespace], None]] = {
    "outsider": lambda machine, found, _: look_from_outside(machine, found),
    "stop": lambda machine, found, _: stop(machine, found),
    "hangs": lambda machine, found, args: trials.hang(machine, found, args.hangs),
    "x-kills": lambda machine, found, args: trials.kill_x(machine, found, args.x_kills),
    "neighbours": lambda machine, found, _: neighbours(machine, found),
    "cuts": lambda machine, found, args: trials.cut(machine, found, args.cuts),
    "displays": lambda machine, found, _: mornings.displays(machine, found),
    "no-display": lambda machine, found, _: mornings.no_display(machine, found),
    "full-disk": lambda machine, found, _: mornings.full_disk(machine, found),
    "read-only-disk": lambda machine, found, _: mornings.read_only_disk(machine, found),
    "leftovers": lambda machine, found, _: mornings.leftovers(machine, found),
    "television": lambda machine, found, _: television(machine, found),
}
"""What is done to it between its first boot and its end, in this order."""


def measure(args: argparse.Namespace) -> Found:
    """Make the machine, install the kiosk in it, and see what comes on its displays."""
    films = [barcoded_film(recipe, film_cache()) for recipe in _FILMS]
    folder = bootroot.made(args.cache, args.release, films, say)
    found = Boots(args.release)
    with (
        tempfile.TemporaryDirectory(prefix="kiss-boot.") as work,
        Machine(folder, Path(work), args.pace, args.cpu) as machine,
    ):
        machine.up()
        found.slower = trials.how_much_slower(machine)
        trials.note_files(machine)
        say(f"it is up after {machine.age_s():.0f} s, {found.slower:.0f} times slower than here; "
            "installing the kiosk in it")  # fmt: skip
        trials.install(machine)
        try:
            trials.first_boot(machine, found)
            for part, do in _PARTS.items():
                if part in (args.only or _PARTS):
                    do(machine, found, args)
        except KeyboardInterrupt:
            say("no more trials; once more ends it at once")
        finally:
            say("what it says of itself")
            trials.look_inside(machine, found)
        if _UNINSTALL in (args.only or (_UNINSTALL,)):
            trials.uninstall(machine, found)
    return _summary(found), asdict(found), _bars(found)


def _summary(found: Boots) -> str:
    rows = [("times slower than this machine", f"{found.slower:.0f}"), ("from power on", "")]
    rows += [
        ("to X", seconds(found.to_x_s)),
        ("to a picture on all", seconds(found.to_waiting_s)),
    ]
    rows += [("to films on all", seconds(found.to_film_s))]
    for what, times in (("power cut", found.after_cuts_s), ("X killed", found.after_x_kills_s)):
        rows += [(f"{what} {n + 1}: films", seconds(each)) for n, each in enumerate(times)]
    for what, times in found.after_hangs_s.items():
        rows += [(f"{what} hung {n + 1}: in command", seconds(t)) for n, t in enumerate(times)]
    rows += [("stopped", seconds(found.stopped_s))] if found.stopped_s is not None else []
    rows += [(what, seconds(time)) for what, time in found.mornings_s.items()]
    left = "\n".join(found.left_behind) or "nothing"
    compared = f"added (>) or missing (<) after kiosk uninstall, of {found.files} files"
    parts = {
        f"Debian {found.release}, in software": table(rows),
        "kiss kiosk status": found.status,
        "who runs what": found.processes,
        "where sound may go": found.sinks or "",
        "the unit's journal": found.journal,
        **({} if found.files is None else {compared: left}),
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
    bars += [_in_command(found)] if any(found.after_hangs_s.values()) else []
    if found.mornings_s:
        bars += [back("a bad morning", list(found.mornings_s.values()))]
    if (restarts := found.restarts_in_the_dark) is not None:
        bars += [Bar("restarts while no display is lit", "0", str(restarts), not restarts)]
    if found.stopped_s is not None:
        odd = ", ".join(found.stop_troubles)
        bars += [Bar("a show that is stopped", "ends in order", odd or "ends in order", not odd)]
    if found.outsider is not None:
        inside = [*found.outsider, *(f"not tried: {what}" for what in found.idle_tries)]
        bars += [
            Bar(
                "what another user gets into", "nothing", ", ".join(inside) or "nothing", not inside
            )
        ]
    if found.sinks is not None:
        heard = "alsa_output" in found.sinks
        bars += [Bar("the sound card, for who plays", "open", "open" if heard else "shut", heard)]
    exposure = found.exposure
    shown = "unknown" if exposure is None else f"{exposure:.1f}"
    safe = exposure is not None and exposure <= _SECURE
    bars += [Bar("systemd-analyze security", f"at most {_SECURE:.1f}", shown, safe)]
    if found.files is not None:
        left = len(found.left_behind)
        what = f"of {found.files} files, added or missing after kiosk uninstall"
        bars += [Bar(what, "0", str(left), bool(found.files) and not left)]
    return bars


def _in_command(found: Boots) -> Bar:
    times = [time for each in found.after_hangs_s.values() for time in each]
    good = all(time is not None and time <= _IN_COMMAND_S for time in times)
    shown = ", ".join(seconds(time) for time in times)
    wanted = f"within {_IN_COMMAND_S:.0f} s"
    return Bar("somebody else in command after a hang", wanted, shown, good)


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
            number("--cuts", 1, "how many power cuts"),
            number("--x-kills", 1, "how often X is killed"),
            number("--pace", PACE, "an instruction takes 2 to the power of N ns", least=0),
            number("--hangs", 1, "how often controller and launcher hang"),
            (
                "--only",
                {"nargs": "+", "choices": [*_PARTS, _UNINSTALL],
                 "help": "only these, after the first boot"},
            ),
        ),
    ),
)  # fmt: skip

"""The command ``kiss``. Exit codes: 0 good, 1 failed, 2 wrong usage."""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from installation import __version__
from installation.cli import _arguments as arguments
from installation.cli import _folders as folders
from installation.cli import _usage as usage
from installation.errors import KissError, UsageError
from installation.model import LANGUAGES, Surface, orders_offered

# Each command imports what it needs when it runs: `kiss status` should not load a GUI.


def _play(options: argparse.Namespace) -> int:
    from installation.cli import _play as play

    return play.play(options)


def _demo(options: argparse.Namespace) -> int:
    from installation.cli import _demo as demo

    return demo.demo(options)


def _status(options: argparse.Namespace) -> int:
    from installation.cli import _orders as orders

    return orders.status(options.state, options.json)


def _order(options: argparse.Namespace) -> int:
    from installation.cli import _orders as orders

    return orders.order(options)


def _calibrate(options: argparse.Namespace) -> int:
    from installation.cli import _calibrate as calibrate

    return calibrate.calibrate(options)


def _panel(options: argparse.Namespace) -> int:
    from installation.cli import _panel as panel

    return panel.panel(options.state, options.language)


def _remote(options: argparse.Namespace) -> int:
    from installation.cli import _remote as remote

    return remote.remote(options)


def _door(options: argparse.Namespace) -> int:
    from installation.cli import _door as door

    return door.door(options)


def _machines(options: argparse.Namespace) -> int:
    from installation.cli import _machines as machines

    return machines.machines(options)


def _kiosk(options: argparse.Namespace) -> int:
    from installation.cli import _kiosk as kiosk

    return kiosk.kiosk(options)


def _doctor(options: argparse.Namespace) -> int:
    from installation.cli import _doctor as doctor

    return doctor.doctor(options)


def _bench(options: argparse.Namespace) -> int:
    from installation.bench import command

    return command.run(options)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top: argparse.ArgumentParser = usage.Parser(
        prog="kiss", description="The player for a film that is never finished."
    )
    top.add_argument("--version", action="version", version=f"kiss {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        one.set_defaults(run=run)
        return one

    play = add("play", _play, "play the installation")
    usage.add_layout(play)
    usage.add_folders(play)
    usage.add_machine(play)
    play.add_argument("--no-panel", action="store_true", help="without the operator's panel")
    play.add_argument("--cycles", type=_count, default=0, metavar="N", help="end after N cycles")
    usage.add_state(play)

    demo = add("demo", _demo, "make three iterations and play them")
    demo.add_argument("--seconds", type=float, default=0, metavar="N", help="end after N seconds")
    demo.add_argument(
        "--screenshot",
        type=Path,
        default=Path("kiss-demo.png"),
        metavar="FILE",
        help="where the picture of virtual displays goes (%(default)s)",
    )
    demo.add_argument("--no-panel", action="store_true", help="without the operator's panel")
    usage.add_state(demo, folders.default_state() / "demo")

    status = add("status", _status, "say what plays where, and how well")
    status.add_argument("--json", action="store_true", help="as JSON")
    usage.add_state(status)
    for kind in orders_offered(Surface.COMMAND):
        one = add(kind.name, _order, kind.help)
        arguments.add_words(one, kind)
        usage.add_state(one)
    panel = add("panel", _panel, "open another panel for the show that runs")
    panel.add_argument("--language", choices=LANGUAGES, help="without it, the layout's")
    usage.add_state(panel)
    align = add("calibrate", _calibrate, "align the projectors, with a pattern on every screen")
    align.add_argument("screen", nargs="?", metavar="SCREEN", help="the one to begin with")
    usage.add_state(align)
    arguments.add_versions(commands)
    arguments.add_report(commands)

    doctor = add("doctor", _doctor, "say what is missing or odd on this machine")
    usage.add_layout(doctor)
    usage.add_machine(doctor)
    doctor.add_argument("--json", action="store_true", help="as JSON")
    quick = "without measuring what fits, which takes 20 s and draws on the displays"
    doctor.add_argument("--quick", action="store_true", help=quick)
    usage.add_state(doctor)

    box = add("remote", _remote, "button and fader boxes: ports, monitor, learn, test")
    if "remote" in sys.argv[1:2]:
        from installation.cli import _remote as remote

        remote.add_parser(box)

    phones = add("door", _door, "keys for phones and show control")
    if "door" in sys.argv[1:2]:
        from installation.cli import _door as door

        door.add_parser(phones)

    several = add("machines", _machines, "several machines: make their keys, and pair them")
    if "machines" in sys.argv[1:2]:
        from installation.cli import _machines as machines

        machines.add_parser(several)

    with_machine = add("kiosk", _kiosk, "have the show begin with the machine")
    if "kiosk" in sys.argv[1:2]:
        from installation.cli import _kiosk as kiosk

        kiosk.add_parser(with_machine)

    bench = add("bench", _bench, "measure the player on virtual displays")
    if "bench" in sys.argv[1:2]:
        from installation.bench import command

        command.add_parser(bench)
    return top


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"should be a whole number, 0 or more, not {text!r}")
    return int(text)


def main(words: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # titles have letters that a terminal may not have
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        options = parser().parse_args(words)
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except KissError as fault:
        print(f"kiss: {fault}", file=sys.stderr)
        return 2 if isinstance(fault, UsageError) else 1
    except KeyboardInterrupt:
        return 1
    except BrokenPipeError:
        return 1

"""The command lines of orders, ``kiss versions`` and ``kiss report``; the rest is loaded later."""

import argparse
from pathlib import Path

from installation.cli import _beats as beats
from installation.cli import _folders as folders
from installation.cli import _usage as usage
from installation.model import Order, OrderKind, Surface, orders_offered


def _versions(options: argparse.Namespace) -> int:
    from installation.cli import _versions as versions

    return versions.versions(options)


def _report(options: argparse.Namespace) -> int:
    from installation.cli import _report as report

    return report.report(options)


def add_words(one: argparse.ArgumentParser, kind: OrderKind) -> None:
    """Add what stands behind an order's name to its command line."""
    one.set_defaults(kind=kind)
    for number, (takes, default) in enumerate(zip(kind.takes, kind.defaults, strict=True)):
        one.add_argument(
            f"word{number}",
            nargs=None if default is None else "?",
            default=default,
            choices=takes.choices or None,
            metavar=takes.metavar,
            help=f"{takes.about} (%(default)s)" if default else takes.about,
        )


def order_of(options: argparse.Namespace) -> Order:
    """Return the order that a command line gives. Raises UsageError."""
    kind: OrderKind = options.kind
    return kind.made(*(getattr(options, f"word{number}") for number in range(len(kind.takes))))


def add_versions(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``versions`` and what it can do to the command line."""
    text = "list, add, check and approve versions"
    top = commands.add_parser("versions", help=text, description=f"{text[0].upper()}{text[1:]}.")
    parts = top.add_subparsers(dest="part", metavar="PART", required=True)

    def part(name: str, what: str) -> argparse.ArgumentParser:
        one = parts.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
        one.set_defaults(run=_versions)
        usage.add_state(one)
        told = "the folder of the films (versions/)"
        one.add_argument("--versions", type=Path, default=None, metavar="DIR", help=told)
        usage.add_layout(one, "--layout")
        return one

    part("list", "every version: its state, its place, its reason").add_argument(
        "--json", action="store_true", help="as JSON"
    )
    adding = part("add", "copy a film or a folder into the versions folder, whole and compared")
    adding.add_argument("path", type=Path, metavar="PATH", help="a film, or a folder with one")
    adding.add_argument("--replace", action="store_true", help="as a new revision of that name")
    check = part("check", "the whole intake of a film or a folder, without admitting it")
    check.add_argument("path", type=Path, metavar="PATH", help="a film, or a folder with one")
    told = "make its house copy, and lay it there to be looked at"
    check.add_argument("--copy", type=Path, default=None, metavar="OUT", help=told)
    for kind in orders_offered(Surface.VERSIONS):
        add_words(part(kind.name, kind.help), kind)
    proposing = beats.add_parser(parts)
    usage.add_state(proposing)
    proposing.add_argument(
        "--versions",
        type=Path,
        default=folders.data("versions"),
        metavar="DIR",
        help="the folder of the films (versions/)",
    )


TODAY = "today"


def add_report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``report`` to the command line."""
    text = "what was shown when: the conservator's iteration report"
    top = commands.add_parser("report", help=text, description=f"{text[0].upper()}{text[1:]}.")
    top.set_defaults(run=_report)
    top.add_argument("--from", dest="first", metavar="DAY", help="the first day, as 2024-03-21")
    top.add_argument("--to", dest="last", metavar="DAY", help="the last day (today)")
    top.add_argument("--days", type=int, metavar="N", help="the last N days (30)")
    top.add_argument(
        "--day",
        nargs="?",
        const=TODAY,
        metavar="DAY",
        help="how one day went, on one page: cycles, skew, faults, disk (today)",
    )
    top.add_argument(
        "--all",
        action="store_true",
        help="of all machines of a layout for several; what is not there is named",
    )
    how = top.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="as JSON")
    how.add_argument("--html", type=Path, metavar="FILE", help="as a page to file or to print")
    how.add_argument(
        "--labels",
        type=Path,
        metavar="FILE",
        help="labels to print and hang beside the wall, as a PDF",
    )
    usage.add_layout(top, "--layout")
    usage.add_state(top)

"""The command `bench`: every kind of measurement, each with its bars."""

import argparse
import signal
import sys
from pathlib import Path

from installation.bench import _boot as boot
from installation.bench import _onarrival as onarrival
from installation.bench import _onwall as onwall
from installation.bench import _outside as outside
from installation.bench._report import as_json, keep, verdict

KINDS = {kind.name: kind for kind in (*onwall.KINDS, *onarrival.KINDS, *outside.KINDS, *boot.KINDS)}


def add_parser(bench: argparse.ArgumentParser) -> None:
    """Add every kind to the command's parser."""
    bench.description = (
        "Measures the player on three virtual displays of its own. Exit code 1 says "
        "that a bar was missed."
    )
    parsers = bench.add_subparsers(dest="bench", required=True, metavar="WHAT")
    for kind in KINDS.values():
        parser = parsers.add_parser(kind.name, help=kind.about, description=kind.about)
        for name, told in kind.options:
            parser.add_argument(name, **told)
        parser.add_argument("--json", action="store_true", help="all figures as JSON")
        parser.add_argument("--keep", type=Path, metavar="DIR", help="keep samples and figures")


def run(args: argparse.Namespace) -> int:
    """Run the bench that was asked for; 0 when every bar held, 1 when one was missed."""
    # whoever ends a bench early should not be left with its shows
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("kiss: the bench was ended"))
    text, figures, bars = KINDS[args.bench].measure(args)
    data = as_json(figures, bars)
    keep(args.keep, f"{args.bench}.json", data)
    print(data if args.json else f"{text}\n\n{verdict(bars)}")
    return 0 if all(bar.held for bar in bars) else 1

"""The words of ``kiss versions beats ID``; :mod:`installation.cli._proposing` does it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  it has no name


def add_parser(commands: "Commands") -> argparse.ArgumentParser:
    """Add the sub-command to ``kiss versions``; it needs ``--versions`` and ``--state``."""
    text = "propose a version's beats by those of another version, and write them"
    one = commands.add_parser("beats", help=text, description=f"{text[0].upper()}{text[1:]}.")
    one.set_defaults(run=run)
    one.add_argument("id", metavar="ID", help="the version that lacks beats")
    one.add_argument(
        "--from",
        dest="model",
        metavar="ID",
        help="the version that has them (the one most like it)",
    )
    one.add_argument("--yes", action="store_true", help="take all that are likely, without asking")
    one.add_argument(
        "--min-confidence",
        type=_share,
        default=0.5,
        metavar="P",
        help="what likely means, 0 to 1 (%(default)s)",
    )
    one.add_argument(
        "--picture",
        type=Path,
        metavar="FILE",
        help="where the picture of what was found goes (proposals/ID.png in the state folder)",
    )
    return one


def run(options: argparse.Namespace) -> int:
    """Propose, show, ask, write; 1 when nothing was written."""
    from installation.cli import (
        _proposing as proposing,  # it reads films: `kiss status` need not load that
    )

    return proposing.beats(options)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"should be between 0 and 1, not {text!r}")
    return value

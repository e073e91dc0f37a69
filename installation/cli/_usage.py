"""The command line's manners: a wrong word is answered with the right one, never only refused."""

import argparse
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from installation.cli import _folders as folders
from installation.model import did_you_mean

_MISSING = "the following arguments are required: "
_KINDS = {"int": "a whole number", "float": "a number"}


class Parser(argparse.ArgumentParser):
    """argparse's parser, in the house's words. Sub-commands have the same one."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong below how it is used; where a sub-command is missing, show them all."""
        missing = message.removeprefix(_MISSING)
        whole = missing != message and self._subparsers is not None
        self.print_help(sys.stderr) if whole else self.print_usage(sys.stderr)
        said = f"{missing} is missing" if missing != message else message
        kind = re.search(r"invalid (int|float) value: (.*)", said)
        if kind:
            said = said.replace(kind[0], f"should be {_KINDS[kind[1]]}, not {kind[2]}")
        more = "" if whole else f"\n  `{self.prog} --help` says what there is."
        self.exit(2, f"\n{self.prog}: {said}.{more}\n" if whole else f"{self.prog}: {said}{more}\n")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        known = [str(choice) for choice in action.choices]
        hint = did_you_mean(str(value), known) or f"; there are {', '.join(known)}"
        raise argparse.ArgumentError(None, f"{str(value)!r} is not known here{hint}")


def add_layout(parser: argparse.ArgumentParser, name: str = "layout") -> None:
    """Add LAYOUT, as a word or, with dashes, as an option."""
    more: dict[str, Any] = {} if name.startswith("-") else {"nargs": "?"}
    told = "a name in layouts/, or a file (%(default)s)"
    parser.add_argument(name, default="triptych", metavar="LAYOUT", help=told, **more)


def add_machine(parser: argparse.ArgumentParser) -> None:
    """Add the name of this machine, for layouts that have several."""
    told = "which machine of the layout this one is, where that has several"
    parser.add_argument("--machine", default="", metavar="NAME", help=told)


def add_state(parser: argparse.ArgumentParser, default: Path | None = None) -> None:
    """Add the state folder, which names a show to commands, too."""
    parser.add_argument(
        "--state",
        type=Path,
        default=default or folders.default_state(),
        metavar="DIR",
        help="the show's memory; also names the show (%(default)s)",
    )


def add_folders(parser: argparse.ArgumentParser) -> None:
    """Add the folders of films and of projectors."""
    for name, what in (("versions", "films"), ("calibration", "projectors' files")):
        parser.add_argument(
            f"--{name}",
            type=Path,
            default=folders.data(name),
            metavar="DIR",
            help=f"the folder of the {what} ({name}/)",
        )

"""A kind of measurement: what it is called, what it may be told, how it is run."""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from installation.bench._report import Bar

HEADS = 3
"""How many virtual displays the measurements on a wall use."""

Found = tuple[str, dict[str, Any], list[Bar]]
"""What a measurement found: in words, as figures for a program, and the bars."""

Option = tuple[str, dict[str, Any]]
"""An argument's name, and what argparse should know about it."""


@dataclass(frozen=True)
class BenchKind:
    """``measure`` gets what was said on the command line, ``keep`` (a folder or None) with it."""

    name: str
    about: str
    measure: Callable[[argparse.Namespace], Found]
    options: tuple[Option, ...] = ()


def number(flag: str, default: int, about: str, least: int = 1) -> Option:
    """An option that takes a whole number, ``least`` or more."""

    def count(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"should be {least} or more")
        return int(text)

    return flag, {"type": count, "default": default, "help": f"{about} ({default})"}


def amount(flag: str, default: float, about: str) -> Option:
    """An option that takes a number above 0."""

    def quantity(text: str) -> float:
        if float(text) <= 0:
            raise argparse.ArgumentTypeError("should be more than 0")
        return float(text)

    return flag, {"type": quantity, "default": default, "help": f"{about} ({default:g})"}


def share(flag: str, about: str) -> Option:
    """An option that takes a number, 0 or more; without it there is none of it."""

    def quantity(text: str) -> float:
        if float(text) < 0:
            raise argparse.ArgumentTypeError("should be 0 or more")
        return float(text)

    return flag, {"type": quantity, "default": 0.0, "help": f"{about} (none)"}


def switch(flag: str, about: str) -> Option:
    """An option that is on when it is there."""
    return flag, {"action": "store_true", "help": about}


_began_s = time.monotonic()


def say(text: str) -> None:
    """Tell whoever waits how far it is, on stderr."""
    print(f"[{time.monotonic() - _began_s:5.0f} s] {text}", file=sys.stderr, flush=True)

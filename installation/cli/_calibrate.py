"""``kiss calibrate``: align the projectors of a running show by its keyboard."""

import argparse
import contextlib
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from types import FrameType

from installation.calibration import Drafts, Wish
from installation.cli._calibrating_words import KEYS, lines, parting
from installation.cli._terminal_keys import Keyboard
from installation.errors import UsageError
from installation.link import Client, Spoke, endpoint
from installation.model import did_you_mean, meant
from installation.show import (
    RENEW_NS,
    AlignmentBench,
    read_alignment,
    status_from_json,
)
from installation.units import MILLISECOND


def calibrate(options: argparse.Namespace) -> int:
    """Until somebody leaves. The film is back when this process is gone, however it goes."""
    keyboard = Keyboard()
    start = read_alignment(status_from_json(Client(options.state).status()))
    if options.screen is not None:
        drafts = replace(start.drafts, chosen=_number(start.drafts, options.screen))
        start = replace(start, drafts=drafts)
    print(KEYS, flush=True)
    spoke = Spoke(endpoint(options.state))
    bench = AlignmentBench(spoke, start)
    try:
        with _ends_in_order(), keyboard:
            _session(bench, spoke, keyboard)
    finally:
        bench.end()
        spoke.close()
        with contextlib.suppress(OSError):  # its terminal has gone away
            print(f"\r\033[J{parting(bench.drafts, bench.files)}", flush=True)
    return 0


def _number(drafts: Drafts, name: str) -> int:
    names = [screen.name for screen in drafts.screens]
    known = meant(name, names)
    if known is None:
        hint = did_you_mean(name, names) or "."
        raise UsageError(f"there is no screen {name!r}{hint}", f"There are {', '.join(names)}.")
    return names.index(known)


def _session(bench: AlignmentBench, spoke: Spoke, keyboard: Keyboard) -> None:
    stays = True
    while stays:
        bench.renew()
        says = bench.hear()
        try:
            _print(bench.drafts, says)
            spoke.wait(RENEW_NS // MILLISECOND, keyboard.fileno())
            stays = all(_press(bench, key) for key in keyboard.pressed())
        except (EOFError, OSError):  # its terminal has gone away
            return


def _press(bench: AlignmentBench, key: str) -> bool:
    """Do what a key asks for; False when it is to leave."""
    wish = bench.press(key)
    if wish in (Wish.SAVE, Wish.SAVE_AND_LEAVE):
        bench.kept(bench.saving().write())
    left = wish is Wish.SAVE_AND_LEAVE and not bench.drafts.unsaved
    return wish is not Wish.LEAVE and not left


def _print(drafts: Drafts, told_by_show: str) -> None:
    """The live lines; the cursor stays where the first begins."""
    width = max(20, shutil.get_terminal_size().columns) - 1
    live = [f"\r\033[K{line[:width]}" for line in lines(drafts, told_by_show)]
    sys.stdout.write("\n".join(live) + f"\033[{len(live) - 1}A\r")
    sys.stdout.flush()


@contextlib.contextmanager
def _ends_in_order() -> Iterator[None]:
    """A signal that ends the process gives the terminal back first."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""``kiss calibrate``: align the projectors of a running show by its keyboard."""

import argparse
import contextlib
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType

from installation.calibration import AlignedScreen, Drafts, Wish, press_key, round_draft
from installation.cli._calibrating_words import KEYS, lines, parting
from installation.cli._projector_files import calibration_of, write
from installation.cli._terminal_keys import Keyboard
from installation.errors import ConfigError, KissError, LinkError, UsageError, told
from installation.link import LEASE_NS, Alignment, Client, Draft, Reply, Spoke, endpoint
from installation.model import Layout, Optics, did_you_mean, load_yaml, meant
from installation.show import ShowStatus, status_from_json
from installation.units import MILLISECOND, SECOND

RENEW_NS = 300 * MILLISECOND
SILENT_NS = SECOND
REFUSED_NS = 2 * SECOND
"""So long a refusal is waited out: the lease of one that was killed ends meanwhile."""
AWAY = "the show does not answer; it is looked for"


def calibrate(options: argparse.Namespace) -> int:
    """Until somebody leaves. The film is back when this process is gone, however it goes."""
    keyboard = Keyboard()
    status = status_from_json(Client(options.state).status())
    if not status.layout:
        raise LinkError("the show has no layout's file that a calibration could be written to.")
    layout_file, folder = Path(status.layout), Path(status.calibration)
    drafts = _drafts(status, load_yaml(layout_file, Layout), folder)
    if options.screen is not None:
        drafts = replace(drafts, chosen=_number(drafts, options.screen))
    print(KEYS, flush=True)
    spoke = Spoke(endpoint(options.state))
    bench = Bench(spoke, keyboard, drafts, layout_file, folder)
    try:
        with _ends_in_order(), keyboard:
            _session(bench)
    finally:
        bench.end()
        spoke.close()
        with contextlib.suppress(OSError):  # its terminal has gone away
            print(f"\r\033[J{parting(bench.drafts, bench.files)}", flush=True)
    return 0


def _drafts(status: ShowStatus, layout: Layout, folder: Path) -> Drafts:
    """Return what there is to align: the screens that have a display."""
    there = [one for one in status.screens if one.display and one.screen in layout.names]
    if not there:
        raise KissError("no screen of the show has a display.", "`kiss status` says why.")
    screens = tuple(
        AlignedScreen(one.screen, *one.size, rotation=layout.screen(one.screen).rotation)
        for one in there
    )
    saved = tuple(calibration_of(layout, one.screen, folder) for one in there)
    return Drafts(screens, saved, saved)


def _number(drafts: Drafts, name: str) -> int:
    names = [screen.name for screen in drafts.screens]
    known = meant(name, names)
    if known is None:
        hint = did_you_mean(name, names) or "."
        raise UsageError(f"there is no screen {name!r}{hint}", f"There are {', '.join(names)}.")
    return names.index(known)


class Bench:
    """The ends that a session holds: the show, the keys, the drafts, and where they are kept."""

    def __init__(
        self, spoke: Spoke, keyboard: Keyboard, drafts: Drafts, layout: Path, folder: Path
    ) -> None:
        self.spoke, self.keyboard, self.drafts = spoke, keyboard, drafts
        self._layout, self._folder = layout, folder
        self._heard_ns = self._taken_ns = time.monotonic_ns()
        self._told = ""
        self.files: dict[str, str] = {}
        """The file that each screen's draft was saved to."""

    def show(self) -> None:
        """Have the drafts on the glass, for as long as this is called again."""
        self._send(self.drafts.drafts, self.drafts.pattern)

    def end(self) -> None:
        """Have the film back, by what is saved: a file that is just written is read in a moment."""
        self._send(self.drafts.saved, False)

    def _send(self, calibrations: Sequence[Optics], pattern: bool) -> None:
        drafts = self.drafts
        made = tuple(
            Draft(screen.name, optics)
            for screen, optics in zip(drafts.screens, calibrations, strict=True)
        )
        until_ns = time.monotonic_ns() + LEASE_NS
        name = drafts.screen.name
        self.spoke.send(Alignment(made, pattern, name, drafts.corner, until_ns))

    def hear(self) -> str:
        """Return what the show says to it. Raises KissError when somebody else aligns."""
        now_ns = time.monotonic_ns()
        for message in self.spoke.receive():
            if isinstance(message, Reply):
                self._heard_ns, self._told = now_ns, message.text
                self._taken_ns = now_ns if message.ok else self._taken_ns
                if now_ns - self._taken_ns > REFUSED_NS:
                    raise KissError(f"{message.text}.", "End that one first.")
        return AWAY if now_ns - self._heard_ns > SILENT_NS else self._told

    def press(self, key: str) -> bool:
        """Do what a key asks for; False when it is to leave."""
        self.drafts, wish = press_key(self.drafts, key)
        if wish in (Wish.SAVE, Wish.SAVE_AND_LEAVE):
            self._save()
        return wish is not Wish.LEAVE and (wish is not Wish.SAVE_AND_LEAVE or self._unsaved)

    @property
    def _unsaved(self) -> bool:
        return bool(self.drafts.unsaved)

    def _save(self) -> None:
        written, says = {}, ""
        for number in self.drafts.unsaved:
            draft = round_draft(self.drafts.drafts[number])
            try:
                name = self.drafts.screens[number].name
                self.files[name] = str(write(self._layout, self._folder, name, draft))
                written[number] = draft
            except ConfigError as fault:
                says = told(fault.message, fault.advice)
        names = ", ".join(self.drafts.screens[number].name for number in written)
        self.drafts = self.drafts.kept(written, says or f"saved: {names}")


def _session(bench: Bench) -> None:
    shown_ns, before, stays = 0, None, True
    while stays:
        now_ns = time.monotonic_ns()
        if bench.drafts is not before or now_ns - shown_ns > RENEW_NS:
            bench.show()
            shown_ns, before = now_ns, bench.drafts
        says = bench.hear()
        try:
            _print(bench.drafts, says)
            bench.spoke.wait(RENEW_NS // MILLISECOND, bench.keyboard.fileno())
            stays = all(bench.press(key) for key in bench.keyboard.pressed())
        except (EOFError, OSError):  # its terminal has gone away
            return


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

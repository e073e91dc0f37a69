"""Puts the displays of an X server in order, and each into its mode: what was decided, done."""

import logging
import time
from collections.abc import Callable, Sequence

from installation.errors import KioskError
from installation.kiosk._arrange import DisplayStep, Refusals, next_step
from installation.kiosk._outputs import ask_xrandr, parse, xrandr
from installation.kiosk._xrandr_words import heads, screen_size, widest
from installation.model import DisplayMode, Output

MOST_STEPS = 20
"""Steps at one look: a display each, two where one was refused."""

log = logging.getLogger("displays")


class DisplayArranger:
    """The displays of one X server. ``wishes`` says which modes the layout names, by connector."""

    def __init__(
        self,
        display: str,
        wishes: Callable[[Sequence[Output]], dict[str, DisplayMode]] = lambda _: {},
        now_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._display, self._wishes, self._now_ns = display, wishes, now_ns
        self._refusals = Refusals()
        self.seen: tuple[list[Output], tuple[int, int]] = ([], (0, 0))
        """The displays at the last look, and the size of the X screen that they are parts of."""

    def look(self) -> list[str]:
        """Do what is to be done; return what ``xrandr`` was told, nothing if all was well.

        Raises KioskError when the X server is not there, or refuses what changes no mode.
        """
        told: list[str] = []
        before: DisplayStep | None = None
        for _ in range(MOST_STEPS):
            said = ask_xrandr(self._display)
            there, self.seen = heads(said), (parse(said), screen_size(said))
            self._refusals.keep([head.name for head in there if head.connected])
            resting = self._refusals.resting(self._now_ns())
            step = next_step(there, self._wishes(self.seen[0]), resting, widest(said))
            if step is None:
                break
            if step == before:
                raise KioskError(f"`xrandr {' '.join(step.words)}` changes nothing.")
            before = step
            told += step.words
            done = xrandr(self._display, *step.words)
            if done.returncode and step.attempt is None:
                raise KioskError(
                    f"the displays could not be put side by side: {done.stderr.strip()}",
                    f"`{' '.join(done.args)}` says the same.",
                )
            if step.attempt is None:
                continue
            name, mode = step.attempt
            is_set = any(
                head.name == name and head.rect and (mode is None or head.current == mode)
                for head in heads(ask_xrandr(self._display))
            )
            if not is_set:  # refused, or taken without an effect
                rest_s = self._refusals.refused(step.attempt, self._now_ns())
                log.warning(
                    "%s cannot be set to %s (%s); it is tried again in %d s",
                    name,
                    mode.mode if mode else "any mode",
                    done.stderr.strip() or "the driver does nothing",
                    rest_s,
                )
        return told

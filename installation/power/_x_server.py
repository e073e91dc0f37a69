"""Darkens the X server's displays by DPMS: they get no signal.

Off, they come on by themselves when somebody touches the panel or a key, and go off again a minute
later. That is the X server's doing.

A server that has no DPMS is told in vain, without a word: so it is asked afterwards how they are.
"""

import re

from installation.power._tools import RunTool, run_tool
from installation.said import NOTHING, Said

WAKES_S = 60
"""How long displays stay on when somebody touches the panel of a closed house."""
OFF = ("xset", "+dpms", "dpms", "0", "0", str(WAKES_S), "dpms", "force", "off")
# the times, too: whoever switches DPMS on again finds none after which the wall goes dark
ON = ("xset", "dpms", "force", "on", "dpms", "0", "0", "0", "-dpms")
ASK = ("xset", "q")


def are_dark(answer: str) -> bool | None:
    """Tell by ``xset q``'s words whether the displays are off; None where there is no DPMS."""
    if "DPMS is Disabled" in answer:
        return False
    found = re.search(r"Monitor is (\S+)", answer)
    return found[1] != "On" if found else None


class XServer:
    """The displays of the X server, all at once. One thread asks."""

    def __init__(self, run: RunTool = run_tool) -> None:
        self._run = run

    def put(self, dark: bool) -> Said:
        """Put them off or on; why they are not, or NOTHING. Raises KioskError."""
        self._run(OFF if dark else ON)
        are = are_dark(self._run(ASK))
        if are is None:
            return Said("this X server has no DPMS; leave `displays` away from the hours")
        return NOTHING if are == dark else Said("the X server leaves them as they are")

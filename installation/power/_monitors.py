"""Switches monitors off and on by DDC/CI, with ``ddcutil``: the menu's own power, by the cable.

For those that do not go dark without a signal. What does not understand it is passed over: it has
no signal all the same.
"""

import re

from installation.errors import KioskError
from installation.power._tools import RunTool, run_tool
from installation.said import NOTHING, Said

POWER = "d6"
"""The VESA monitor control command set's power mode."""
ON, OFF = "1", "4"
"""Off as by a lost signal, which wakes it again; 5 would be its own button."""
_BUS = re.compile(r"I2C bus:\s*/dev/i2c-(\d+)")


def buses_in(answer: str) -> list[str]:
    """Return the buses of the monitors that ``ddcutil detect`` names, asleep ones included."""
    return list(dict.fromkeys(_BUS.findall(answer)))


class Monitors:
    """The monitors that this machine can speak with. One thread asks, and is held up."""

    def __init__(self, run: RunTool = run_tool) -> None:
        self._run = run
        self._off: set[str] = set()

    def put(self, dark: bool) -> Said:
        """Put them off or on; why one that was put off is not on, or NOTHING. Raises KioskError."""
        found = buses_in(self._run(("ddcutil", "detect", "--terse")))
        silent = []
        for bus in dict.fromkeys((*found, *sorted(self._off))):
            words = "ddcutil", "--bus", bus, "--noverify", "setvcp", POWER, OFF if dark else ON
            try:
                self._run(words)
            except KioskError:
                silent.append(bus)
                continue
            (self._off.add if dark else self._off.discard)(bus)
        lost = [bus for bus in silent if bus in self._off and not dark]
        if lost:
            return Said("the monitor at {device} does not answer", device=f"/dev/i2c-{lost[0]}")
        return NOTHING

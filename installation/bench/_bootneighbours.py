"""Hangs what a show has to do with on the bench's machine, while it plays and before it begins.

They are systemd's own and the system's message bus: journald, whom every line goes to, udevd, who
tells X of displays, logind, whom X asks for its card, and D-Bus between them. systemd itself ends
one that hangs after three minutes; a show neither waits for that nor needs it.
"""

import time

from installation.bench._bootmachine import HEADS, Machine
from installation.bench._bootseen import all_films, wait_for, wait_for_motion
from installation.bench._boottrials import UNIT, Boots, tell

NEIGHBOURS = "^(systemd-journal|systemd-udevd|systemd-logind|dbus-daemon)$"
"""Their names as the kernel has them, cut to 15 letters."""
PLAY = "neighbours hung for a minute: films play on"
BEGIN = "begun while neighbours hung: films on all"
_HANG_S = 60.0
"""A show that nobody could tell systemd of would be begun anew by then (WatchdogSec=60)."""


def neighbours(machine: Machine, found: Boots) -> None:
    """Have them hang for a while, and then have the show begin while they do."""
    machine.up()
    before = _shows(machine)
    machine.begin()
    machine.ask(f"pkill -STOP '{NEIGHBOURS}'")
    until_s = machine.clock_s() + _HANG_S
    while machine.clock_s() < until_s:
        time.sleep(1.0)
    plays_s = wait_for_motion(machine, HEADS)
    tell(found, PLAY, plays_s if _shows(machine) == before else None)
    machine.ask(f"systemctl stop {UNIT}; pkill -STOP '{NEIGHBOURS}'")
    machine.begin()
    machine.ask(f"systemctl start --no-block {UNIT}")
    tell(found, BEGIN, wait_for(machine, all_films))
    machine.ask(f"pkill -CONT '{NEIGHBOURS}'")


def _shows(machine: Machine) -> str:
    """Return which X server plays, and how often the unit was begun again."""
    return machine.ask(f"pgrep -x Xorg; systemctl show -p NRestarts --value {UNIT}")

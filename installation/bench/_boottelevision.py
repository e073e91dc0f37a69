"""Hangs a television on the bench's machine, closes the house and opens it again.

The kernel's own television (`vivid`) is at the other end of its HDMI-CEC, and Debian's
`cec-follower` answers for it: the wire, the program that speaks on it and the unit's limits are
real.
"""

from functools import partial

from installation.bench._bootmachine import Machine
from installation.bench._bootroot import CHECKOUT
from installation.bench._bootseen import all_films, wait_for
from installation.bench._boottrials import KISS, Boots, tell, wait_until
from installation.bench._kind import say

_LAYOUT = f"/{CHECKOUT}/layouts/triptych.yaml"
_OPTIONS = "n_devs=1 num_inputs=1 input_types=0x3 num_outputs=1 output_types=0x1"
_MODULE = "/etc/modprobe.d/bench-television.conf"
_AT_BOOT = "/etc/modules-load.d/bench-television.conf"
_TELEVISION = "/dev/cec0"
_LOG = "/run/television.log"
_WEEK = "\\n".join(
    f"  {day}: 00:00-24:00"
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)
_HOURS = f"hours:\\n  zone: Etc/UTC\\n{_WEEK}\\n  displays: asleep\\n"
PLUGGED = (
    "for one in /dev/video*; do v4l2-ctl -d $one -L |"
    " sed -n 's/^ *\\([a-z_0-9]*_is_connected_to\\) .* max=\\([0-9]*\\) .*/\\1=\\2/p' |"
    " xargs -r -n 1 v4l2-ctl -d $one --set-ctrl; done"
)
"""Leads the cable from the module's output to its television: up to Linux 6.11 it is led there."""
SLEEPS = "the house closed: the television sleeps"
WAKES = "the house opened: the television is on"


def television(machine: Machine, found: Boots) -> None:
    """Switch on with a television; close the house, and open it."""
    machine.up()
    machine.ask(f"echo options vivid {_OPTIONS} >{_MODULE}; echo vivid >{_AT_BOOT}")
    machine.ask(f"cp -a {_LAYOUT} {_LAYOUT}.bench; printf '{_HOURS}' >>{_LAYOUT}; sync")
    machine.cut_power()
    tell(found, "switched on with a television: films on all", wait_for(machine, all_films))
    machine.up()
    machine.ask(f"cec-ctl --device {_TELEVISION} --tv")
    machine.ask(PLUGGED)
    machine.ask(f"setsid cec-follower --device {_TELEVISION} -v >{_LOG} 2>&1 </dev/null &")
    for order, heard, what in (("close", "STANDBY", SLEEPS), ("open", "IMAGE_VIEW_ON", WAKES)):
        machine.begin()
        said = machine.ask(f"{KISS} {order}").strip()
        say(f"`kiss {order}`: {said}")
        tell(found, what, wait_until(machine, partial(_heard, machine, heard)))
    tell(found, "and films are on all", wait_for(machine, all_films))
    machine.ask(f"pkill cec-follower; rm {_MODULE} {_AT_BOOT}; mv {_LAYOUT}.bench {_LAYOUT}; sync")


def _heard(machine: Machine, what: str) -> bool:
    """Tell whether the television has heard something."""
    return what in machine.ask(f"cat {_LOG}")

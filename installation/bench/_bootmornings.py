"""Begins bad mornings on the bench's machine: what is always there is not, or comes late.

The machine never has a network. A display is pulled and plugged by the kernel's own switch for it,
and udev tells X of it, which a graphics card's own driver does for a cable. One that is to be dark
when the machine comes up is pulled by udev in the moment in which the kernel has it: before that
nobody can, and X begins soon after.
"""

import time
from collections.abc import Callable, Sequence

from installation.bench._bootmachine import HEADS, Machine
from installation.bench._bootroot import CHECKOUT
from installation.bench._bootseen import Seen, all_films, wait_for, wait_for_motion
from installation.bench._boottrials import STATE, UNIT, Boots, tell, wait_for_x
from installation.kiosk import show_user

_AT_BOOT = "/etc/udev/rules.d/10-bench.rules"
_NO_SOUND = "/etc/modprobe.d/bench.conf"
_LOCK = f"/{CHECKOUT}/requirements.lock"
_PUT_ASIDE = f"{_LOCK}.bench"
_BALLAST = "/bench-ballast"
_FIRST = "/etc/systemd/system/bench-first.service"
_WANTED = "/etc/systemd/system/multi-user.target.wants/bench-first.service"
_LAST_BYTES = 64 << 20
"""So much of the disk is written, not only reserved: what its bookkeeping takes is not known."""
_STARE_S = 60.0
"""For so long, in the machine's own time, X stands without a display; a storm of restarts would be
seen by then (RestartSec=2)."""


def displays(machine: Machine, found: Boots) -> None:
    """Switch on with two displays, no sound card and another lock file; then plug, pull, plug."""
    _dark_at_boot(machine, HEADS)
    machine.ask(f"echo 'install snd_hda_intel /bin/false' >{_NO_SOUND}")
    machine.ask(f"cp -a {_LOCK} {_PUT_ASIDE}; echo '# another' >>{_LOCK}; sync")
    machine.cut_power()
    _note(machine, found, "one display off, no sound, other lock file: films on two", _on_two)
    machine.up()
    _plug(machine, HEADS, "on")
    _note(machine, found, "the third display switched on: films on all", all_films)
    _plug(machine, HEADS, "off")
    tell(found, "off again: films play on, on two", wait_for_motion(machine, HEADS - 1))
    _plug(machine, HEADS, "on")
    _note(machine, found, "on again: films on all", all_films)
    machine.ask(f"rm {_AT_BOOT} {_NO_SOUND}; mv {_PUT_ASIDE} {_LOCK}; sync")


def no_display(machine: Machine, found: Boots) -> None:
    """Switch on with all displays dark, wait, and light one after the other."""
    _dark_at_boot(machine, *range(1, HEADS + 1))
    machine.ask("sync")
    machine.cut_power()
    found.mornings_s["no display lit: X"] = wait_for_x(machine)
    while machine.clock_s() < (found.mornings_s["no display lit: X"] or 0.0) + _STARE_S:
        time.sleep(1.0)
    restarts = machine.ask(f"systemctl show -p NRestarts --value {UNIT}").strip()
    found.restarts_in_the_dark = int(restarts or 0)
    machine.ask(f"rm {_AT_BOOT}; sync")
    for head in range(1, HEADS + 1):
        _plug(machine, head, "on")
    _note(machine, found, "they are switched on: films on all", all_films)


def full_disk(machine: Machine, found: Boots) -> None:
    """Switch on with a disk that has not a block left, nor one that is kept for root."""
    machine.ask(f"fallocate -l $(($(stat -f -c '%f * %S' /) - {_LAST_BYTES})) {_BALLAST}")
    machine.ask(f"cat /dev/zero >{_BALLAST}.last; sync")
    vetted = int(machine.ask(f"ls {STATE}/verdicts | wc -l").split()[-1])
    machine.cut_power()
    what = f"switched on with a full disk, {vetted} films vetted before: films on all"
    _note(machine, found, what, all_films)
    machine.ask(f"rm {_BALLAST} {_BALLAST}.last; sync")


def read_only_disk(machine: Machine, found: Boots) -> None:
    """Switch on with a disk that the kernel lets nobody write to, as it does when one fails."""
    _before_the_show(machine, "echo u >/proc/sysrq-trigger; sleep 1")
    machine.cut_power()
    _note(machine, found, "switched on with a read-only disk: films on all", all_films)
    machine.ask("mount -o remount,rw /")
    _before_the_show(machine, "")


def leftovers(machine: Machine, found: Boots) -> None:
    """Switch on in 2009, with a memory that is root's: somebody played once without the unit."""
    _before_the_show(machine, "date -s 2009-01-01")
    machine.ask(f"chown -R root:root {show_user.HOME}; sync")
    machine.cut_power()
    _note(machine, found, "root's files, in the year 2009: films on all", all_films)
    machine.ask(f"chown -R {show_user.USER}:{show_user.USER} {show_user.HOME}")
    _before_the_show(machine, "")


def _before_the_show(machine: Machine, command: str) -> None:
    """Have something done at each boot just before the show; nothing any more for no words."""
    text = (
        f'[Unit]\\nBefore={UNIT}\\n[Service]\\nType=oneshot\\nExecStart=/bin/sh -c "{command}"\\n'
    )
    do = f"printf '{text}' >{_FIRST}; ln -sf {_FIRST} {_WANTED}" if command else "true"
    machine.ask(f"rm -f {_FIRST} {_WANTED}; {do}; systemctl daemon-reload; sync")


def _dark_at_boot(machine: Machine, *heads: int) -> None:
    rules = "".join(dark_rule(head) + "\\n" for head in heads)
    machine.ask(f"printf '{rules}' >{_AT_BOOT}")


def dark_rule(head: int) -> str:
    """Return udev's rule that pulls a display, counted from 1, when it appears."""
    return f'ACTION=="add", SUBSYSTEM=="drm", KERNEL=="card*-Virtual-{head}", ATTR{{status}}="off"'


def _plug(machine: Machine, head: int, state: str) -> None:
    machine.begin()
    switch = f"for one in {_switch(head)}; do echo {state} >$one; done"
    machine.ask(f"{switch}; udevadm trigger --action=change --subsystem-match=drm")


def _switch(head: int) -> str:
    """Return the kernel's switch of a display, whatever number the card has."""
    return f"/sys/class/drm/card*-Virtual-{head}/status"


def _note(
    machine: Machine, found: Boots, what: str, wanted: Callable[[Sequence[Seen]], bool]
) -> None:
    tell(found, what, wait_for(machine, wanted))


def _on_two(heads: Sequence[Seen]) -> bool:
    return all_films(heads[:-1]) and heads[-1] is Seen.DARK

"""Tries as another user of the bench's machine to get into the show; the show's own user can.

Each try is a shell command that succeeds when it gets in. That the show's own user does tells that
the try is one.
"""

from installation.bench import _bootroot as bootroot
from installation.bench._bootmachine import Machine
from installation.bench._boottrials import STATE, Boots
from installation.kiosk import show_user, unit

_NOBODY = "visitor"
_TRIES = {
    "a key into the panel, by X": f"XAUTHORITY={unit.COOKIE} xset -display :0 q",
    "a key, by the kernel": "find /dev/input /dev/uinput /dev/tty7 -type c -writable | grep .",
    "a picture, by the rings": "find /dev/shm -user kiss -readable -type f | grep .",
    "a picture, by the card": "find /dev/dri /dev/vcs7 -type c -readable | grep .",
    "a message, by a command": f"/{bootroot.CHECKOUT}/kiss status --state {STATE}",
    "a message, by a socket": (
        # X's own is open to all, and asks for the cookie: that is the first try
        "find /run /tmp /var /dev/shm -user kiss -type s -writable -not -name X0 | grep ."
    ),
}


def look_from_outside(machine: Machine, found: Boots) -> None:
    """Note what another user gets into, and which tries tell nothing."""
    found.outsider, found.idle_tries = _outsider(machine), _tries_that_fail(machine)


def _outsider(machine: Machine) -> list[str]:
    """Return what a user gets into who has nothing to do with the show."""
    machine.ask(f"useradd --no-create-home {_NOBODY}")
    try:
        return _gets_in(machine, f"--reuid {_NOBODY} --regid {_NOBODY} --clear-groups")
    finally:
        machine.ask(f"userdel {_NOBODY}")


def _tries_that_fail(machine: Machine) -> list[str]:
    """Return the tries that do not get in for the show's own user either: they tell nothing."""
    user, groups = show_user.USER, ",".join(unit.GROUPS)
    inside = _gets_in(machine, f"--reuid {user} --regid {user} --groups {groups}")
    return [what for what in _TRIES if what not in inside]


def _gets_in(machine: Machine, who: str) -> list[str]:
    """Return what somebody gets into, among the unit's own files: what lies in its /tmp counts."""
    inside = "nsenter --mount --target $(pgrep -ox Xorg)"
    return [
        what
        for what, command in _TRIES.items()
        if "yes" in machine.ask(
            f"{inside} setpriv {who} sh -c '{command}' >/dev/null 2>&1 && echo yes"
        )
    ]  # fmt: skip

"""Sets up chrony, the time daemon, so that a layout's machines keep one time; it does the keeping.

Every machine asks every other one, signed by a key that all of them have from their pairing. On a
network without the internet the machine with the smallest address is the others' time (chrony's
`local ... orphan`); when it is gone the next one is. With the internet all follow that.
"""

import contextlib
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from installation.errors import MachinesError
from installation.files import write_whole
from installation.machines._machine_clock import CHRONYC, chronys_bound_ns

KEY_ID = 7447
"""The number of our key among chrony's."""
STRATUM = 10
"""Worse than any server on the internet: orphans' time is what is followed last."""
POLL = "minpoll 2 maxpoll 4"
"""Asked every 4 to 16 s: on a switch that costs nothing, and the bound stays small."""
RESTART = ("systemctl", "restart", "chrony")
SETTLES_S = 20.0
_ADDRESS, _REACH = 2, 5


def chrony_config(addresses: Mapping[str, str], me: str) -> str:
    """Return the configuration of one of the machines."""
    others = [address for machine, address in addresses.items() if machine != me]
    return "\n".join(
        [
            f"# Written by `kiss machines clock` for {me}: all machines of a layout keep one time.",
            f"local stratum {STRATUM} orphan",
            *(f"allow {address}" for address in others),
            *(f"server {address} iburst {POLL} xleave key {KEY_ID}" for address in others),
            "",
        ]
    )


def with_key(text: str, secret: str) -> str:
    """Return chrony's file of keys with ours in it, in place of an earlier one of ours."""
    lines = [line for line in text.splitlines() if line.split()[:1] != [str(KEY_ID)]]
    return "\n".join([*lines, f"{KEY_ID} SHA256 HEX:{secret}", ""])


class Chrony:
    """The chrony of a machine, as Debian lays it out; ``etc`` is its folder."""

    def __init__(self, etc: Path = Path("/etc/chrony")) -> None:
        self._etc = etc

    @property
    def config(self) -> Path:
        """Return the file of the configuration."""
        return self._etc / "conf.d" / "kiss.conf"

    @property
    def keys(self) -> Path:
        """Return the file of the keys: chrony has one, and ours is a line of it."""
        return self._etc / "chrony.keys"

    def set_up(self, config: str, secret: str) -> None:
        """Write both, and have chrony begin with them. Raises MachinesError."""
        self._look()
        try:
            found = self.keys.read_text() if self.keys.exists() else ""
            mode = self.keys.stat().st_mode & 0o777 if found else 0o640
            write_whole(self.keys, with_key(found, secret).encode(), mode=mode)
            write_whole(self.config, config.encode(), mode=0o644)
        except OSError as fault:
            where = fault.filename or self.config
            raise MachinesError(f"{where}: cannot be written: {fault.strerror}") from fault
        try:
            subprocess.run(RESTART, capture_output=True, text=True, timeout=30, check=True)
        except (OSError, subprocess.SubprocessError) as fault:
            said = getattr(fault, "stderr", "") or str(fault)
            raise MachinesError(
                f"chrony does not begin with {self.config}: {said.strip()}",
                "`journalctl -u chrony` says why.",
            ) from fault

    def _look(self) -> None:
        """Raise MachinesError where there is no chrony, or one that does not read our file."""
        if shutil.which("chronyc") is None:
            raise MachinesError(
                "chrony is not installed: nothing keeps the machines' clocks together.",
                "`apt-get install chrony`, on each of them, and then this again.",
            )
        main = self._etc / "chrony.conf"
        with contextlib.suppress(OSError):
            lines = [line.split() for line in main.read_text().splitlines()]
            if any(line[:1] == ["confdir"] and str(self.config.parent) in line for line in lines):
                return
        raise MachinesError(
            f"{main}: does not read {self.config.parent}.",
            f"Add the line `confdir {self.config.parent}` to it, at its top.",
        )

    def heard(self, others: Sequence[str], patience_s: float = SETTLES_S) -> tuple[str, ...]:
        """Return which of the others' addresses answer chrony, with the right key.

        It is asked until all do, or the patience is over.
        """
        until_s = time.monotonic() + patience_s
        while True:
            answering = answering_sources(_asked("sources"))
            found = tuple(one for one in others if one in answering)
            if len(found) == len(others) or time.monotonic() > until_s:
                return found
            time.sleep(0.5)

    def bound_ns(self) -> int | None:
        """Return how far this clock may be off by what chrony says; None while it follows nobody.

        One that is the others' time is off by nothing.
        """
        return chronys_bound_ns(_asked("tracking"))


def answering_sources(told: str) -> frozenset[str]:
    """Return the addresses that answered chrony of late: see chronyc(1), `sources`."""
    rows = (line.split(",") for line in told.splitlines())
    return frozenset(row[_ADDRESS] for row in rows if len(row) > _REACH and row[_REACH] != "0")


def _asked(what: str) -> str:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        words = [*CHRONYC, what]
        return subprocess.run(words, capture_output=True, text=True, timeout=2, check=True).stdout
    return ""

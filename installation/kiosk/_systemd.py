"""Has systemd begin the show with the machine, and asks it how that goes."""

import errno
import os
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from installation.errors import KioskError
from installation.files import write_whole
from installation.kiosk.unit import NAME

UNITS = Path("/etc/systemd/system")
GREETER = "display-manager.service"
_BOOTED = Path("/run/systemd/system")
_PATIENCE_S = 60.0
_FATAL = re.compile(r"Fatal server error:\s*\n\(EE\)[ \t]*(.+?)(?:\(EE\))?[ \t]*$", re.MULTILINE)
"""The X server's last words, as Xorg writes them."""


@dataclass(frozen=True)
class UnitState:
    """The unit's state by systemd; empty words where it says nothing."""

    enabled: str = ""
    active: str = ""
    detail: str = ""
    since: str = ""
    restarts: int = 0
    says: str = ""
    """What the show says of itself."""


class Systemd:
    """``units`` is where units of this machine lie, ``booted`` is there when systemd runs it."""

    def __init__(self, units: Path = UNITS, booted: Path = _BOOTED) -> None:
        self._units, self._booted = units, booted

    @property
    def path(self) -> Path:
        """The unit's file."""
        return self._units / NAME

    def installed(self) -> str | None:
        """The unit as it is on the disk; None without one. Raises KioskError."""
        try:
            return self.path.read_text()
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise KioskError(f"{self.path}: cannot be read: {fault.strerror}") from fault

    def may_install(self) -> None:
        """Raise KioskError when the unit cannot be installed on this machine."""
        self._may()
        if not os.access(self._units, os.W_OK):
            raise _refused(self.path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        greeter = self._units / GREETER
        if greeter.exists():
            name = greeter.resolve().name
            raise KioskError(
                f"a desktop begins with this machine ({name}), and takes the displays.",
                f"sudo systemctl disable --now {name}   then install again",
            )

    def install(self, text: str) -> None:
        """Write the unit and have it begin with the machine."""
        self.may_install()
        try:
            write_whole(self.path, text.encode(), mode=0o644)
        except OSError as fault:
            raise _refused(self.path, fault) from fault
        self._call("daemon-reload")
        self._call("enable", NAME)

    def start(self) -> None:
        """Begin now, or again with another unit; it does not wait for the first picture."""
        self._call("--no-block", "restart", NAME)

    def uninstall(self) -> None:
        """End it, and have it begin no more."""
        self._may()
        self._call("disable", "--now", NAME)
        try:
            self.path.unlink(missing_ok=True)
        except OSError as fault:
            raise _refused(self.path, fault) from fault
        self._call("daemon-reload")

    def end_user(self, uid: int) -> None:
        """End a user's own services, which the unit wants: who has a process cannot be removed."""
        self._call("stop", f"user@{uid}.service")

    def told(self) -> UnitState:
        """Return how it goes."""
        names = (
            "UnitFileState",
            "ActiveState",
            "SubState",
            "ActiveEnterTimestamp",
            "NRestarts",
            "StatusText",
        )
        asked = self._call("show", NAME, f"--property={','.join(names)}")
        found = dict(line.partition("=")[::2] for line in asked.splitlines())
        enabled, active, detail, since, restarts, says = (found.get(name, "") for name in names)
        return UnitState(enabled, active, detail, since, int(restarts or 0), says)

    def journal(self) -> str:
        """Return what the unit said since the machine began; empty when that may not be read."""
        command = ["journalctl", "-u", NAME, "-b", "-o", "cat", "-n", "300", "--no-pager", "-q"]
        try:
            return subprocess.run(
                command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
            ).stdout
        except (FileNotFoundError, subprocess.TimeoutExpired):
            return ""

    def _may(self) -> None:
        if not self._booted.exists():
            raise KioskError(
                "systemd does not run this machine.",
                "Have whatever starts it here begin an X server, and `./kiss kiosk session` in it.",
            )

    def _call(self, *words: str) -> str:
        command = ["systemctl", *words]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
            )
        except (FileNotFoundError, subprocess.TimeoutExpired) as fault:
            raise KioskError(f"systemctl cannot be asked: {fault}") from fault
        if done.returncode:
            raise KioskError(f"`{' '.join(command)}` failed: {done.stderr.strip()}")
        return done.stdout


def last_reason(journal: str) -> str:
    """Return why the X server ended last, in its own words; empty when it does not say."""
    found = _FATAL.findall(journal)
    return found[-1].strip() if found else ""


def installed_state(unit: Path = UNITS / NAME) -> Path | None:
    """Return the state folder of the show that a unit begins; None when there is no such unit."""
    try:
        lines = unit.read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith("ExecStart="):
            words = shlex.split(line.replace("%%", "%").replace("$$", "$"))
            if "--state" in words[:-1]:
                return Path(words[words.index("--state") + 1])
    return None


def _refused(path: Path, fault: OSError) -> KioskError:
    advice = "Only root may: sudo ./kiss kiosk ..." if isinstance(fault, PermissionError) else ""
    return KioskError(f"{path}: cannot be changed: {fault.strerror}", advice)

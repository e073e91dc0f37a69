"""The Debian packages that the player needs, from the list that the set-up script reads too."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_LIST = Path(__file__).with_name("packages.txt")


@dataclass(frozen=True, slots=True)
class Package:
    """A Debian package; ``group`` is run, rig, browser, demo, kiosk or setup (see the list)."""

    group: str
    name: str
    """``a|b`` where two Debians call it differently."""
    reason: str

    @property
    def names(self) -> list[str]:
        """All its names, Debian 13's first."""
        return self.name.split("|")


def listed_packages(text: str | None = None) -> list[Package]:
    """All packages of the list."""
    lines = (_LIST.read_text() if text is None else text).splitlines()
    rows = [line.split(None, 2) for line in lines if line and not line.startswith("#")]
    return [Package(*row) for row in rows]


def installed(names: list[str]) -> set[str] | None:
    """Those of ``names`` that are installed; None where there is no dpkg to ask."""
    command = ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *names]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        return None
    rows = (line.split() for line in answer.splitlines())
    return {name for name, status in rows if status == "installed"}


def versions_of(names: Sequence[str]) -> dict[str, str]:
    """Return the versions, as their sources have them, of those of ``names`` that are installed."""
    command = ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status} ${source:Version}\n", *names]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        return {}
    rows = (line.split() for line in answer.splitlines())
    return {row[0]: row[2] for row in rows if row[1] == "installed"}


def called_here(package: Package) -> str:
    """Return its name on this machine: the first that apt knows, or else the last."""
    *others, last = package.names
    for name in others:
        if (
            subprocess.run(["apt-cache", "show", name], capture_output=True, check=False).returncode
            == 0
        ):
            return name
    return last


def apt_line(names: list[str]) -> str:
    """The command that installs them."""
    return f"apt-get install --no-install-recommends {' '.join(names)}"

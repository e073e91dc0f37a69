"""Finds what is missing or odd on this machine, each with its remedy. It changes nothing."""

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from installation.errors import KioskError
from installation.kiosk import _machine as machine
from installation.kiosk import _software as software
from installation.kiosk._check import Check, CheckResult, ok, warn
from installation.kiosk._systemd import Systemd

_MARKS = {CheckResult.OK: "ok", CheckResult.WARN: "odd", CheckResult.BAD: "BAD"}
_WIDTH = 100


def examine(state: Path, beside_show: bool = False) -> list[Check]:
    """Look at everything (about half a second); ``state`` is the show's state folder.

    Beside a show that runs it does not touch what that needs.
    """
    return [
        *software.check(beside_show),
        *machine.check(state, beside_show=beside_show),
        judge_start(Systemd()),
    ]


def judge_start(systemd: Systemd) -> Check:
    """Tell whether the show begins with the machine."""
    name = "Start"
    try:
        if systemd.installed() is None:
            return ok(name, "by hand; `sudo ./kiss kiosk install` has it begin with the machine")
        told = systemd.told()
    except KioskError as fault:
        return warn(name, fault.message, fault.advice)
    if told.enabled == "enabled" and told.active == "active":
        return ok(name, f"with the machine; plays since {told.since}")
    finding = f"{told.enabled or 'unknown'} to begin with the machine, now {told.active}"
    return warn(name, finding, "sudo systemctl enable --now kiss; journalctl -u kiss says more")


def well(checks: Sequence[Check]) -> bool:
    """Tell whether the installation can play here."""
    return not any(check.verdict is CheckResult.BAD for check in checks)


def table(checks: Sequence[Check], plays: bool = False) -> str:
    """The checks as text for a terminal, the remedies below their findings, a summary last.

    ``plays`` when a show runs, and was looked at, too.
    """
    named = max((len(check.name) for check in checks), default=0)
    indent = " " * (named + 7)
    lines = []
    for check in checks:
        head = f"{_MARKS[check.verdict]:>3}  {check.name:<{named}}  "
        for part in check.finding.splitlines():  # each fault of a layout has a line of its own
            lines += textwrap.wrap(part, _WIDTH, initial_indent=head, subsequent_indent=indent)
            head = indent
        if check.remedy:
            # Whole, because it may be a command to copy.
            lines.append(f"{indent}-> {check.remedy}")
    wrong, odd = (
        ", ".join(dict.fromkeys(check.name for check in checks if check.verdict is verdict))
        for verdict in (CheckResult.BAD, CheckResult.WARN)
    )
    if wrong:
        before = "" if plays else " before the installation can play here"
        lines += ["", f"To set right{before}: {wrong}."]
    elif odd:
        can = "The show runs." if plays else "The installation can play here."
        lines += ["", f"{can} To look at: {odd}."]
    else:
        lines += ["", "All is well."]
    return "\n".join(lines)


def data(checks: Sequence[Check]) -> dict[str, object]:
    """The same as values for JSON."""
    return {"well": well(checks), "checks": [asdict(check) for check in checks]}

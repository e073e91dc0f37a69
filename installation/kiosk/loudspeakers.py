"""The sound devices that a layout names, against those there are. Pure."""

from collections.abc import Mapping, Sequence

from installation.kiosk._check import Check, ok, warn
from installation.model import did_you_mean


def judge(wanted: Mapping[str, str], there: Sequence[tuple[str, str]]) -> list[Check]:
    """A finding for each screen with a device; ``there`` has each device's name and description."""
    names = dict(there)
    found = []
    for screen, device in wanted.items():
        if device in names:
            found.append(ok("Sound device", f"{screen}: {names[device] or device}"))
            continue
        meant = did_you_mean(device, list(names)) or ""
        remedy = f"The layout's sound.device is one of: {', '.join(names) or 'none is there'}"
        finding = f"{screen}: there is no {device!r}{meant}; it plays silently"
        found.append(warn("Sound device", finding, remedy))
    return found


def unknown(wanted: Mapping[str, str], why: str) -> list[Check]:
    """Return when no sound system answers, and so no device can be looked for."""
    if not wanted:
        return []
    remedy = "Start the sound system of the user who plays: systemctl --user start pulseaudio"
    names = ", ".join(wanted.values())
    return [warn("Sound device", f"{why}: {names} cannot be looked for", remedy)]

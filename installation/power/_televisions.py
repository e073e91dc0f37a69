"""Puts televisions into standby and wakes them by HDMI-CEC, with the kernel's own ``cec-ctl``.

A display without a signal is dark; a television without one shows a blue picture, or looks for
another source. So it is told by the wire in its HDMI cable, where the graphics card or an adapter
has that (``/dev/cec*``).
"""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from installation.power._tools import RunTool, run_tool
from installation.said import NOTHING, Said

NAME = "The Kiss"
"""As the television's menu calls the player; CEC has 14 letters for it."""
TELEVISION = "0"
"""The television's address on every such wire."""
LOOKS = 10
"""How often one is asked, once a second, until it is as it was told to be."""
_ADDRESS = re.compile(r"Physical Address\s*:\s*([0-9a-f](?:\.[0-9a-f]){3})")
_NOWHERE = "f.f.f.f", "0.0.0.0"
"""No display there; or we are one: the device is a capture card's, where pictures come in."""
_NOBODY = "Not Acknowledged"
_POWER = re.compile(r"pwr-state:.*\(0x0?([0-3])\)")
_DARK = {"0": False, "1": True, "2": False, "3": True}
"""On, standby, and on the way to either: some televisions stay on the way to where they are."""


def cec_devices() -> list[str]:
    """Return the wires that this machine can speak on."""
    return sorted(str(path) for path in Path("/dev").glob("cec*"))


def address_in(answer: str) -> str:
    """Return where in the house's cables a device's words say that we are; '' is nowhere."""
    found = _ADDRESS.search(answer)
    return found[1] if found and found[1] not in _NOWHERE else ""


def is_dark(answer: str) -> bool | None:
    """Tell by a device's words whether the television is off; None where it does not say."""
    found = _POWER.search(answer)
    return _DARK[found[1]] if found else None


class Televisions:
    """The televisions that hang on this machine's wires. One thread asks, and is held up."""

    def __init__(
        self,
        run: RunTool = run_tool,
        devices: Callable[[], Sequence[str]] = cec_devices,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._run, self._devices, self._wait = run, devices, wait
        self._asleep: set[str] = set()
        """The wires whose television was put off here: one that is off may not say where it is."""

    def put(self, dark: bool) -> Said:
        """Put them off or on; why one of them is not, or NOTHING. Raises KioskError."""
        faults = [self._put(device, dark) for device in self._devices()]
        return next(filter(None, faults), NOTHING)

    def _put(self, device: str, dark: bool) -> Said:
        told = "cec-ctl", "--device", device
        address = address_in(self._run(told))
        if not address and device not in self._asleep:
            return NOTHING
        self._run((*told, "--skip-info", "--playback", "--osd-name", NAME))
        ask = *told, "--skip-info", "--to", TELEVISION, "--give-device-power-status"
        answer = self._run(ask)
        if _NOBODY in answer and device not in self._asleep:
            return NOTHING  # a monitor: its cable has the wire, and nobody listens there
        if is_dark(answer) != dark:
            order = "--standby" if dark else "--image-view-on"
            if _NOBODY in self._run((*told, "--skip-info", "--to", TELEVISION, order)):
                return Said("the television at {device} does not answer", device=device)
            if not self._comes(ask, dark):
                return Said("the television at {device} stays as it is", device=device)
        if dark:
            self._asleep.add(device)
        else:
            self._asleep.discard(device)
            if address:  # it shows our picture, whatever it showed before
                source = "--active-source", f"phys-addr={address}"
                self._run((*told, "--skip-info", "--to", TELEVISION, *source))
        return NOTHING

    def _comes(self, ask: Sequence[str], dark: bool) -> bool:
        """Wait until it is as it should be; one that never says how it is, is believed."""
        for _ in range(LOOKS):
            if is_dark(self._run(ask)) in (dark, None):
                return True
            self._wait(1.0)
        return False

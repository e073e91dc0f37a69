"""Maps touch screens onto the panel's display. X maps each onto all displays together otherwise.

By libinput's transformation matrix (the server's own property), which takes a touch from its
device's unit square to the X screen's.
"""

import logging
import re
import subprocess

from installation.errors import KioskError
from installation.model import Rect

Matrix = tuple[float, float, float, float, float, float, float, float, float]
PROPERTY = "Coordinate Transformation Matrix"
NEAR = 1e-4
"""By how much a number may differ from one that the server has rounded: a fifth of a pixel."""
_PATIENCE_S = 10.0
_DEVICE = re.compile(r"^\S*\s*(?:↳ )?(.+?)\s+id=(\d+)\s+\[slave\s+pointer", re.MULTILINE)
_MATRIX = re.compile(rf"{PROPERTY} \(\d+\):\s*([-+\d., e]+)")

log = logging.getLogger("displays")


def matrix_onto(display: Rect, size: tuple[int, int]) -> Matrix:
    """Return the matrix from a device's unit square onto a display of an X screen of a size."""
    width, height = size
    across = (display.width / width, 0.0, display.x / width)
    return (*across, 0.0, display.height / height, display.y / height, 0.0, 0.0, 1.0)


def touch_devices(said: str) -> dict[str, str]:
    """Return the touch screens in ``xinput list --long``'s words: names by number.

    A touch pad, whose touches depend on where the pointer is, is none.
    """
    heads = list(_DEVICE.finditer(said))
    ends = [*(head.start() for head in heads[1:]), len(said)]
    return {
        head[2]: head[1]
        for head, end in zip(heads, ends, strict=False)  # no device, and yet an end
        if "XITouchClass" in said[head.start() : end]
        and re.search(r"Touch mode:\s*direct", said[head.start() : end])
    }


def matrix_of(said: str) -> Matrix | None:
    """Return a device's matrix in ``xinput list-props``'s words."""
    found = _MATRIX.search(said)
    numbers = [float(word) for word in found[1].split(",")] if found else []
    if len(numbers) != 9:
        return None
    one, two, three, four, five, six, seven, eight, nine = numbers
    return (one, two, three, four, five, six, seven, eight, nine)


class TouchScreens:
    """The touch screens of one X server."""

    def __init__(self, display: str) -> None:
        self._display = display

    def look(self, panel: Rect, size: tuple[int, int]) -> list[str]:
        """Map those that are not mapped onto the panel yet; return their names.

        Raises KioskError when ``xinput`` is missing or refuses.
        """
        wanted, mapped = matrix_onto(panel, size), []
        for number, name in touch_devices(self._xinput("list", "--long")).items():
            if self.map(number, wanted):
                log.info("touch: %s is mapped onto the panel's display", name)
                mapped.append(name)
        return mapped

    def map(self, number: str, wanted: Matrix) -> bool:
        """Give a device its matrix; False when it has it already."""
        has = matrix_of(self._xinput("list-props", number))
        if has and all(abs(a - b) < NEAR for a, b in zip(has, wanted, strict=True)):
            return False
        self._xinput("set-prop", number, PROPERTY, *(f"{value:.6f}" for value in wanted))
        return True

    def _xinput(self, *words: str) -> str:
        command = ["env", f"DISPLAY={self._display}", "xinput", *words]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
            )
        except subprocess.TimeoutExpired:
            raise KioskError(f"the X display {self._display} does not answer.") from None
        if done.returncode == 127:
            raise KioskError("xinput is missing: a touch screen stays unmapped.", _INSTALL)
        if done.returncode:
            raise KioskError(f"`xinput {' '.join(words)}` failed: {done.stderr.strip()}")
        return done.stdout


_INSTALL = "apt-get install xinput"

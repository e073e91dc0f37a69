"""A touch on the panel's display comes where the finger is, wherever that display lies."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.kiosk import TouchScreens
from installation.kiosk._touch import matrix_of, matrix_onto, touch_devices
from installation.model import Rect
from installation.rig import VirtualHeads

LISTED = """\
⎡ Virtual core pointer                    	id=2	[master pointer  (3)]
	Reporting 1 classes:
		Class originated from: 10. Type: XITouchClass
		Touch mode: direct

⎜   ↳ Virtual core XTEST pointer              	id=4	[slave  pointer  (2)]
	Reporting 1 classes:
		Class originated from: 4. Type: XIButtonClass
⎜   ↳ ILITEK Multi-Touch-V5000                	id=10	[slave  pointer  (2)]
	Reporting 3 classes:
		Class originated from: 10. Type: XIButtonClass
		Class originated from: 10. Type: XITouchClass
		Touch mode: direct
		Max number of touches: 10

⎜   ↳ SynPS/2 Synaptics TouchPad              	id=11	[slave  pointer  (2)]
	Reporting 2 classes:
		Class originated from: 11. Type: XITouchClass
		Touch mode: dependent
⎣ Virtual core keyboard                   	id=3	[master keyboard (2)]
    ↳ Power Button                            	id=6	[slave  keyboard (3)]
"""


def test_touch_screens_are_known_and_pads_are_none() -> None:
    assert touch_devices(LISTED) == {"10": "ILITEK Multi-Touch-V5000"}
    assert touch_devices("") == {}


rects = st.builds(Rect, *[st.integers(0, 8000)] * 2, *[st.integers(1, 4000)] * 2)


@given(rects, st.floats(0, 1), st.floats(0, 1))
def test_a_touch_lands_on_the_same_place_of_the_panels_display(
    display: Rect, x: float, y: float
) -> None:
    size = (display.x + display.width + 7, display.y + display.height + 11)
    a, b, c, d, e, f, *rest = matrix_onto(display, size)
    at = (a * x + b * y + c) * size[0], (d * x + e * y + f) * size[1]
    assert at == pytest.approx((display.x + x * display.width, display.y + y * display.height))
    assert rest == [0, 0, 1]


def test_a_matrix_is_read_as_the_server_says_it() -> None:
    said = "Device 'x':\n\tCoordinate Transformation Matrix (120):\t0.25, 0.0, 0.75, 0.0, 1.0, 0.0,"
    assert matrix_of(f"{said} 0.0, 0.0, 1.0\n") == (0.25, 0, 0.75, 0, 1, 0, 0, 0, 1)
    assert matrix_of("Device 'x':\n") is None


@pytest.mark.process
def test_a_real_server_takes_the_matrix_once(heads: VirtualHeads) -> None:
    """The server's own test pointer has the property that touch screens have."""
    touch = TouchScreens(heads.display)
    listed = subprocess.run(
        ["xinput", "list", "--id-only", "Virtual core XTEST pointer"],
        capture_output=True,
        text=True,
        env=heads.environment,
        check=True,
    )
    number, wanted = listed.stdout.strip(), matrix_onto(Rect(1280, 0, 640, 360), (1920, 360))
    assert touch.map(number, wanted)
    assert not touch.map(number, wanted)
    assert touch.map(number, matrix_onto(Rect(0, 0, 640, 360), (1920, 360)))
    assert touch.look(Rect(0, 0, 640, 360), (1920, 360)) == []  # it has no touch screen

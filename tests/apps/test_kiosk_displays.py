"""A kiosk's displays follow its layout, also when that is written again, or is wrong."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation.apps import LOOK_NS, KioskDisplays
from installation.kiosk import connected_outputs
from installation.rig import VirtualHeads
from installation.units import SECOND

pytestmark = [pytest.mark.process, pytest.mark.unhurried]
LAYOUT = "screens:\n- {{name: a, display: {{connector: DUMMY1, mode: {}}}}}\n"


@pytest.fixture
def heads() -> Iterator[VirtualHeads]:
    """Three displays of 640x360, as wide as the modes that they are given."""
    with VirtualHeads() as virtual:
        yield virtual


def test_the_layouts_mode_is_set_and_another_one_when_it_says_so(
    heads: VirtualHeads, tmp_path: Path
) -> None:
    file = tmp_path / "layout.yaml"
    file.write_text(LAYOUT.format("1080p"))
    displays = KioskDisplays(heads.display, file, tmp_path)

    def shown() -> str:
        return str({o.name: o.mode for o in connected_outputs(heads.display)}["DUMMY1"])

    def told() -> list[str]:
        """What xrandr is told once the file has been read again."""
        ends = time.monotonic() + 20
        while not (words := displays.look()):
            assert time.monotonic() < ends
            time.sleep(0.05)
        return words

    before = shown()
    assert displays.look() == []  # a layout that cannot be read changes nothing
    file.write_text(LAYOUT.format("640x350"))
    assert told() and shown() == "640x350@85.08" != before
    file.write_text("no layout")
    time.sleep(2 * LOOK_NS / SECOND)
    assert displays.look() == []
    file.write_text(LAYOUT.format("640x480@75"))
    assert told() and shown() == "640x480@75"
    assert sorted(o.x for o in connected_outputs(heads.display)) == [0, 640, 1280]
    displays.close()

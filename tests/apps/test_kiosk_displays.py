"""A kiosk's displays follow its layout, also when that is written again, or is wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from installation.apps import KioskDisplays
from installation.kiosk import connected_outputs
from installation.rig import VirtualHeads

pytestmark = pytest.mark.process
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
    displays = KioskDisplays(heads.display, file)

    def shown() -> str:
        return str({o.name: o.mode for o in connected_outputs(heads.display)}["DUMMY1"])

    before = shown()
    assert displays.look() == []  # a layout that cannot be read changes nothing
    file.write_text(LAYOUT.format("640x350"))
    assert displays.look() and shown() == "640x350@85.08" != before
    file.write_text("no layout")
    assert displays.look() == []
    file.write_text(LAYOUT.format("640x480@75"))
    assert displays.look() and shown() == "640x480@75"
    assert sorted(o.x for o in connected_outputs(heads.display)) == [0, 640, 1280]

"""The window without OpenGL, and its end: a server drops what it has not read of one that went."""

import pytest

from installation.rig import RootWindow, VirtualHeads
from installation.stage._plain_window import PlainWindow

pytestmark = pytest.mark.process

WINDOW = (0, 0, 1280, 360)
TIMES = 20


@pytest.mark.parametrize(("keep", "left"), [(False, 0), (True, 200)])
def test_what_an_end_leaves_on_the_wall(
    two_heads: VirtualHeads,
    glass: RootWindow,
    monkeypatch: pytest.MonkeyPatch,
    keep: bool,
    left: int,
) -> None:
    monkeypatch.setenv("DISPLAY", two_heads.display)
    found = []
    for _ in range(TIMES):
        window = PlainWindow(WINDOW, "")
        window.pixels[:] = 200
        window.change(WINDOW)
        window.flip()
        window.close(keep)
        found.append(int(glass.read(*WINDOW)[..., :3].max()))
    assert found == [left] * TIMES

"""The demo on a machine that is busy with other things, and with what an earlier one left."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from panel_status import CENTRE, LEFT, READY, RIGHT, a_screen, a_show

from installation.cli import _demo as demo
from installation.errors import KissError, LinkError
from installation.link import Reply
from installation.model import Order, Restart, ShowState, VersionState
from installation.show import VersionStatus


class BusyShow:
    """A show whose controller is away at first, as one is that has just been started again."""

    def __init__(self) -> None:
        self.asked = list[Order]()

    def send(self, order: Order) -> Reply:
        self.asked.append(order)
        if len(self.asked) < 3:
            raise LinkError("no show answers")
        return Reply(True)


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as one:
        yield one
        one.kill()


def test_an_order_waits_for_a_controller_that_is_away(process: subprocess.Popen[bytes]) -> None:
    show = BusyShow()
    demo._order(process, show, Restart())  # type: ignore[arg-type]
    assert show.asked == [Restart()] * 3


def test_it_does_not_wait_for_a_show_that_has_ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    with pytest.raises(KissError, match="ended before all was seen"):
        demo._order(process, BusyShow(), Restart())  # type: ignore[arg-type]


ON_ITS_WAY = VersionStatus("kiss-3-lucid", "The Kiss, lucid", VersionState.INDEXING)
TWICE = (LEFT, CENTRE, a_screen("right", READY[0]))


def test_all_are_on_when_every_screen_shows_its_own_film() -> None:
    assert demo._all_on(a_show(screens=(LEFT, CENTRE, RIGHT)))
    assert not demo._all_on(a_show(screens=(LEFT, CENTRE, RIGHT), state=ShowState.PAUSED))


def test_a_film_that_comes_is_waited_for() -> None:
    assert not demo._all_on(a_show(screens=TWICE, versions=(*READY[:2], ON_ITS_WAY)))
    assert not demo._all_on(a_show(screens=TWICE))


@pytest.mark.parametrize("out", demo.OUT)
def test_a_film_that_may_not_play_is_not_waited_for(out: VersionState) -> None:
    set_aside = VersionStatus("kiss-3-lucid", "The Kiss, lucid", out)
    assert demo._all_on(a_show(screens=TWICE, versions=(*READY[:2], set_aside)))
    once = tuple(a_screen(name, READY[0]) for name in ("left", "centre", "right"))
    assert not demo._all_on(a_show(screens=once, versions=(*READY[:2], set_aside)))

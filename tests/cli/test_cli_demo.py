"""The demo's orders on a machine that is busy with other things."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from installation.cli import _demo as demo
from installation.errors import KissError, LinkError
from installation.link import Reply
from installation.model import Order, Restart


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

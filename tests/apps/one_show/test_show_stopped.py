"""What is left of a show that many tests have acted upon: it ends by an order, and in order."""

import pytest
from shared_show import SharedShow

from installation.model import Stop

pytestmark = [pytest.mark.process, pytest.mark.alone]


def test_its_end_is_dark_and_leaves_nothing(running: SharedShow) -> None:
    show = running.show
    show.order(Stop())
    assert show.exit_code() == 0
    assert set(running.sight.frames()) == {-1}
    assert show.left() == []
    assert "Traceback" not in show.said()
    running.end()

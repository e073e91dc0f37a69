"""A house that closes: black on the glass, players that rest; and the day begins when it opens."""

import time

import psutil
import pytest
from show_rig import Played, Sight, wait_until

from installation.link import Client
from installation.model import Close, Open, ShowState

pytestmark = [pytest.mark.process, pytest.mark.alone]
REST_S = 5.0
IDLE_SHARE = 0.02
"""Of a core, for each player."""


def test_a_closed_house_is_black_and_at_rest_and_opens_again(show: Played, sight: Sight) -> None:
    hand = Client(show.stage.state)
    reply = hand.send(Close())
    assert reply.ok and reply.text == "closed by an order, until an order opens it"
    wait_until("closed", show.says(lambda s: s.state is ShowState.CLOSED))

    def black() -> bool:
        return not sight.glass.grab(0, 0, *sight.glass.size()).any()

    wait_until("black", black, 5)
    time.sleep(2)  # the players come to rest
    players = [psutil.Process(screen.pid) for screen in show.status().screens]
    before = [sum(player.cpu_times()[:2]) for player in players]
    time.sleep(REST_S)
    took = [sum(p.cpu_times()[:2]) - b for p, b in zip(players, before, strict=True)]
    print(f"closed: {[f'{s / REST_S:.3f}' for s in took]} of a core for the players")
    assert max(took) / REST_S < IDLE_SHARE
    assert black()
    assert hand.send(Open()).ok
    show.until_plays(sight)

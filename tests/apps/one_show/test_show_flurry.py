"""Orders on each other's heels: whoever plays with the buttons."""

import time
from collections.abc import Iterator
from random import Random
from threading import Thread

import pytest
from show_rig import FRAMES, Played, Sight, apart, in_step, jumps, wait_until

from installation.errors import KissError
from installation.model import Go, Order, Pause, Restart, Resume, ShowState

pytestmark = [pytest.mark.process, pytest.mark.alone]
ORDERS, SECONDS = 30, 3.0
REFUSED = "paused already", "not paused: it plays"


def orders(random: Random) -> Iterator[Order]:
    """Orders at random, with those that are refused now and then."""
    while True:
        yield random.choice([Restart(), Go("kiss"), Go("0.5"), Pause(), Resume()])


def give(show: Played, random: Random, refused: list[str]) -> None:
    """Give all orders, evenly spread."""
    began = time.monotonic()
    for n, order in zip(range(ORDERS), orders(random), strict=False):
        time.sleep(max(0.0, began + n * SECONDS / ORDERS - time.monotonic()))
        try:
            show.order(order)
        except KissError as fault:
            refused.append(str(fault))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_thirty_orders_in_three_seconds_are_taken_by_all_heads_or_refused_in_words(
    show: Played, sight: Sight, seed: int
) -> None:
    refused: list[str] = []
    giving = Thread(target=give, args=(show, Random(seed), refused))
    giving.start()
    samples = sight.watch(SECONDS + 1)
    giving.join()
    assert apart(samples) == []
    assert all(any(words in each for words in REFUSED) for each in refused), refused
    if show.status().state is ShowState.PAUSED:
        show.order(Resume())
    wait_until("play", show.says(lambda status: status.state == "playing"))
    time.sleep(0.5)
    went_on = sight.watch(FRAMES / 24 + 0.3)  # over the next seam
    assert apart(went_on) == []
    assert jumps(went_on) == []
    assert in_step(sight)

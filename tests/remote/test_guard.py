"""Whom to believe: a box always, noise never, and a box again once the noise is over."""

import random

from hypothesis import given
from hypothesis import strategies as st

from installation.remote import Guard
from installation.remote._guard import CALM_NS, PRESSES
from installation.units import MILLISECOND, SECOND

T = 10 * SECOND


def test_a_box_is_believed_and_a_loose_plug_too() -> None:
    guard = Guard()
    for number in range(200):
        guard.came(3, int(number % 20 == 0), T + number * SECOND // 4)
        assert guard.pressed(T + number * SECOND // 4)


def test_noise_is_not_believed_until_it_has_been_calm() -> None:
    guard = Guard()
    guard.came(8, 5, T)
    assert not guard.believes(T)
    assert not guard.pressed(T + CALM_NS - 1)
    assert guard.pressed(T + CALM_NS)


def test_ten_fingers_are_the_most() -> None:
    guard = Guard()
    given_orders = sum(guard.pressed(T + n * MILLISECOND) for n in range(1000))
    assert given_orders == PRESSES
    assert guard.pressed(T + 2 * SECOND)


def test_a_flood_is_not_even_read() -> None:
    guard = Guard()
    assert not guard.floods()
    for n in range(20):
        guard.came(1000, 0, T + n * MILLISECOND)
    assert guard.floods()
    guard.came(3, 0, T + 3 * SECOND)
    assert not guard.floods()


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 3)), max_size=60))
def test_what_hands_do_is_always_believed(moves: list[tuple[int, int]]) -> None:
    guard, now_ns = Guard(), T
    for gap_ms, size in moves:
        now_ns += (gap_ms + 2) * MILLISECOND
        guard.came(size, 0, now_ns)
        assert guard.believes(now_ns)


def test_random_bytes_are_found_out_before_they_can_be_a_key() -> None:
    """Bytes at random are half of them data without a status: three in six bytes or so."""
    draw = random.Random(4)
    for _ in range(200):
        guard, n = Guard(), 0
        while guard.believes(T):
            n += 1
            guard.came(1, int(draw.random() < 0.4), T)
        assert n < 60

"""Two tellings beside each other: probabilities, and what they do at gaps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.proposal._pairing import posterior, support

STEP_S = 0.1


def diagonal(steps: int, width: int, at: list[tuple[int, int]]) -> np.ndarray:
    """Evidence that says that certain steps are the same, and nothing else."""
    table = np.zeros((steps, width))
    for row, column in at:
        table[row] = -8.0
        table[row, column] = 8.0
    return table


@given(st.integers(3, 40), st.integers(3, 40), st.integers(0, 10_000))
def test_probabilities_are_probabilities(steps: int, width: int, seed: int) -> None:
    table = np.random.default_rng(seed).normal(0, 3, (steps, width))
    chances = posterior(table, STEP_S, range(steps))
    assert chances.shape == (steps, width)
    assert (chances >= 0).all()
    assert chances.sum(axis=1) == pytest.approx(1)


def test_what_is_known_is_found() -> None:
    known = [(5, 5), (40, 60), (70, 90)]
    chances = posterior(diagonal(100, 120, known), STEP_S, [row for row, _ in known])
    for chance, (_, column) in zip(chances, known, strict=True):
        assert chance.argmax() == column
        assert chance[column] > 0.95


def test_between_what_is_known_it_is_between_and_less_sure() -> None:
    chances = posterior(diagonal(100, 120, [(20, 20), (60, 80)]), STEP_S, [21, 40, 59])
    means = chances @ np.arange(120)
    assert 20 < means[0] < means[1] < means[2] < 80
    assert chances[1].max() < chances[0].max()


def test_the_story_never_goes_back() -> None:
    table = diagonal(80, 80, [(20, 50), (50, 20)])  # one of them must be wrong
    means = posterior(table, STEP_S, range(80)) @ np.arange(80)
    assert (np.diff(means) > -0.5).all()


@pytest.mark.parametrize("turned", [False, True])
def test_a_part_that_only_one_of_them_has_is_left_out(turned: bool) -> None:
    at = [(i, i) for i in range(30)] + [(i, i + 40) for i in range(30, 60)]
    table = np.full((60, 100), -1.0)
    for row, column in at:
        table[row, column] = 2.0
    if turned:
        table = table.T
    step = 75 if turned else 35
    assert posterior(table, STEP_S, [step])[0].argmax() == (35 if turned else 75)


def test_what_fits_has_more_support_than_the_same_backwards() -> None:
    table = diagonal(60, 60, [(i, i) for i in range(0, 60, 10)])
    assert support(table, STEP_S) > support(table[:, ::-1], STEP_S) + 10

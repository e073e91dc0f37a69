"""Shared fixtures: a show in simulated time."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_deck import film_of
from simulated_show import Show


@pytest.fixture
def new_show(tmp_path: Path) -> Iterator[Callable[..., Show]]:
    """``new_show(name=film ...)``; films ``a`` and ``b`` of 3 s are there always."""
    made: list[Show] = []

    def make(**films: object) -> Show:
        show = Show(tmp_path, {"a": film_of(1, 72), "b": film_of(2, 72), **films})
        made.append(show)
        return show

    yield make
    for show in made:
        show.leave()


@pytest.fixture
def show(new_show: Callable[..., Show]) -> Show:
    """Film ``a`` lined up, in cycles of its own length."""
    made = new_show()
    made.line_up(made.plan("a", 3))
    return made

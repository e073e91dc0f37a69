"""Shared fixtures: a show in simulated time, and libvlc."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import vlc
from fake_deck import film_of
from player_films import Recipe, write_film
from simulated_show import Show

from installation.player import libvlc_instance


@pytest.fixture
def new_show(tmp_path: Path) -> Iterator[Callable[..., Show]]:
    """``new_show(name=film ...)``; films ``a`` and ``b`` of 3 s are there always."""
    made: list[Show] = []

    def make(**films: Any) -> Show:
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


@pytest.fixture(scope="session")
def b_frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of two seconds with B-frames, which all only read."""
    recipe = Recipe(options={"bf": "2"})
    return write_film(tmp_path_factory.mktemp("b-frames") / "a.mp4", recipe)


@pytest.fixture(scope="session")
def libvlc() -> Iterator[vlc.Instance]:
    """libvlc as a player has it; its callbacks wait for Python no longer than they do there."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    made = libvlc_instance("software")
    yield made
    made.release()
    sys.setswitchinterval(interval)

"""Probation as it is fed: from what stage and players say, and when it need not be."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from show_films import a_film

from installation.director import LineupPlanner
from installation.link import PlayerStatus, ScreenShown, StageStatus
from installation.show._lazy_writer import LazyWriter
from installation.show._probation import Failure
from installation.show._probation_keeper import ProbationKeeper
from installation.show._process_end import end_by
from installation.timeline import Programme, Take
from installation.units import MILLISECOND, SECOND

SCREEN = "left"
OLD, NEW = a_film("a", 12.0), a_film("b", 12.0)
PLAYERS = {SCREEN: PlayerStatus(SCREEN, 1, 1)}
BEGAN_NS = 100 * SECOND


def playing(name: str) -> Programme:
    plan = LineupPlanner({SCREEN: name}, (OLD, NEW)).plan(1)
    assert plan is not None
    return Programme(1, "boot", (Take(1, BEGAN_NS, 1, 0),), None, (plan,))


def said(shown: int, held: int) -> StageStatus:
    return StageStatus(1, 1, screens={SCREEN: ScreenShown(shown=shown, held=held)})


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[ProbationKeeper]:
    writer = LazyWriter()
    made = ProbationKeeper(tmp_path, writer)
    made.look(playing("a"), (OLD, NEW), PLAYERS, said(10, 0), BEGAN_NS)  # which proves that one
    yield made
    writer.finish()


def test_what_the_stage_has_said_is_judged_once(keeper: ProbationKeeper) -> None:
    programme, now_ns = playing("b"), BEGAN_NS
    failures: list[Failure] = []
    for word in range(1, 9):
        stage = said(10, 12 * word)
        for _ in range(3):
            now_ns += 100 * MILLISECOND
            failures += keeper.look(programme, (OLD, NEW), PLAYERS, stage, now_ns)
    (failed,) = failures
    assert failed.film.revision == NEW.hash
    assert keeper.notes() == ()


def test_an_end_is_judged_though_nobody_says_anything(keeper: ProbationKeeper) -> None:
    programme, stage, now_ns = playing("b"), said(20, 0), BEGAN_NS
    keeper.look(programme, (OLD, NEW), PLAYERS, stage, now_ns)
    keeper.lost(SCREEN, end_by(-signal.SIGSEGV), programme, now_ns)
    failures: list[Failure] = []
    for _ in range(40):
        now_ns += 100 * MILLISECOND
        failures += keeper.look(programme, (OLD, NEW), PLAYERS, stage, now_ns)
    (failed,) = failures
    assert failed.reason == "its player killed by SIGSEGV" and failed.at_once

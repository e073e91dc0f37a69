"""The stage counts what was due beside what it showed, and what came a whole picture late."""

from stage_fakes import Wall, three

from installation.timeline import Take
from installation.units import MILLISECOND, SECOND

START = SECOND
TAKE = Take(1, START, 1, 0)


def playing(draws_ms: int = 8) -> Wall:
    wall = three(seconds=10.0)
    wall.glass.draws_ns = draws_ms * MILLISECOND
    wall.fill(TAKE, START + 9 * SECOND)
    wall.presenter.programme = wall.programme(TAKE)
    wall.play(START + 5 * SECOND)
    return wall


def test_a_wall_that_is_quick_enough_shows_what_is_due() -> None:
    for counts in playing().presenter.shown().values():
        assert (counts.due, counts.shown, counts.overdue) == (120, 120, 0)


def test_a_wall_that_draws_too_slowly_knows_what_it_left_out() -> None:
    for counts in playing(draws_ms=100).presenter.shown().values():
        assert 118 <= counts.due <= 122
        assert 45 <= counts.shown <= 52
        assert counts.overdue >= counts.shown - 2
        assert counts.held == 0  # the pictures were there


def test_a_screen_whose_player_is_away_shows_nothing_of_what_is_due() -> None:
    wall = three(seconds=10.0)
    wall.fill(
        TAKE, START + 9 * SECOND, lambda screen, s: None if screen == "left" else s.arrives_ns
    )
    wall.presenter.programme = wall.programme(TAKE)
    wall.play(START + 5 * SECOND)
    left, right = wall.presenter.shown()["left"], wall.presenter.shown()["right"]
    assert (left.due, left.shown) == (120, 0)
    assert left.held > 100
    assert (right.due, right.shown) == (120, 120)


def test_a_pause_makes_nothing_due() -> None:
    wall = three(seconds=10.0)
    held = Take(1, START, 1, 0, START + 2 * SECOND)
    wall.fill(held, START + 9 * SECOND)
    wall.presenter.programme = wall.programme(held)
    wall.play(START + 8 * SECOND)
    assert {counts.due for counts in wall.presenter.shown().values()} <= {48, 49}


def test_a_canvas_that_reads_a_picture_where_it_lies_holds_the_one_that_is_on() -> None:
    wall = three(seconds=10.0)
    for canvas in wall.canvases.values():
        canvas.holds = True
    wall.fill(TAKE, START + 9 * SECOND)
    wall.presenter.programme = wall.programme(TAKE)
    wall.rings["left"].torn = {(1, frame) for frame in range(240)}  # no writer is so rude
    for seconds in (2, 3, 5):
        wall.play(START + seconds * SECOND)
        for screen, ring in wall.rings.items():
            drawn = wall.canvases[screen].drawn
            assert drawn is not None and ring.held == {drawn.slot}
            assert drawn.frame == wall.presenter.shown()[screen].frame
    for view in wall.views:
        view.let_go()
        view.let_go()
    assert not any(ring.held for ring in wall.rings.values())


def test_a_canvas_that_copies_holds_nothing() -> None:
    wall = three(seconds=10.0)
    wall.fill(TAKE, START + 9 * SECOND)
    wall.presenter.programme = wall.programme(TAKE)
    wall.play(START + 3 * SECOND)
    assert not any(ring.held for ring in wall.rings.values())

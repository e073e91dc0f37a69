"""Whole shows, at random: orders, deaths and arrivals at any time; the observer finds no fault."""

import pytest
from show_films import a_film
from show_simulation import SCREENS, Show, a_show, settled

from installation.director._state import Aim
from installation.link import STAGE
from installation.timeline import FAR_NS, plan_of
from installation.units import MILLISECOND, SECOND

FILMS = (
    a_film("a", 9.0),
    a_film("b", 4.2),
    a_film("c", 12.0),
    a_film("d", 3.0),
    a_film("e", 6.5),
)


def something(show: Show) -> None:
    """Let something happen, anything."""
    draw = show.random
    what = draw.choices(
        ["restart", "pause", "resume", "sync", "go", "films", "lose", "come", "mute", "controller"],
        [3, 4, 6, 3, 4, 3, 2, 4, 1, 1],
    )[0]
    if what == "go":
        plan = plan_of(show.state.programme, show.last.cycle if show.last else 1)
        if plan is not None:
            show.order("go", draw.choice([0, plan.cycle_ns - 1, draw.randrange(plan.cycle_ns)]))
    elif what == "films":
        show.stock(draw.sample(FILMS, draw.randint(0 if draw.random() < 0.1 else 1, len(FILMS))))
    elif what == "lose":
        show.lose(draw.choice([*SCREENS, STAGE]))
    elif what == "come":
        away = [name for name, player in show.players.items() if not player.alive]
        show.come(draw.choice([*away, STAGE]))
    elif what == "mute":
        player = show.players[draw.choice(SCREENS)]
        player.mute = not player.mute
    elif what == "controller":
        if show.state.programme.takes:
            show.change_controller()
    else:
        show.order(what)


@pytest.mark.parametrize("seed", range(24))
def test_nothing_that_happens_breaks_a_rule(seed: int) -> None:
    policies = ("random", "random", "newest") if seed % 2 else ("first", "newest-1", "newest")
    far_ns = FAR_NS if seed % 4 == 3 else 0  # some are of several machines
    show = a_show(FILMS[:3], seed, begin=False, policies=policies, far_ns=far_ns)
    busy = (0.002, 0.02, 0.2)[seed % 3]
    for _ in range(2000):
        if show.random.random() < busy:
            something(show)
        show.step(show.random.choice([1, 5, 20, 40, 120]) * MILLISECOND)
    # whatever has become of it: a show with one player that answers comes to rest
    for screen in SCREENS:
        show.come(screen)
    show.come(STAGE)
    show.players["right"].mute = True
    if not show.films:
        show.stock(FILMS[:1])
    assert show.run(20 * SECOND, lambda: settled(show)), show.state
    assert show.order("restart").ok
    assert show.run(10 * SECOND, lambda: settled(show)), show.state
    assert show.commits[-1][0] is Aim.RESTART


def test_the_shows_are_busy_enough_to_mean_something() -> None:
    show = a_show(FILMS[:3], 5)
    for _ in range(6000):
        if show.random.random() < 0.02:
            something(show)
        show.step(20 * MILLISECOND)
    assert {aim for aim, _ in show.commits} >= {*Aim} - {Aim.NONE, Aim.SWAP, Aim.MEET, Aim.STAND}
    assert len(show.commits) > 10

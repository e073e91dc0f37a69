"""Two films of one screen at once: the one that comes, and the one that goes on as it leaves."""

import pytest
from msgspec.structs import replace
from simulated_show import Seen, Show

from installation.timeline import DECIDE_NS, SWAP_AHEAD_NS
from installation.units import MILLISECOND, SECOND

FADE_S = 1.0


def fading(show: Show) -> list[Seen]:
    """Return what was seen while the film before leaves."""
    first = next(seen for seen in show.seen if seen.shown and seen.shown[0] == "b")
    until_ns = first.now_ns + round(FADE_S * SECOND)
    return [seen for seen in show.seen if first.now_ns <= seen.now_ns < until_ns]


def swapped(show: Show, decided_s: float, story_s: float = 0.0, fade_s: float = FADE_S) -> None:
    """Film b comes with a dissolve, at a boundary or at a place that the story comes to."""
    show.begin()
    show.run(0.8)  # the deck that follows stands ready, as it does most of the time
    plan = replace(show.plan("b", 3), fade_ns=round(fade_s * SECOND))
    show.propose(plan, story_s)
    run = show.seen[-1]
    assert run.cycle == 1
    place_s = story_s or 3.0
    while show.seen[-1].due[1] / 24 < place_s - decided_s:
        show.step()
    assert show.ready()
    show.decide()
    show.run(decided_s + 2)


@pytest.mark.parametrize("decided_s", [DECIDE_NS / SECOND, 0.75])
def test_at_a_boundary_the_film_before_begins_again_as_it_leaves(
    show: Show, decided_s: float
) -> None:
    swapped(show, decided_s)
    seen = fading(show)
    assert not show.wrong() and seen[0].shown == ("b", 0)
    assert [s.leaving for s in seen] == [("a", s.due[1]) for s in seen]
    assert show.cueing.counts.late == show.cueing.recoveries == 0
    show.run(4)
    assert not show.wrong()
    assert not show.seen[-1].leaving  # it has left


def test_inside_the_story_the_film_before_goes_on_as_it_leaves(show: Show) -> None:
    swapped(show, 0.5, story_s=1.25 + SWAP_AHEAD_NS / SECOND / 4)
    seen = fading(show)
    assert not show.wrong() and seen[0].shown == ("b", 36)
    assert [s.leaving for s in seen] == [("a", s.due[1]) for s in seen]


def test_a_cut_needs_no_film_that_leaves(show: Show) -> None:
    swapped(show, DECIDE_NS / SECOND, fade_s=0.0)
    assert not show.wrong() and not any(seen.leaving for seen in show.seen)


def test_a_proposal_that_is_decided_on_costs_no_cue_more(show: Show) -> None:
    show.begin()
    show.run(0.8)
    cues = show.cues
    show.propose(replace(show.plan("b", 3), fade_ns=SECOND))
    show.until(show.ready)
    show.decide()
    show.until(lambda: show.seen[-1].cycle == 2)
    assert show.cues == cues + 1


def test_a_film_that_leaves_and_cannot_be_played_holds_up_nobody(show: Show) -> None:
    show.begin()
    show.run(0.8)
    show.reels.broken.add("/films/a")
    swapped_ns = show.now_ns
    show.propose(replace(show.plan("b", 3), fade_ns=SECOND))
    show.until(show.ready)
    show.decide()
    show.run(4)
    assert not show.wrong(swapped_ns + 100 * MILLISECOND)

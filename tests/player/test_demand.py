"""What is asked of a screen's decks: when the next cue may begin."""

import pytest
from msgspec.structs import replace

from installation.player._demand import FINISH_NS, DeckDemand, called
from installation.player._segments import Segments
from installation.timeline import CALM_NS, SEAM_NS, TURN_NS, Cue, Entry, Plan, Programme, Take
from installation.units import MILLISECOND, SECOND

CYCLE_NS = 10 * SECOND
ENTRY = Entry("kiss-2", "r", "The Kiss 2", "f", "i", ((0, 0), (CYCLE_NS, CYCLE_NS)))


@pytest.mark.parametrize(
    ("story_s", "after_ns", "calm"),
    [
        (0, CALM_NS - 1, False),  # the beginning
        (0, CALM_NS, True),
        (0, CYCLE_NS + CALM_NS - 1, False),  # a seam
        (0, CYCLE_NS + CALM_NS, True),
        (4, 1, True),  # behind a resume or a go
        (4, 6 * SECOND + CALM_NS - 1, False),  # and behind the seam after it
    ],
)
def test_the_next_cue_waits_behind_a_seam_and_not_behind_an_order(
    story_s: int, after_ns: int, calm: bool
) -> None:
    take = Take(1, SECOND, 1, story_s * SECOND)
    programme = Programme(1, "b", (take,), None, (Plan(1, CYCLE_NS, {"left": ENTRY}),))
    legs = Segments("left")
    now_ns, lead_ns = SECOND + after_ns, 0
    call = called(programme, "left", lambda at_ns: legs.at(programme, at_ns), now_ns, lead_ns)
    assert call.calm == call.turn == calm


@pytest.mark.parametrize(
    ("after_ns", "settled"),
    [
        (CALM_NS + TURN_NS - 1, False),  # what follows is not cued yet
        (CALM_NS + TURN_NS, True),
        (CYCLE_NS - SEAM_NS, True),
        (CYCLE_NS - SEAM_NS + 1, False),  # its seam is near
    ],
)
def test_decks_only_play_on_from_their_cue_to_the_next_seam(after_ns: int, settled: bool) -> None:
    plan = Plan(1, CYCLE_NS, dict.fromkeys(("left", "centre"), ENTRY))
    programme = Programme(1, "b", (Take(1, SECOND, 1, 0),), None, (plan,))
    now_ns = SECOND + after_ns

    def call(programme: Programme) -> DeckDemand:
        legs = Segments("centre")
        return called(programme, "centre", lambda at_ns: legs.at(programme, at_ns), now_ns, 0)

    assert call(programme).settled is settled
    cue = Cue(2, 1, 4 * SECOND)
    assert not call(replace(programme, pending=cue)).settled


@pytest.mark.parametrize(("screen", "turn"), [("left", 0), ("centre", 1), ("right", 2)])
def test_screens_cue_one_after_the_other(screen: str, turn: int) -> None:
    plan = Plan(1, CYCLE_NS, dict.fromkeys(("left", "centre", "right"), ENTRY))
    programme = Programme(1, "b", (Take(1, SECOND, 1, 0),), None, (plan,))
    legs = Segments(screen)
    for early_ns in (1, 0):
        now_ns = SECOND + CALM_NS + turn * TURN_NS - early_ns
        call = called(programme, screen, lambda at_ns: legs.at(programme, at_ns), now_ns, 0)
        assert call.turn is (early_ns == 0) and call.calm is (early_ns == 0 or turn > 0)


@pytest.mark.parametrize("left_ms", [20, 120, 199])
def test_a_run_that_a_seam_ends_within_the_lead_has_its_deck(left_ms: int) -> None:
    """Seen a lead ahead, such a run is over before it has begun."""
    lead_ns, left_ns, at_ns = 200 * MILLISECOND, left_ms * MILLISECOND, 100 * SECOND
    held = Take(1, SECOND, 1, 0, hold_ns=5 * SECOND)
    resumed = Take(2, at_ns, 1, CYCLE_NS - left_ns)
    programme = Programme(1, "b", (held, resumed), None, (Plan(1, CYCLE_NS, {"left": ENTRY}),))
    legs = Segments("left")
    ends_ns = at_ns + min(left_ns, FINISH_NS)
    for now_ns in range(at_ns - 75 * MILLISECOND, ends_ns, 5 * MILLISECOND):
        call = called(programme, "left", lambda at: legs.at(programme, at), now_ns, lead_ns)
        served = [leg for leg in (call.leg, call.finishing, call.brief) if leg is not None]
        assert resumed.serial in {leg.label.take for leg in served if leg.label.cycle == 1}, now_ns
        assert {leg.label for leg in served} <= call.wanted
    late_ns = at_ns + max(left_ns, FINISH_NS) + lead_ns
    call = called(programme, "left", lambda at: legs.at(programme, at), late_ns, lead_ns)
    assert call.brief is None

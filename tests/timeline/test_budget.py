"""The timing budget adds up: what has to be less than what, or else a handshake comes too late."""

from installation.apps._controller_watch import ASK_NS
from installation.kiosk._outputs import XRANDR_S
from installation.model import Layout
from installation.player._cueing import SHORT_LEAD_NS
from installation.remote._timecode_ports import TELL_NS
from installation.show._pulse import CONTROLLER_SILENT_NS, WORKER_SILENT_NS
from installation.stage._presenter import DRAWING_NS, ROOM_NS
from installation.timeline import _budget as b
from installation.timeline._spans import HURRIED_OFF_NS, SHORTEST_NS
from installation.units import MILLISECOND, SECOND

FRAME_NS = SECOND // 24
HALF_REFRESH_NS = SECOND // 50 // 2
HEARD_NS = 8 * MILLISECOND
"""What an order may take to the stage: it goes before all that decodes."""
COMMITTED_NS = b.LEAD_NS + b.HEADROOM_NS + b.INSIDE_NS
"""The nearest that a commit for a place inside the story aims."""


def test_it_is_reckoned_for_the_lead_that_a_layout_has_by_itself() -> None:
    lead = Layout.model_fields["lead_ms"]
    assert lead.default * MILLISECOND == b.LEAD_NS
    (least,) = [bound.ge for bound in lead.metadata if hasattr(bound, "ge")]
    assert least * MILLISECOND > HURRIED_OFF_NS  # a deck that is so far off the map is still early
    assert least * MILLISECOND > 2 * SHORT_LEAD_NS


def test_after_a_commit_the_decks_roll_in_time() -> None:
    assert b.ROLL_NS + b.BUSY_MS * MILLISECOND < b.HEADROOM_NS
    assert 3 * FRAME_NS // 2 < b.INSIDE_NS  # so much earlier a deck may begin
    # a player that waits wakes before a deck rolls
    assert b.IDLE_MS * MILLISECOND < b.CALM_MS * MILLISECOND < b.LAUNCH_NS
    assert b.LAUNCH_NS + b.CALM_MS * MILLISECOND < b.SEAM_NS  # and has not been calm for long then


def test_what_is_ordered_reaches_the_stage_before_it_prepares() -> None:
    # with vsync a swap is asked for half a refresh before its instant
    assert b.RECALL_NS + HALF_REFRESH_NS + HEARD_NS < b.PAUSE_NS
    assert b.RECALL_NS < b.PREPARE_NS / 2
    assert b.PREPARE_NS < b.HEADROOM_NS
    assert ROOM_NS < b.PREPARE_NS
    assert DRAWING_NS < SECOND // 60


def test_those_who_speak_are_not_taken_for_dead() -> None:
    assert b.CALM_MS * MILLISECOND <= b.STATUS_NS
    assert 8 * b.STATUS_NS < WORKER_SILENT_NS  # the stage waits so long for a gap to speak in
    # a controller that has just not been asked may wait for a display
    assert ASK_NS + round(XRANDR_S * SECOND) < CONTROLLER_SILENT_NS


def test_what_aims_ahead_leaves_the_decks_time_to_be_cued() -> None:
    for ahead_ns in (b.SYNC_AHEAD_NS, b.CHASE_AHEAD_NS, b.SWAP_AHEAD_NS):
        assert ahead_ns > b.CUE_NS + COMMITTED_NS
    assert SHORTEST_NS > b.CUE_NS + b.LEAD_NS  # a span's deck is cued while the other plays


def test_what_other_machines_hear_late_is_still_in_time() -> None:
    for ahead_ns in (b.SYNC_AHEAD_NS, b.CHASE_AHEAD_NS, b.SWAP_AHEAD_NS):
        assert ahead_ns > b.CUE_NS + COMMITTED_NS + b.FAR_NS
    # a swap inside the story that is decided at the last look
    late_ns = b.TICK_NS + b.WAKE_MS * MILLISECOND + b.FAR_NS
    assert b.DECIDE_INSIDE_NS - late_ns > b.LEAD_NS + b.ROLL_NS
    # a restart, whose decks stand ready after a cue, is on after 0.4 s in most cases
    assert b.HEADROOM_NS + b.FAR_NS + b.CUE_NS // 2 < 400 * MILLISECOND


def test_patience_is_longer_the_more_there_is_to_wait_for() -> None:
    assert b.CUE_NS < b.NEWS_NS < b.PATIENCE_NS < b.FIRST_PATIENCE_NS


def test_nothing_takes_a_deck_that_stands_for_a_seam() -> None:
    assert b.SEAM_NS < b.CLEAR_NS
    # a seam is moved before players cue for it, and a master is heard while there is time to
    assert b.MOVE_SEAM_NS[0] > b.CLEAR_NS + b.TICK_NS
    assert b.MOVE_SEAM_NS[0] + TELL_NS < b.MOVE_SEAM_NS[1]


def test_a_boundary_is_decided_before_players_go_back_to_the_old_line_up() -> None:
    assert b.SWAP_SEAM_NS < b.DECIDE_NS - b.DECIDED_LATE_NS
    # and what is withdrawn leaves them twice the time to be there for the old one
    assert b.DECIDE_NS - b.LEAD_NS - b.ROLL_NS > 2 * b.CUE_NS
    assert b.SWAP_SEAM_NS > b.CUE_NS + b.LEAD_NS + b.ROLL_NS
    assert b.SHORT_NS > b.DECIDE_NS + b.CUE_NS + b.TICK_NS


def test_a_place_inside_the_story_is_decided_in_time_to_be_committed() -> None:
    assert b.DECIDE_INSIDE_NS - b.DECIDED_LATE_INSIDE_NS > COMMITTED_NS
    assert b.SWAP_AHEAD_NS > b.DECIDE_INSIDE_NS + b.CUE_NS


def test_a_director_that_is_asked_every_tick_is_never_too_late() -> None:
    late_ns = b.TICK_NS + b.WAKE_MS * MILLISECOND
    assert late_ns < b.DECIDED_LATE_INSIDE_NS < b.DECIDED_LATE_NS

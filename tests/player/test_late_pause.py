"""A deck that stands still too late, as on a machine that is busy with other things."""

from pathlib import Path

import pytest
from deck_rigs import FakeRig, WatchedReel, reel_at, until, wait

from installation.link import RingShape, RingWriter
from installation.link._ring import SLOTS as RING_SLOTS
from installation.player._deck import DeckState
from installation.player._film_loading import slots_for
from installation.timeline import HEADROOM_NS, LEAD_NS
from installation.units import MILLISECOND, SECOND

SLOTS = 17
"""The ring that a player works in at 24 pictures a second."""
RATES = (15, 24, 25, 30, 50, 60)


class UnheardReel(WatchedReel):
    """One whose deck is never told that enough is kept."""

    @property
    def full(self) -> bool:
        return False


def test_pictures_that_the_ring_has_no_room_for_are_left_out(tmp_path: Path) -> None:
    rig = FakeRig(tmp_path)
    rig.ring.use(SLOTS, RingShape.of(rig.index.facts))
    reel = reel_at(rig, 0, kind=UnheardReel)
    rig.deck.cue(rig.film, reel.media_ns, reel)
    until(rig, lambda: rig.deck.state is DeckState.CUED)
    wait(rig, 1.5)  # 36 pictures
    assert len(rig.ring._busy) == rig.ring.share + 1  # the next one is being written
    other = [rig.ring.begin() for _ in range(rig.ring.share + 1)]
    assert len(set(other)) == len(other)
    for slot in other:
        rig.ring.drop(slot)
    reel.launched_ns = rig.now() + 60 * MILLISECOND
    rig.deck.roll(reel.launched_ns)
    wait(rig, 0.2)
    came = [arrival.frame for arrival in rig.ring.log]
    assert came[: rig.ring.share] == list(range(rig.ring.share))
    assert reel.counts.skipped == came[rig.ring.share] - rig.ring.share > 0


def test_a_long_lead_of_many_pictures_ends_where_the_ring_has_room(tmp_path: Path) -> None:
    rig = FakeRig(tmp_path)
    rig.ring.use(SLOTS, RingShape.of(rig.index.facts))
    reel = reel_at(rig, 0)
    reel._keep_ns = SECOND
    rig.deck.cue(rig.film, reel.media_ns, reel)
    until(rig, lambda: rig.deck.state is DeckState.CUED)
    wait(rig, 1.5)
    assert len(reel._kept) == rig.ring.share - 1
    reel.launched_ns = rig.now() + 60 * MILLISECOND
    rig.deck.roll(reel.launched_ns)
    wait(rig, 1.0)
    came = [arrival.frame for arrival in rig.ring.log]
    assert came == list(range(len(came))) and len(came) > 20 and not reel.counts.skipped


@pytest.mark.parametrize("decks", [2, 3])
@pytest.mark.parametrize("rate", RATES)
def test_at_every_rate_the_ring_has_room_for_what_a_deck_keeps(
    tmp_path: Path, rate: int, decks: int
) -> None:
    frame_ns, slots = SECOND // rate, slots_for(LEAD_NS, SECOND // rate, decks)
    ring = RingWriter(tmp_path / "ring")
    ring.use(slots, RingShape(64, 36, 64, 36, (1, 1), "bt709", False), decks)
    kept = -(-(LEAD_NS - HEADROOM_NS) // frame_ns) + 1  # with the one that it is cued at
    assert kept < ring.share
    leads = -(-LEAD_NS // frame_ns)  # pictures of the deck on air that are not due yet
    written, read = decks, 3
    assert (decks - 1) * ring.share + leads + written + read <= slots <= RING_SLOTS

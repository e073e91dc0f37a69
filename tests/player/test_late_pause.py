"""A deck that stands still too late, as on a machine that is busy with other things."""

from pathlib import Path

from deck_rigs import FakeRig, WatchedReel, reel_at, until, wait

from installation.link import RingShape
from installation.player._deck import DeckState
from installation.units import MILLISECOND

SLOTS = 17
"""The ring that a player works in at 24 pictures a second."""


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

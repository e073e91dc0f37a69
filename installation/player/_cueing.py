"""A screen's decks in turn: which is on air, which is cued for what comes next.

Everything is a cue. Each step compares what the programme asks for now and next with what the
decks are doing, and orders the difference. So a loop's seam, a restart, a swap of versions, a beat
at which the film changes its pace and a recovery after a crash are the same few lines. Two decks
take turns; the third is there for what is cued beside those: a line-up that is proposed, orders
that follow closely, and the film that goes on while it dissolves. No clock is read and nothing
waits here.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from installation.link import DeckStatus, RingWriter
from installation.model import FilmIndex
from installation.player._cued_film import Counts, CuedFilm, FilmPlace
from installation.player._deck import Deck, DeckState
from installation.player._deck_slot import DeckSlot
from installation.player._demand import DeckDemand, called, pending_label
from installation.player._film_loading import FilmLoader
from installation.player._runup import UNHURRIED_NS
from installation.player._segments import Segment, SegmentLabel, Segments
from installation.said import Said
from installation.timeline import (
    CUE_NS,
    FOREVER,
    INSIDE_NS,
    LAUNCH_NS,
    NATURAL,
    TURN_NS,
    TURNS,
    Entry,
    Programme,
    entry_cued,
    media_at,
)
from installation.units import MILLISECOND, SECOND

OVERDUE_NS = 400 * MILLISECOND
"""A deck whose next picture is this late has stalled; above the 80 ms that libvlc may jerk and the
stalls of a busy machine."""
SHORT_LEAD_NS = 40 * MILLISECOND
SLACK_NS = 60 * MILLISECOND


class CueOrder(NamedTuple):
    """The leg for which a deck is to stand ready; it may roll ``spare_ns`` before it has to."""

    label: SegmentLabel
    entry: Entry | None
    story_ns: int
    spare_ns: int = 0


class Cueing:
    """The decks of one screen. One thread; ``load`` reads a film's index by its path."""

    def __init__(
        self,
        screen: str,
        decks: Sequence[Deck],
        ring: RingWriter,
        load: Callable[[str], FilmIndex],
        lead_ns: int,
    ) -> None:
        self.screen = screen
        self.programme = Programme()
        self.recoveries = 0
        self.settled = False
        """As of the last step the decks only play on."""
        self._bays = [DeckSlot(deck) for deck in decks]
        self._legs = Segments(screen)
        self._films = FilmLoader(ring, load, lead_ns)
        self._lead_ns = lead_ns
        self._cue_ns = CUE_NS
        self._served: tuple[SegmentLabel, int] | None = None
        self._short_since: int | None = None

    # what others ask

    @property
    def counts(self) -> Counts:
        """Return what has been counted of all pictures."""
        return self._films.counts

    @property
    def lacks_room(self) -> bool:
        """Tell whether the machine has no memory for the pictures, which is no film's fault."""
        return self._films.lacks_room

    @property
    def fault(self) -> Said:
        """Return what is wrong with a film of the programme, for the status."""
        return self._films.troubles.told(self.programme)

    @property
    def busy(self) -> bool:
        """Something is being prepared: look again soon."""
        return any(bay.deck.state is DeckState.LOADING for bay in self._bays)

    def cued(self) -> int:
        """The serial of the pending cue that this screen is ready for, or -1."""
        pending = self.programme.pending
        if pending is None:
            return -1
        entry = entry_cued(self.programme, self.screen)
        if entry is None:
            return pending.serial
        bay = self._with(pending_label(self.programme, self.screen))
        if bay is None or bay.reel is None or bay.deck.state is not DeckState.CUED:
            return -1
        return pending.serial if bay.reel.aim.revision == entry.revision else -1

    @property
    def came_ns(self) -> int:
        """Return since when the pending cue's pictures come; 0 where there are none to wait for."""
        bay = self._with(pending_label(self.programme, self.screen))
        return bay.reel.came_ns if bay and bay.reel else 0

    def on_air(self, now_ns: int) -> CuedFilm | None:
        """The reel whose pictures are arriving."""
        leg = self._leg(now_ns + self._lead_ns)
        bay = self._with(leg.label) if leg else None
        return bay.reel if bay else None

    def decks(self) -> tuple[DeckStatus, ...]:
        """Return what each deck is doing, for the status."""
        return tuple(
            DeckStatus(
                bay.deck.state.value,
                *(bay.label or SegmentLabel(-1, -1))[:2],
                bay.reel.entry.version if bay.reel else "",
            )
            for bay in self._bays
        )

    def close(self) -> None:
        """Stop all decks for good."""
        for bay in self._bays:
            bay.park()
            bay.deck.close()

    # the step

    def step(self, now_ns: int) -> None:
        """Bring the decks nearer to what the programme asks for."""
        if self.programme.rests(now_ns):
            # libvlc shows a picture that stands again and again, 12 times a second
            for bay in self._bays:
                bay.park()
            return
        call = called(self.programme, self.screen, self._leg, now_ns, self._lead_ns)
        self.settled = call.settled
        self._hand_on(call)
        self._retire(now_ns, call)
        if call.leg is not None:
            self._serve(now_ns, call.leg, call)
        following, cue = call.following, self.programme.pending
        if following is not None and (
            call.near or (cue is None and self._begins_now(now_ns, call))
        ):
            what = following.label, following.entry, following.story_ns
            next_up = CueOrder(*what, self._spare_ns(now_ns, following))
            self._prepare(now_ns, next_up, call.protected)
        if call.pending is not None and cue is not None:
            entry = entry_cued(self.programme, self.screen)
            kept = call.protected - ({call.leaving.label} if call.leaving else set())
            self._prepare(now_ns, CueOrder(call.pending, entry, cue.story_ns), kept)
        before, after = call.pending or (following.label if following else None), call.after
        first = self._with(before)
        if after is not None and first is not None and (first.stands or first.rolling):
            # one after the other: an order waits for the slowest of all decks
            then = CueOrder(after.label, after.entry, after.story_ns)
            self._prepare(now_ns, then, call.protected | {before})
        self._prepare_leaving(now_ns, call)
        known = (call.leg, call.brief, following, call.leaving, call.after if cue is None else None)
        for bay in self._bays:
            for leg in known:
                if leg is not None and bay.label == leg.label:
                    self._launch(now_ns, bay, leg)

    def _hand_on(self, call: DeckDemand) -> None:
        """Have a deck that stands ready for what is over serve what is wanted, if it can.

        A proposal that is decided on becomes what follows, and what followed becomes what leaves.
        """
        for leg in (call.following, call.leaving):
            loose = [b for b in self._bays if b.stands and b.label not in call.wanted - {None}]
            if leg is None or leg.entry is None or not loose:
                continue
            served, place = (
                self._with(leg.label),
                self._films.place_or_none(leg.entry, leg.story_ns),
            )
            if place is None or (served is not None and served.serves(place.aim)):
                continue
            for bay in loose:
                if bay.serves(place.aim):
                    if served is not None:
                        served.relabel(None)
                    bay.relabel(leg.label, place)
                    break

    def _prepare_leaving(self, now_ns: int, call: DeckDemand) -> None:
        """Have the film that is to dissolve go on, where a deck is left once the others stand."""
        cue, following, leaving = self.programme.pending, call.following, call.leaving
        firsts = {leg.label for leg in (following, call.after) if leg} | {call.pending}
        if call.pending_leaving is not None and cue is not None and self.cued() == cue.serial:
            label, entry = call.pending_leaving
            self._prepare(now_ns, CueOrder(label, entry, cue.story_ns), call.protected | firsts)
        if leaving is None or following is None or leaving.run != following.run:
            return
        bay = self._with(following.label)
        in_time = leaving.start_ns - now_ns > self._cue_ns + self._lead_ns + SLACK_NS
        if bay is not None and bay.stands and in_time:
            then = CueOrder(leaving.label, leaving.entry, leaving.story_ns)
            self._prepare(now_ns, then, call.protected | firsts)

    def _begins_now(self, now_ns: int, call: DeckDemand) -> bool:
        """Tell whether to cue what follows: in turn, but for a place that would be hurried so.

        Where libvlc has to hurry it may leave out the place and the pictures after it.
        """
        following = call.following
        if call.turn or not call.calm or following is None or following.entry is None:
            return call.turn
        if following.span.pace >= NATURAL or not self._films.playable(now_ns, following.entry):
            return False
        place = self._films.place(following.entry, following.story_ns)
        left_ns = self._spare_ns(now_ns, following) - TURNS * TURN_NS
        return self._films.run_up(place, UNHURRIED_NS).ahead_ns > left_ns

    def _spare_ns(self, now_ns: int, following: Segment) -> int:
        """Return how long before it has to a deck may roll that is cued now for what follows."""
        takes_ns = 2 * self._cue_ns + self._lead_ns + SLACK_NS
        return max(0, following.start_ns - now_ns - takes_ns)

    def _leg(self, at_ns: int) -> Segment | None:
        return self._legs.at(self.programme, at_ns)

    def _with(self, label: SegmentLabel | None) -> DeckSlot | None:
        found = [bay for bay in self._bays if bay.reel is not None and bay.label == label]
        return max(found, key=lambda bay: bay.cued_at_ns) if found else None

    def _retire(self, now_ns: int, call: DeckDemand) -> None:
        """Park decks that nothing asks for any more, or that have failed or done their part."""
        wanted = call.wanted
        for bay in self._bays:
            reel, state = bay.reel, bay.deck.state
            if reel is None:
                continue
            if state is DeckState.FAILED:
                what = Said("libvlc did not deliver picture {frame}", frame=reel.aim.frame)
                self._films.troubles.failed(reel.entry, what, now_ns)
                bay.park()
                continue
            if state is DeckState.CUED and not bay.seen_ready:
                bay.seen_ready = True
                took_ns = bay.took_ns(now_ns)
                self._cue_ns = max((3 * self._cue_ns + took_ns) // 4, 100 * MILLISECOND)
            if not bay.rolling and reel.surprise_ns is not None:
                self._films.surprised(reel, reel.surprise_ns)
                bay.park()  # and cue it again, to be in time
                continue
            leaves = reel.label is not None and reel.label.leaving
            if reel.delivered >= 0 and reel.label is not None and not leaves:
                self._served = (reel.label, reel.delivered)
                self._films.troubles.plays(reel.entry)
            if state is DeckState.ENDED and reel.label is not None:
                # a film may end a picture short of its index; there is no more to be had from it
                self._served = self._served if leaves else (reel.label, reel.last)
                bay.finish()
            elif reel.label is None or reel.label not in wanted:
                bay.park()

    def _serve(self, now_ns: int, leg: Segment, call: DeckDemand) -> None:
        """See to it that the leg that plays has a deck, and that the deck is well."""
        entry, label = leg.entry, leg.label
        if entry is None or not self._films.playable(now_ns, entry):
            return
        bays = [bay for bay in self._bays if bay.label == label]
        if len(bays) > 1:  # a relief has been cued: it takes over with its first picture
            old, new = sorted(bays, key=lambda bay: bay.cued_at_ns)
            if new.reel and new.reel.delivered >= 0:
                old.park()
            return
        if self._satisfied(leg, entry, now_ns):
            for bay in bays:
                bay.park()
            return
        if bays and self._well(now_ns, leg, bays[0]):
            return
        free = [bay for bay in self._bays if bay.reel is None] or [
            bay for bay in self._bays if bay.label != label and not bay.rolling and not call.near
        ]
        if not free:
            return
        self.recoveries += bool(self._served and self._served[0] == label)
        join_ns = self._joins(leg, entry, now_ns)
        if join_ns < leg.end_ns:
            self._cue(now_ns, free[0], label, self._films.place(entry, leg.story_at(join_ns)))

    def _joins(self, leg: Segment, entry: Entry, now_ns: int) -> int:
        """Return when a deck that is cued now can be on air: where its run-up is over by then.

        A later place may need a longer run-up: each step adds less than a third of the last one.
        """
        soonest_ns = now_ns + self._cue_ns + self._lead_ns + SLACK_NS + INSIDE_NS
        join_ns = soonest_ns
        while join_ns < leg.end_ns:
            place = self._films.place(entry, leg.story_at(join_ns))
            ready_ns = soonest_ns + self._films.run_up(place).ahead_ns
            if ready_ns <= join_ns:
                break
            join_ns = ready_ns
        return join_ns

    def _well(self, now_ns: int, leg: Segment, bay: DeckSlot) -> bool:
        reel = bay.reel
        assert reel is not None
        if reel.delivered < 0 and reel.story_of(reel.aim.frame) > reel.last_story_ns:
            bay.park()  # the story was held before it came to the place that was aimed at
            return False
        if reel.launched_ns is None or bay.deck.state is not DeckState.ROLLING or reel.complete:
            return True
        due_ns = now_ns + self._lead_ns - OVERDUE_NS
        story_ns = min(leg.story_at(due_ns), reel.last_story_ns)
        overdue = min(reel.index.frame_at(media_at(reel.entry.points, story_ns)), reel.final)
        if (
            overdue > max(reel.delivered, reel.aim.frame)
            and due_ns > reel.launched_ns + self._lead_ns
        ):
            bay.park()
            return False
        if reel.delivered < 0 or reel.lead_ns >= SHORT_LEAD_NS or now_ns >= leg.run.hold_ns:
            self._short_since = None
        elif self._short_since is None:
            self._short_since = now_ns
        if self._short_since is not None and now_ns - self._short_since > SECOND:
            self._short_since = None
            return False
        return True

    def _satisfied(self, leg: Segment, entry: Entry, now_ns: int) -> bool:
        """Every picture that the leg still needs is in the ring already."""
        if self._served is None or self._served[0] != leg.label:
            return False
        index = self._films.index(entry.index)
        final = index.frame_at(leg.span.ends_ns - 1)
        if leg.run.hold_ns <= now_ns + self._lead_ns:  # it is held before its end
            final = min(final, index.frame_at(media_at(entry.points, leg.story_at(FOREVER))))
        return self._served[1] >= final

    def _prepare(self, now_ns: int, wanted: CueOrder, kept: set[SegmentLabel | None]) -> None:
        """Have a deck stand ready for what begins later; not one that serves what is kept."""
        label, entry = wanted.label, wanted.entry
        ready = self._with(label)
        if ready is not None and ready.rolling:
            return
        if entry is None or not self._films.playable(now_ns, entry):
            if ready is not None:
                ready.park()
            return
        place = self._films.place(entry, wanted.story_ns)
        if ready is not None and ready.reel is not None:
            if ready.reel.aim != place.aim:  # the line-up has changed since
                self._cue(now_ns, ready, label, place, wanted.spare_ns)
            return
        free = [bay for bay in self._bays if bay.reel is None or bay.label not in kept]
        for bay in free:
            if bay.reel is None or bay.reel.aim != place.aim or bay.rolling:
                continue
            stands = bay.deck.state is DeckState.CUED
            if stands or bay.reel.ahead_ns <= self._films.run_up(place, wanted.spare_ns).ahead_ns:
                # it stands at that very picture already, or will as soon
                bay.relabel(label, place)
                return
        if free:
            # a film that leaves goes last: it stands then, while it dissolves
            free.sort(key=lambda bay: (bay.reel is not None, bool(bay.label and bay.label.leaving)))
            self._cue(now_ns, free[0], label, place, wanted.spare_ns)

    def _cue(
        self,
        now_ns: int,
        bay: DeckSlot,
        label: SegmentLabel,
        place: FilmPlace,
        spare_ns: int = 0,
    ) -> None:
        beside = [b.reel.index.facts for b in self._bays if b.reel is not None and b is not bay]
        reel = self._films.cued_film(now_ns, place, spare_ns, beside)
        if reel is None:
            return
        bay.park()
        reel.label = label
        bay.reel, bay.cued_at_ns, bay.seen_ready = reel, now_ns, False
        bay.deck.cue(Path(place.entry.film), reel.media_ns, reel)

    def _launch(self, now_ns: int, bay: DeckSlot, leg: Segment) -> None:
        """Set the instant at which a deck rolls, and keep its reel told of the run's hold."""
        reel, hold_ns = bay.reel, leg.run.hold_ns
        assert reel is not None
        reel.due_offset_ns = leg.offset_ns
        reel.last_story_ns = FOREVER if hold_ns >= FOREVER else leg.story_at(hold_ns)
        starts_ns = reel.starts_ns(now_ns)
        if bay.rolling or bay.deck.state is not DeckState.CUED or starts_ns is None:
            return
        due_ns = leg.offset_ns + reel.span.story_of(reel.media_ns)
        # a picture that stays is not late: the story is held, or the film ends before its cycle
        still = hold_ns <= now_ns + self._lead_ns or reel.aim.frame == reel.final
        if still:
            due_ns = max(due_ns, leg.start_ns)
        at_ns = due_ns - self._lead_ns
        if at_ns - now_ns > LAUNCH_NS:
            return  # until then a restart can have this deck as it stands
        late_ns = starts_ns - at_ns
        if late_ns > self._lead_ns // 4 and not still:
            # too late for this place: aim further ahead
            self._cue_ns = min(self._cue_ns + late_ns + SLACK_NS, 4 * SECOND)
            bay.park()
            return
        reel.launched_ns = at_ns
        bay.deck.roll(at_ns)

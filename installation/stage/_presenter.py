"""The stage's loop: what is due, prepare it, swap at its instant.

One thread, the only one that draws on the glass. Nothing here decides what plays. At every swap the
story time comes from the programme and the clock; each ring is asked for the newest
picture that is due by then. One that has no newer one leaves its screen as it is; the others go on.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from installation.link import ScreenShown
from installation.stage._captions import Worded
from installation.stage._mirror import Mirror
from installation.stage._pace import Pace
from installation.stage._schedule import Track
from installation.stage._syncrecord import OnGlass, SyncRecord
from installation.stage._view import View, look_due
from installation.timeline import (
    FOREVER,
    PREPARE_NS,
    RECALL_NS,
    Clock,
    Points,
    Programme,
    Run,
    entry_of,
    label_strength,
    leaving_at,
    light_at,
    next_label,
    next_light,
    plan_of,
    run_at,
)
from installation.units import MILLISECOND

RETRY_NS = 4 * MILLISECOND
"""How often a picture that is missing is looked for."""
ROOM_NS = PREPARE_NS // 2
"""A missing picture is looked for only while the next one that is due leaves this much: a late
picture on one screen must not make the others late."""
DRAWING_NS = 15 * MILLISECOND
"""A picture that a jump would take away again within this is not drawn: nothing could be prepared
behind it, and the jump would be late. One in eight of them fell so, up to 6 ms late, at 24 pictures
a second; less than the 16.7 ms that a picture lasts at 60."""
FADE_STEP_NS = 20 * MILLISECOND
"""A fade's steps between pictures; a step that leaves the next picture no room waits for it."""
LATE_NS = 4 * MILLISECOND
"""A swap this much after its instant counts as late; sleeping alone is 0.2 ms off."""
DISSOLVE_STEP_NS = 50 * MILLISECOND
"""How often a dissolve, or a label that comes or goes, is drawn where no picture is due: not
between those of a film of 24."""
IDLE_NS = 100 * MILLISECOND
JOINS_NS = 1500 * MILLISECOND
"""How long a stage that joins a running show waits for all screens to have a picture, from the
first one on: it draws the whole wall, and whatever had none would turn black."""


class Glass(Protocol):
    """The protocol of the window that the presenter draws in."""

    def paint(self, waiting: bool, light: float) -> None:
        """Draw every viewport with its picture, or the waiting card; 0 to 1 of their light."""
        ...

    def finish(self) -> None:
        """Wait until everything drawn is drawn."""
        ...

    def flip(self) -> None:
        """Show what was drawn on all displays, at once."""
        ...


class Presenter:
    """``track`` finds a version's track for the index path of an entry; None if there is none.

    ``caption`` finds the words that belong to a picture: of a screen, of the film with an index, by
    its number; ``expect`` is told in the same way which picture is due. ``news`` returns a
    programme that has come and is not followed yet: asked at the last moment before each swap.
    """

    def __init__(
        self,
        glass: Glass,
        clock: Clock,
        pace: Pace,
        track: Callable[[str, str, Points], Track | None],
        caption: Callable[[str, str, int], Worded | None] = lambda *_: None,
        label: Callable[[str, str], Worded | None] = lambda *_: None,
        expect: Callable[[str, str, int], None] = lambda *_: None,
        news: Callable[[], Programme | None] = lambda: None,
    ) -> None:
        self.programme = Programme()
        self.pace = pace
        self.looks = 0
        self.refreshes = 0
        self.late_flips = 0
        self.skew = 0
        self.recent_skew = 0
        """The same since whoever reports it has last set it to 0."""
        self.record = SyncRecord()
        self.mirror: Mirror | None = None
        """Who makes small pictures of what is drawn."""
        self._glass = glass
        self._clock = clock
        self._track = track
        self._caption, self._label, self._expect = caption, label, expect
        self._news = news
        self._views: list[View] = []
        self._stale = True
        self._missing = False
        self._waiting = True
        self._joins_ns: int | None = None
        """When the wall is drawn though a screen has no picture yet."""
        self._run: tuple[Programme, Run] | None = None
        """The run that played when it was asked last, and by which programme."""
        self._light = 1.0
        self._until_ns = 0
        """Every picture due by this instant has been looked for."""

    @property
    def playing(self) -> bool:
        """A picture is on the glass."""
        return not self._waiting

    def arrange(self, views: list[View]) -> None:
        """Other viewports, or other places for them: draw again."""
        self._views = views
        self._stale = True

    def expose(self) -> None:
        """Something else was drawn over the window, or the waiting card has other words."""
        self._stale = True

    def shown(self) -> Mapping[str, ScreenShown]:
        """Return what is on each screen."""
        return {view.screen: view.counts for view in self._views}

    def next_change(self, now_ns: int) -> int:
        """The instant for which to draw next; not after IDLE_NS from now."""
        if self._stale:
            return now_ns
        after_ns = self._until_ns
        run = self._run_at(after_ns)
        best = now_ns + IDLE_NS
        light_ns = next_light(self.programme, after_ns, FADE_STEP_NS)
        if run is None:
            starts = [t.at_ns for t in self.programme.takes if t.at_ns > after_ns]
            return min([best, light_ns, *starts])
        for view in self._views:
            entry = entry_of(self.programme, run.cycle, view.screen)
            if entry is not None:
                track = self._track(entry.index, entry.version, entry.points)
                if track is not None:
                    best = min(best, track.next_due(run, after_ns))
                best = min(best, look_due(run, entry, after_ns))
            if view.fade is not None:
                best = min(best, after_ns + DISSOLVE_STEP_NS, self._leaving_due(view, run))
            labels = self.programme.labels
            due_ns = next_label(labels, view.screen, run, after_ns, DISSOLVE_STEP_NS)
            light_ns = min(light_ns, due_ns)
        if run.end_ns < FOREVER:
            best = run.end_ns if self._is_in_vain(run, best) else min(best, run.end_ns)
        if self._missing and best > now_ns + RETRY_NS + ROOM_NS:
            best = now_ns + RETRY_NS
        if light_ns + ROOM_NS < best:  # else the next picture brings it
            best = max(light_ns, now_ns)
        return self.pace.shows_at(best)

    def present(self, target_ns: int) -> bool:
        """Draw what belongs on the glass at an instant, and swap then; False when nothing new.

        A pause that is heard of meanwhile calls the swap off; then something new is due at once.
        """
        self.looks += 1
        self._note_beats()
        self._until_ns = story_at_ns = target_ns + self.pace.merge_ns
        run = self._run_at(story_at_ns)
        changed = anew = self._stale
        light = light_at(self.programme, story_at_ns)
        changed |= light != self._light
        if run is not None:
            fading = any(view.fade for view in self._views)
            changed = self._choose(run, story_at_ns) or fading or changed
        # a stage that joins a running show leaves the wall alone until it has pictures for it
        if not changed or (self._waiting and run is not None):
            return False
        self._stale = False
        self._light = light
        for view in self._views:
            view.dissolve(story_at_ns)
        self._glass.paint(self._waiting, light)
        self._glass.finish()
        swap_ns = self.pace.swap_at(target_ns)
        if self.mirror is not None:
            self.mirror.drawn(FOREVER if anew else swap_ns)  # what is drawn anew has no instant
        self._clock.sleep_until(swap_ns - RECALL_NS)
        if run is not None and self._is_called_off(run, story_at_ns):
            return True
        self._clock.sleep_until(swap_ns)
        self.late_flips += not anew and self._clock.now() - swap_ns > LATE_NS
        self._glass.flip()
        returned_ns = self._clock.now()
        self.pace = self.pace.swapped(returned_ns)
        self.refreshes += 1
        if self.mirror is not None:
            self.mirror.shown(returned_ns)
        for view in self._views:
            view.swapped(returned_ns)
        return True

    def _leaving_due(self, view: View, run: Run) -> int:
        """Return when the next picture of the film that dissolves is due, or FOREVER."""
        leaving = leaving_at(self.programme, run, view.screen)
        track = leaving and self._track(leaving[0].index, leaving[0].version, leaving[0].points)
        return track.next_due(run, self._until_ns) if track else FOREVER

    def _is_called_off(self, run: Run, at_ns: int) -> bool:
        """Tell whether a pause has come before a picture that is drawn; all is as before then."""
        programme = self._news()
        held = run_at(programme, at_ns) if programme is not None else None
        if held is None or held.hold_ns > at_ns:
            return False
        story_ns = held.story_at(at_ns)
        same = (held.take, held.cycle) == (run.take, run.cycle)
        if same and not any(view.is_past(run, story_ns) for view in self._views):
            return False
        for view in self._views:
            view.recall()
        self._stale = True
        return True

    def _run_at(self, at_ns: int) -> Run | None:
        """Return the run that plays at an instant, worked out once for all of its pictures."""
        if self._run is not None:
            programme, run = self._run
            if programme is self.programme and run.start_ns <= at_ns < run.end_ns:
                return run
        found = run_at(self.programme, at_ns)
        self._run = None if found is None else (self.programme, found)
        return found

    def _is_in_vain(self, run: Run, due_ns: int) -> bool:
        """Tell whether a jump follows so closely on what is due that it had better not be drawn."""
        if run.end_ns - due_ns >= DRAWING_NS:
            return False
        after = run_at(self.programme, run.end_ns)
        if after is None or after.take == run.take:
            return False
        return after.story_ns != run.story_at(run.end_ns)

    def _note_beats(self) -> None:
        run = self._run_at(self._until_ns)
        plan = plan_of(self.programme, run.cycle) if run else None
        if run is not None and plan is not None and plan.beats:
            story_ns = run.story_at(self._until_ns)
            self.record.look(run, plan.beats, story_ns, self._on_glass(run))

    def _on_glass(self, run: Run) -> Iterator[OnGlass]:
        for view in self._views:
            entry = entry_of(self.programme, run.cycle, view.screen)
            if entry is not None and view.shown is not None:
                track = self._track(entry.index, entry.version, entry.points)
                if track is not None:
                    yield OnGlass(view.screen, view.counts.version, view.counts.frame, track)

    def _choose(self, run: Run, now_ns: int) -> bool:
        """Have each screen choose its picture; True when any picture or look changes."""
        for view in self._views:
            view.mark()
        changed, self._missing = False, False
        story_ns, plan = run.story_at(now_ns), plan_of(self.programme, run.cycle)
        seen: list[int] = []
        lacks = False
        for view in self._views:
            entry = entry_of(self.programme, run.cycle, view.screen)
            if entry is not None:
                track = self._track(entry.index, entry.version, entry.points)
                chosen = view.choose(run, plan, entry, story_ns)
                changed |= view.choose_leaving(run, story_ns)
                if chosen:
                    changed = True
                    view.until_ns = track.next_due(run, now_ns) if track else FOREVER
                lacks |= track is not None and view.shown is None
                behind = FOREVER
                if track is not None:
                    due = track.frame_at(story_ns)
                    behind = view.behind(run, due)
                    self._expect(view.screen, entry.index, due)
                self._missing |= behind > 0
                if behind < FOREVER:
                    seen.append(behind)
            changed |= view.dress(entry, story_ns)
            if view.shown is not None:
                words = self._caption(view.screen, view.film, view.counts.frame)
                strength = label_strength(self.programme.labels, view.screen, run, now_ns)
                label = self._label(view.screen, view.film) if strength > 0 else None
                changed |= view.speak(words) | view.tell(label, strength if label else 0.0)
        if self._waiting and any(view.shown for view in self._views):
            self._begin(lacks, now_ns)
        if seen:
            apart = max(seen) - min(seen)
            self.skew = max(self.skew, apart)
            self.recent_skew = max(self.recent_skew, apart)
        return changed

    def _begin(self, lacks: bool, now_ns: int) -> None:
        """Draw pictures from now on; in a running show not while a screen ``lacks`` its first."""
        if self._joins_ns is None:
            self._joins_ns = now_ns + JOINS_NS
        if lacks and not self.refreshes and now_ns < self._joins_ns:
            for view in self._views:
                view.recall()
        else:
            self._waiting = False

"""Chooses the picture of one screen; knows what is on it and what it has missed."""

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Protocol

from msgspec.structs import replace

from installation.link import RingPicture, RingReader, ScreenShown
from installation.stage._captions import Worded
from installation.timeline import FOREVER, PLAIN, Entry, Look, Plan, Run, look_at, next_look


class ViewCanvas(Protocol):
    """A viewport that pictures are loaded into aside, and taken from."""

    @property
    def holds(self) -> bool:
        """It reads a picture where it lies: its slot is to be kept until the next one is taken."""
        ...

    def load(self, picture: RingPicture) -> None:
        """Have a picture aside: a copy, or where it lies."""
        ...

    def take(self) -> None:
        """Draw what was loaded from now on, and have aside what was drawn."""
        ...

    def keep(self) -> None:
        """Keep what is drawn, to dissolve from."""
        ...

    def keep_picture(self, picture: RingPicture) -> None:
        """Keep a picture in place of what was kept; it is not read after."""
        ...

    def dissolve(self, share: float) -> None:
        """See so much of what was kept, 0 to 1."""
        ...

    def dress(self, look: Look) -> None:
        """Be seen like this from now on."""
        ...

    def say(self, words: Any) -> None:
        """Draw these words over the picture from now on; None for none."""
        ...

    def tell(self, label: Any, strength: float) -> None:
        """Draw so much of a label over the picture from now on, 0 to 1; None for none."""
        ...


@dataclass
class View:
    """``ring`` is None until the screen's player has made one."""

    screen: str
    canvas: ViewCanvas
    ring: RingReader | None = None
    shown: tuple[int, int, int] | None = None
    """(take, cycle, story_ns) of the picture that is on."""
    film: str = ""
    """The index of the film that it is from."""
    fade: tuple[int, int] | None = None
    """From when until when the film before dissolves into it."""
    leaving: tuple[int, int, int] | None = None
    """(take, cycle, story_ns) of that film's picture that dissolves; None: what was on before."""
    due: tuple[int, int, int] | None = None
    """(take, cycle, frame) of the picture that was due last."""
    until_ns: int = FOREVER
    """When the picture after the one that comes with the next swap is due."""
    missed: tuple[int, int, int] | None = None
    """(take, cycle, frame) of the last picture that was not there when it was due."""
    look: Look = PLAIN
    words: Worded | None = None
    label: tuple[Worded | None, float] = (None, 0.0)
    counts: ScreenShown = field(default_factory=ScreenShown)
    _held: tuple[RingReader, RingPicture] | None = None
    """The picture that is drawn from its slot, and the ring that it lies in."""
    _former: tuple[RingReader, RingPicture] | None = None
    """The same of the picture that is on the glass until the next swap."""
    _taken: bool = False
    """A picture was taken that is not on the glass yet."""
    _known: tuple[Any, ...] = ()
    """What was known when it was marked last."""

    def choose(self, run: Run, plan: Plan | None, entry: Entry, story_ns: int) -> bool:
        """Load the ring's newest picture that is due by a story time.

        False when none is due, when that is on already, or when it was written over meanwhile.
        """
        if self.ring is None:
            return False
        candidates = self.ring.candidates(run.take, run.cycle)  # in the order of the story
        fitting = bisect_right(candidates, story_ns, key=itemgetter(0))
        if not fitting:
            return False
        best_story, slot = candidates[fitting - 1]
        key = (run.take, run.cycle, best_story)
        if self.shown is not None and self.shown >= key:
            return False
        picture = self.ring.claim(slot)
        if picture is None:
            return False
        known = (picture.take, picture.cycle, picture.story_ns) == key
        if known:
            self.canvas.load(picture)
        held = known and self.canvas.holds
        whole = held or self.ring.release(picture)
        if not known or not whole:
            return False  # written over meanwhile; the next look finds what took its place
        self._begin_fade(run, plan, entry.index)
        self.canvas.take()
        self._taken = True
        if held:
            self._former, self._held = self._held, (self.ring, picture)
        self._count(picture, key, entry.version)
        return True

    def choose_leaving(self, run: Run, story_ns: int) -> bool:
        """Keep the newest due picture of the film that dissolves, where there is one; as choose."""
        if self.fade is None or self.ring is None:
            return False
        candidates = self.ring.candidates(run.take, run.cycle, leaving=True)
        fitting = bisect_right(candidates, story_ns, key=itemgetter(0))
        key = (run.take, run.cycle, candidates[fitting - 1][0]) if fitting else None
        if key is None or (self.leaving is not None and self.leaving >= key):
            return False
        picture = self.ring.claim(candidates[fitting - 1][1])
        if picture is None:
            return False
        whole = picture.leaving and (picture.take, picture.cycle, picture.story_ns) == key
        if whole:
            self.canvas.keep_picture(picture)
            self.leaving = key
        self.ring.release(picture)
        return whole

    def mark(self) -> None:
        """Note what is known, before anything is chosen for a swap: :meth:`recall` leads there."""
        known = self.shown, self.film, self.fade, self.leaving, self.due, self.until_ns
        self._known = *known, self.missed, self.counts

    def is_past(self, run: Run, story_ns: int) -> bool:
        """Tell whether the picture that was taken begins behind a story time of a run."""
        if not self._taken or self.shown is None:
            return False
        return self.shown[:2] == (run.take, run.cycle) and self.shown[2] > story_ns

    def recall(self) -> None:
        """Be as it was marked last: the swap that was drawn since is called off."""
        fade, leaving = self.fade, self.leaving
        if self._taken:
            self.canvas.take()  # what is on the glass lies aside
            _released(self._held)
            self._held, self._former, self._taken = self._former, None, False
        (self.shown, self.film, self.fade, self.leaving, self.due, *rest) = self._known
        self.until_ns, self.missed, self.counts = rest
        if fade is not self.fade:
            self.canvas.dissolve(0.0)
        if leaving != self.leaving:
            self.leaving = None  # what was kept is from behind the pause: look for it again

    def let_go(self) -> None:
        """Give back the slots that are drawn from: no picture is drawn any more."""
        _released(self._held)
        _released(self._former)
        self._held = self._former = None

    def behind(self, run: Run, due: int) -> int:
        """Return by how many pictures the one that is on is behind the one due; 0 and below: none.

        FOREVER when it is from another take or cycle. Counts the pictures that have been due since
        it was asked last: a stage that is too slow to ask for each has not shown them either.
        """
        if self.due is None or self.due[:2] != (run.take, run.cycle):
            more = 1
        else:
            more = max(0, due - self.due[2])
        if more:
            self.due = (run.take, run.cycle, due)
            self.counts = replace(self.counts, due=self.counts.due + more)
        on_air = self.shown is not None and self.shown[:2] == (run.take, run.cycle)
        short = due - self.counts.frame if on_air else FOREVER
        if short > 0 and self.missed != (run.take, run.cycle, due):
            self.missed = (run.take, run.cycle, due)
            self.counts = replace(self.counts, held=self.counts.held + 1)
        return short

    def swapped(self, now_ns: int) -> None:
        """Note that what was loaded is on the glass since just now."""
        _released(self._former)
        self._former, self._taken = None, False
        if now_ns >= self.until_ns:
            self.counts = replace(self.counts, overdue=self.counts.overdue + 1)
        self.until_ns = FOREVER

    def dress(self, entry: Entry | None, story_ns: int) -> bool:
        """Look as a screen does that waits, if this one does then; True when the look changes."""
        look = look_at(entry, story_ns) if entry else PLAIN
        if look == self.look:
            return False
        self.look = look
        self.canvas.dress(look)
        return True

    def speak(self, words: Worded | None) -> bool:
        """Have words over the picture; True when they are others than before."""
        if words is self.words:
            return False
        self.words = words
        self.canvas.say(words)
        return True

    def tell(self, label: Worded | None, strength: float) -> bool:
        """Have so much of a label over the picture; True when that is another look."""
        if (label, strength) == self.label:
            return False
        self.label = label, strength
        self.canvas.tell(label, strength)
        return True

    def dissolve(self, now_ns: int) -> None:
        """See as much of the film before as is due at an instant."""
        if self.fade is None:
            return
        from_ns, until_ns = self.fade
        self.canvas.dissolve(min(1.0, max(0, until_ns - now_ns) / (until_ns - from_ns)))
        if now_ns >= until_ns:
            self.fade = None

    def _begin_fade(self, run: Run, plan: Plan | None, film: str) -> None:
        """Begin to dissolve if this is another film, and its plan has it so."""
        begins = plan is not None and plan.from_cycle == run.cycle and plan.fade_ns > 0
        if begins and plan is not None and self.film and self.film != film:
            self.canvas.keep()
            self.fade = run.start_ns, run.start_ns + plan.fade_ns
            self.leaving = None
        self.film = film

    def _count(self, picture: RingPicture, key: tuple[int, int, int], version: str) -> None:
        counts, before = self.counts, self.shown
        jumped = 0
        if before is not None and before[:2] == key[:2]:
            jumped = picture.frame - counts.frame - 1
        missed = self.missed or (0, 0, -1)
        late = missed[:2] == key[:2] and picture.frame <= missed[2]
        self.shown = key
        self.counts = replace(
            counts,
            version=version,
            frame=picture.frame,
            story_ns=picture.story_ns,
            shown=counts.shown + 1,
            skipped=counts.skipped + jumped,
            late=counts.late + late,
        )


def _released(held: tuple[RingReader, RingPicture] | None) -> None:
    if held is not None:
        ring, picture = held
        ring.release(picture)


def look_due(run: Run, entry: Entry, after_ns: int) -> int:
    """The instant of the next other look of an entry, FOREVER when there is none."""
    if not entry.interludes:
        return FOREVER
    story_ns = next_look(entry, run.story_at(after_ns))
    due_ns = run.instant(story_ns) if story_ns < FOREVER else FOREVER
    return due_ns if due_ns <= run.hold_ns else FOREVER

"""A screen of a show in simulated time: a player with fake decks, its ring, and a stage's eye."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fake_deck import FakeDeck, Reels
from msgspec.structs import replace

from installation.errors import LibraryError
from installation.link import RingPicture, RingReader, RingWriter
from installation.model import FilmIndex, fingerprint
from installation.player import Cueing
from installation.player._deck import DeckState
from installation.timeline import (
    HEADROOM_NS,
    LEAD_NS,
    PAUSE_NS,
    Cue,
    Entry,
    Plan,
    Points,
    Programme,
    Run,
    Take,
    entry_of,
    identity_map,
    leaving_at,
    media_at,
    run_at,
)
from installation.units import MILLISECOND, SECOND

STEP_NS = 10 * MILLISECOND
BEGIN_NS = 1_000 * SECOND


@dataclass(frozen=True)
class Seen:
    """What was on the glass at an instant, and what should have been."""

    now_ns: int
    take: int
    cycle: int
    shown: tuple[str, int] | None
    due: tuple[str, int]
    leaving: tuple[str, int] | None = None
    """Version and picture of the film that dissolves, where one is there."""


class Show:
    """``films`` by version name. The programme is the test's to change."""

    def __init__(self, folder: Path, films: dict[str, FilmIndex]) -> None:
        self.films = films
        self.reels = Reels({f"/films/{name}": film for name, film in films.items()})
        self.path = folder / "left.ring"
        self.ring = RingWriter(self.path)
        self.reader = RingReader(self.path)
        self.now_ns = BEGIN_NS
        self.seen: list[Seen] = []
        self._known = {
            row.tobytes(): (name, frame)
            for name, film in films.items()
            for frame, row in enumerate(film.prints)
        }
        self.missing_indexes: set[str] = set()
        self._left: tuple[int, tuple[str, int]] | None = None
        self._on: tuple[tuple[int, int, int], tuple[str, int]] | None = None
        self.start_player()

    def start_player(self) -> None:
        """A player process begins, with nothing but the programme."""
        self.decks = [FakeDeck(self.reels) for _ in "ABC"]
        before: Programme = self.cueing.programme if hasattr(self, "cueing") else Programme()
        self.cueing: Cueing = Cueing("left", self.decks, self.ring, self._load, LEAD_NS)
        self.cueing.programme = before

    def kill_player(self) -> None:
        """Its decks are gone, and what they were writing; its ring stays."""
        self.ring = RingWriter(self.path)

    def _load(self, path: str) -> FilmIndex:
        if path in self.missing_indexes:
            raise LibraryError(f"{path}: not there")
        return self.films[path]

    # the programme

    @property
    def programme(self) -> Programme:
        return self.cueing.programme

    def publish(self, **changes: object) -> None:
        old = self.cueing.programme
        self.cueing.programme = replace(old, revision=old.revision + 1, **changes)

    def plan(
        self, version: str, cycle_s: float, from_cycle: int = 1, points: Points | None = None
    ) -> Plan:
        film = self.films[version]
        entry = Entry(
            version=version,
            revision=version,
            title=version,
            film=f"/films/{version}",
            index=version,
            points=points or identity_map(film.facts.duration_ns),
        )
        return Plan(from_cycle, round(cycle_s * SECOND), {"left": entry})

    def line_up(self, *plans: Plan) -> None:
        self.publish(plans=plans)

    def cue(self, story_s: float = 0.0, cycle: int = 1) -> None:
        """A pending cue; with the director's first phase."""
        last = max([t.serial for t in self.programme.takes], default=0)
        pending = self.programme.pending
        serial = max(last, pending.serial if pending else 0) + 1
        self.publish(pending=Cue(serial, cycle, round(story_s * SECOND)))

    def ready(self) -> bool:
        pending = self.programme.pending
        return pending is not None and self.cueing.cued() == pending.serial

    def commit(self) -> None:
        """The director's second phase."""
        pending = self.programme.pending
        assert pending is not None
        soonest_ns = self.now_ns + HEADROOM_NS
        waits_ns = max(0, self.cueing.came_ns + LEAD_NS - soonest_ns)
        at_ns = soonest_ns + -(-waits_ns // STEP_NS) * STEP_NS  # on the glass at a step
        before = [take for take in self.programme.takes if take.at_ns < at_ns]
        take = Take(pending.serial, at_ns, pending.cycle, pending.story_ns)
        self.publish(takes=(*before, take), pending=None)

    def propose(self, plan: Plan, story_s: float = 0.0) -> None:
        """Another line-up is cued for the next cycle, with what leaves for it."""
        run = run_at(self.programme, self.now_ns)
        assert run is not None
        before = entry_of(self.programme, run.cycle, "left")
        leaving = {"left": before} if before and plan.fade_ns else {}
        plan = replace(plan, from_cycle=run.cycle + 1, leaving=leaving)
        serial = self.programme.revision + 1
        self.publish(pending=Cue(serial, run.cycle + 1, round(story_s * SECOND), plan))

    def decide(self) -> None:
        """It is to be: at the next boundary, or at the place that it is cued for."""
        pending = self.programme.pending
        assert pending is not None and pending.plan is not None
        plans, takes = (*self.programme.plans, pending.plan), self.programme.takes
        if pending.story_ns:
            run = run_at(self.programme, self.now_ns)
            assert run is not None
            at_ns = run.instant(pending.story_ns)
            takes = (*takes, Take(pending.serial, at_ns, pending.cycle, pending.story_ns))
        self.publish(plans=plans, takes=takes, pending=None)

    def pause(self) -> None:
        last = self.programme.takes[-1]
        held = replace(last, hold_ns=max(self.now_ns + PAUSE_NS, last.at_ns))
        self.publish(takes=(*self.programme.takes[:-1], held), pending=None)

    def hold_at(self, story_s: float) -> None:
        """Stand still once the last take has come to a place."""
        last = self.programme.takes[-1]
        hold_ns = last.at_ns + round(story_s * SECOND) - last.story_ns
        held = replace(last, hold_ns=hold_ns)
        self.publish(takes=(*self.programme.takes[:-1], held))

    def cue_where_it_is(self) -> None:
        """What the director does after a pause: stand ready to resume."""
        run = run_at(self.programme, self.now_ns + SECOND)
        assert run is not None
        self.cue(run.story_at(self.now_ns + SECOND) / SECOND, run.cycle)

    def to_seam_ns(self) -> int:
        """How long the run that plays goes on."""
        run = run_at(self.programme, self.now_ns)
        assert run is not None
        return run.end_ns - self.now_ns

    def begin(self) -> None:
        """From nothing to the first picture on the glass."""
        self.cue()
        self.until(self.ready)
        self.commit()
        self.until(lambda: self.shown is not None)

    # time

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds * SECOND) // STEP_NS):
            self.step()

    def until(self, happened: Callable[[], object], patience_s: float = 5.0) -> float:
        """Run until something; how long it took, in seconds."""
        began_ns = self.now_ns
        while not happened():
            assert self.now_ns - began_ns < patience_s * SECOND, "it never happened"
            self.step()
        return (self.now_ns - began_ns) / SECOND

    def step(self) -> None:
        self.now_ns += STEP_NS
        for deck in self.decks:
            deck.tick(self.now_ns)
        self.cueing.step(self.now_ns)
        self._look()

    # the glass

    @property
    def shown(self) -> tuple[str, int] | None:
        """Version and picture on the glass."""
        return self._on[1] if self._on else None

    def _look(self) -> None:
        run = run_at(self.programme, self.now_ns)
        entry = entry_of(self.programme, run.cycle, "left") if run else None
        if run is None or entry is None:
            return
        story_ns = run.story_at(self.now_ns)
        rows = self.reader.candidates(run.take, run.cycle)
        rows = [row for row in rows if row[0] <= story_ns]
        if rows:
            key = (run.take, run.cycle, rows[-1][0])
            if self._on is None or self._on[0] < key:
                picture = self.reader.claim(rows[-1][1])
                assert picture is not None and self.reader.release(picture)
                self._on = (key, self._known[self._print(picture)])
        film = self.films[entry.index]
        due = (entry.version, int(film.frame_at(media_at(entry.points, story_ns))))
        leaving = self._leaving(run, story_ns)
        self.seen.append(Seen(self.now_ns, run.take, run.cycle, self.shown, due, leaving))

    def _leaving(self, run: Run, story_ns: int) -> tuple[str, int] | None:
        """Return what the stage keeps, which copies each picture when it is due."""
        found = leaving_at(self.programme, run, "left")
        if found is None or self.now_ns >= found[1]:
            self._left = None
            return None
        rows = self.reader.candidates(run.take, run.cycle, leaving=True)
        rows = [row for row in rows if row[0] <= story_ns]
        if rows and (self._left is None or self._left[0] < rows[-1][0]):
            picture = self.reader.claim(rows[-1][1])
            assert picture is not None and picture.leaving and self.reader.release(picture)
            self._left = rows[-1][0], self._known[self._print(picture)]
        return self._left[1] if self._left else None

    def _print(self, picture: RingPicture) -> bytes:
        luma = self.reader.luma(picture.slot, picture.shape)
        return fingerprint(luma, picture.shape.width, picture.shape.height).tobytes()

    # judgements

    def wrong(self, since_ns: int = 0) -> list[Seen]:
        """Instants at which the glass showed something else than what was due."""
        return [s for s in self.seen if s.now_ns >= since_ns and s.shown != s.due]

    @property
    def cues(self) -> int:
        return sum(deck.cues for deck in self.decks)

    def rolling(self) -> list[int]:
        """Which decks roll."""
        return [i for i, deck in enumerate(self.decks) if deck.state is DeckState.ROLLING]

    def leave(self) -> None:
        """The player ends; no slot may be left taken, and the ring is let go."""
        if vars(self):
            self.cueing.close()
            assert not self.ring._busy
            assert not any(deck.open for deck in self.decks)
            vars(self).clear()

"""The line-up as a plan: versions that are ready in, entries for the programme out. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from msgspec import structs

from installation.director._storylock import LockedStory, lock
from installation.model import (
    LabelsBlock,
    Loudness,
    Ready,
    Story,
    WallLabel,
    choose_line_up,
    gain_for,
)
from installation.said import Said
from installation.timeline import Beat, Cut, Entry, EntrySound, Plan, identity_map

KEPT = 4
"""The line-ups that are remembered: those of the cycle that plays, of the next, and two more."""


@dataclass(frozen=True)
class _Drawn:
    """The plan that follows for one cycle, with its notes."""

    plan: Plan | None
    notes: tuple[Said, ...]


@dataclass(frozen=True)
class LineupPlanner:
    """Plans the line-up: versions that can be played, on screens, by policy.

    With a story the versions are locked to it; without one each plays as it is. ``labels`` makes of
    a manifest what a screen says of its version; ``loudness`` is the layout's.
    """

    policies: Mapping[str, str]
    versions: tuple[Ready, ...] = ()
    seed: int = 0
    story: Story | None = None
    labels: LabelsBlock | None = None
    loudness: Loudness = "keep"
    _known: dict[int, _Drawn] = field(default_factory=dict, init=False, repr=False, compare=False)

    def plan(self, cycle: int) -> Plan | None:
        """The line-up of a cycle, from that cycle on; None while there is nothing to play."""
        return self._drawn(cycle).plan

    def notes(self, cycle: int) -> tuple[Said, ...]:
        """Return what the line-up does instead of what the layout asks, in words."""
        return self._drawn(cycle).notes

    def having(self, versions: tuple[Ready, ...]) -> "LineupPlanner":
        """Return the same shelf with other versions on it."""
        return replace(self, versions=versions)

    def at_hand(self, plan: Plan, screens: Collection[str]) -> Plan:
        """Return another machine's plan with the files that this one has of the same films.

        Of its ``screens`` those are left out whose film it does not have.
        """
        found: dict[str, Entry] = {}
        for screen, entry in plan.entries.items():
            same = [ready for ready in self.versions if ready.hash == entry.revision]
            same.sort(key=lambda ready: ready.version.id != entry.version)
            if same:
                own = self._entry(same[0], None, screen)
                found[screen] = structs.replace(
                    entry,
                    film=own.film,
                    index=own.index,
                    subtitles=own.subtitles,
                    sounds=own.sounds,
                )
            elif screen not in screens:
                found[screen] = entry
        return structs.replace(plan, entries=found)

    def _drawn(self, cycle: int) -> _Drawn:
        """The line-up of a cycle; asked for many times a second, and always the same."""
        if cycle not in self._known:
            if len(self._known) >= KEPT:
                del self._known[min(self._known)]
            self._known[cycle] = self._draw(cycle)
        return self._known[cycle]

    def _draw(self, cycle: int) -> _Drawn:
        lineup = choose_line_up(self.policies, [r.version for r in self.versions], cycle, self.seed)
        by_id = {ready.version.id: ready for ready in self.versions}
        chosen = {screen: by_id[i] for screen, i in lineup.entries.items()}
        if not chosen:
            return _Drawn(None, lineup.notes)
        locked = self._lock(chosen)
        entries = {
            screen: self._entry(ready, locked.cuts[ready.version.id] if locked else None, screen)
            for screen, ready in chosen.items()
        }
        if locked:
            plan = Plan(cycle, locked.story.length_ns, entries, beats=locked.story.beats)
            return _Drawn(plan, (*lineup.notes, *locked.notes))
        # the longest film sets the cycle; shorter ones hold their last picture until it ends
        cycle_ns = max(ready.facts.duration_ns for ready in chosen.values())
        plan = Plan(cycle, cycle_ns, entries, beats=_beats(list(chosen.values())))
        return _Drawn(plan, lineup.notes)

    def _label(self, ready: Ready, screen: str) -> WallLabel | None:
        language = self.labels.language_on(screen) if self.labels else ""
        return self.labels.label(ready.version, language) if self.labels and language else None

    def _entry(self, ready: Ready, cut: Cut | None, screen: str) -> Entry:
        version = ready.version
        return Entry(
            version=version.id,
            revision=ready.hash,
            title=version.title,
            film=str(version.film),
            index=str(ready.index),
            points=cut.points if cut else identity_map(ready.facts.duration_ns),
            interludes=cut.interludes if cut else (),
            missing=cut.missing if cut else (),
            subtitles=tuple((language, str(file)) for language, file in ready.subtitles),
            sounds=tuple(
                EntrySound(
                    *(sound.name, str(sound.file), sound.facts.channels),
                    gain_for(sound.facts, self.loudness == "r128"),
                )
                for sound in ready.sounds
                if sound.facts.samples
            ),
            label=self._label(ready, screen),
        )

    def _lock(self, chosen: Mapping[str, Ready]) -> LockedStory | None:
        if self.story is None:
            return None
        line_up = list({ready.version.id: ready for ready in chosen.values()}.values())
        return lock(self.story, line_up, self.versions)


def _beats(shown: Sequence[Ready]) -> tuple[Beat, ...]:
    """The beats of versions that play as they are: those of the longest that has any.

    With the identity map a beat's place in that film is its place in the story.
    """
    having = [ready for ready in shown if ready.beats]
    longest = max(having, key=lambda r: r.facts.duration_ns, default=None)
    return tuple(Beat(name, at_ns) for name, at_ns in longest.beats) if longest else ()

"""The line-up as a plan: versions that are ready in, entries for the programme out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from installation.library.admission import Ready
from installation.model.lineup import choose
from installation.model.story import Story
from installation.show.storylock import Lock, lock
from installation.timeline.lock import Beat, Cut
from installation.timeline.programme import Entry, Plan
from installation.timeline.storymap import identity
from installation.units import ScreenName


@dataclass(frozen=True)
class Shelf:
    """What can be played, and which screens there are to play it on, by policy.

    With a story the versions are locked to it; without one each plays as it is.
    """

    policies: Mapping[ScreenName, str]
    versions: tuple[Ready, ...] = ()
    seed: int = 0
    story: Story | None = None

    def plan(self, cycle: int) -> Plan | None:
        """The line-up of a cycle, from that cycle on; None while there is nothing to play."""
        chosen = self._chosen(cycle)
        if not chosen:
            return None
        locked = self._lock(chosen)
        entries = {
            screen: _entry(ready, locked.cuts[ready.version.id] if locked else None)
            for screen, ready in chosen.items()
        }
        if locked:
            return Plan(cycle, locked.story.length_ns, entries, beats=locked.story.beats)
        # the longest film sets the cycle; shorter ones hold their last picture until it ends
        cycle_ns = max(ready.facts.duration_ns for ready in chosen.values())
        return Plan(cycle, cycle_ns, entries, beats=_beats(list(chosen.values())))

    def notes(self, cycle: int) -> tuple[str, ...]:
        """What the line-up does instead of what the layout asks, in words."""
        notes = choose(self.policies, [r.version for r in self.versions], cycle, self.seed).notes
        locked = self._lock(self._chosen(cycle))
        return (*notes, *locked.notes) if locked else notes

    def _chosen(self, cycle: int) -> dict[str, Ready]:
        lineup = choose(self.policies, [r.version for r in self.versions], cycle, self.seed)
        by_id = {ready.version.id: ready for ready in self.versions}
        return {str(screen): by_id[i] for screen, i in lineup.entries.items()}

    def _lock(self, chosen: Mapping[str, Ready]) -> Lock | None:
        if self.story is None or not chosen:
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


def _entry(ready: Ready, cut: Cut | None) -> Entry:
    version = ready.version
    return Entry(
        version=version.id,
        revision=ready.hash,
        title=version.title,
        film=str(version.film),
        index=str(ready.index),
        points=cut.points if cut else identity(ready.facts.duration_ns),
        interludes=cut.interludes if cut else (),
        missing=cut.missing if cut else (),
    )

"""The line-up as a plan: versions that are ready in, entries for the programme out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from installation.library.catalogue import Ready
from installation.model.lineup import choose
from installation.timeline.programme import Entry, Plan
from installation.timeline.storymap import identity
from installation.units import ScreenName


@dataclass(frozen=True)
class Shelf:
    """What can be played, and which screens there are to play it on, by policy."""

    policies: Mapping[ScreenName, str]
    versions: tuple[Ready, ...] = ()
    seed: int = 0

    def plan(self, cycle: int) -> Plan | None:
        """The line-up of a cycle, from that cycle on; None while there is nothing to play."""
        lineup = choose(self.policies, [r.version for r in self.versions], cycle, self.seed)
        if not lineup.entries:
            return None
        by_id = {ready.version.id: ready for ready in self.versions}
        entries = {str(screen): _entry(by_id[i]) for screen, i in lineup.entries.items()}
        # the longest film sets the cycle; shorter ones hold their last picture until it ends
        cycle_ns = max(by_id[i].facts.duration_ns for i in lineup.entries.values())
        return Plan(cycle, cycle_ns, entries)

    def notes(self, cycle: int) -> tuple[str, ...]:
        """What the line-up does instead of what the layout asks, in words."""
        return choose(self.policies, [r.version for r in self.versions], cycle, self.seed).notes

    def beats(self, shown: Sequence[str]) -> tuple[tuple[str, int], ...]:
        """The story's beats as (name, story time): those of the longest of the versions shown.

        With the identity map a beat's place in that film is its place in the story.
        """
        having = [r for r in self.versions if r.beats and r.version.id in shown]
        if not having:
            return ()
        return max(having, key=lambda r: r.facts.duration_ns).beats


def _entry(ready: Ready) -> Entry:
    version = ready.version
    return Entry(
        version=version.id,
        revision=ready.hash,
        title=version.title,
        film=str(version.film),
        index=str(ready.index),
        points=identity(ready.facts.duration_ns),
    )

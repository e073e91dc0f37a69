"""The layout's story and the versions of a line-up in, each one's map to the story out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from installation.model import MEDIAN, Ready, did_you_mean, folded, meant
from installation.model import Story as Wanted
from installation.said import Said
from installation.timeline import (
    Beat,
    Cut,
    StoryTiming,
    Telling,
    Terms,
    Waiting,
    lock_cut,
    on_picture,
    story_led_by,
    time_story,
)


@dataclass(frozen=True)
class LockedStory:
    """The story of a line-up, each version's cut of it by id, and what there is to say of it."""

    story: StoryTiming
    cuts: Mapping[str, Cut]
    notes: tuple[Said, ...] = ()


def lock(wanted: Wanted, line_up: Sequence[Ready], versions: Sequence[Ready]) -> LockedStory:
    """Lock a line-up's versions; the story's timing may come from any of the versions there are."""
    tellings = {ready.version.id: telling(ready, wanted.beats) for ready in line_up}
    story, notes = _story(wanted, list(tellings.values()), versions)
    slowest, fastest = wanted.stretch
    waits = Waiting(wanted.waiting), Waiting(wanted.missing)
    terms = Terms(slowest, fastest, *waits, wanted.label or "")
    cuts = {
        version: lock_cut(story, each.places, each.duration_ns, terms)
        for version, each in tellings.items()
    }
    for version, cut in cuts.items():
        notes += _said(version, cut)
    return LockedStory(story, cuts, tuple(notes))


def telling(ready: Ready, names: Sequence[str]) -> Telling:
    """Find the story's beats in a version, by the story's names; others it has are kept out.

    Names are matched without case and accents. A beat is where its nearest picture begins.
    """
    had = {folded(name): at_ns for name, at_ns in reversed(ready.beats)}
    places = {
        name: on_picture(had[folded(name)], ready.facts.fps)
        for name in names
        if folded(name) in had
    }
    return Telling(places, ready.facts.duration_ns)


def _story(
    wanted: Wanted, tellings: Sequence[Telling], versions: Sequence[Ready]
) -> tuple[StoryTiming, list[Said]]:
    if wanted.times is not None and wanted.length is not None:
        at = {folded(name): time for name, time in wanted.times.items()}
        beats = tuple(Beat(name, at[folded(name)]) for name in wanted.beats)
        return StoryTiming(beats, wanted.length), []
    story, leader = time_story(wanted.beats, tellings), wanted.timing
    if leader is None or leader == MEDIAN:
        return story, []
    by_id = {ready.version.id: ready for ready in versions}
    named = meant(leader, by_id)
    if named is not None:
        known = telling(by_id[named], wanted.beats)
        return story_led_by(known, time_story(wanted.beats, [*tellings, known])), []
    hint = did_you_mean(leader, by_id)
    lacks = Said(
        "the story's timing should be that of '{version}', which is not there{hint}",
        version=leader,
        hint=hint,
    )
    return story, [lacks]


def _said(version: str, cut: Cut) -> list[Said]:
    notes = []
    if cut.astray:
        names = ", ".join(repr(name) for name in cut.astray)
        notes.append(
            Said(
                "{version}: has {beats} in another order than the story; left out",
                version=version,
                beats=names,
            )
        )
    lacking = [name for name in cut.missing if name not in cut.astray]
    if lacking:
        names = ", ".join(repr(name) for name in lacking)
        notes.append(Said("{version}: without {beats}", version=version, beats=names))
    return notes

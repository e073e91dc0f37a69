"""The orders ``voice``, ``level`` and ``mute``: who is heard, and how loud. Pure."""

from collections.abc import Sequence

from msgspec.structs import replace

from installation.errors import UsageError
from installation.model import Layout, Level, Mute, Voice, VoiceByBeats, did_you_mean, meant
from installation.said import Said
from installation.timeline import ALL, BY_STORY, NONE, Heard, VoicePart


def by_layout(layout: Layout) -> Heard:
    """Return what a layout asks for."""
    levels = {screen.name: screen.sound.volume for screen in layout.screens}
    levels |= {route.name: route.volume for route in layout.hearing}
    if isinstance(layout.voice, VoiceByBeats):
        parts = layout.voice.parts
        handed = tuple(VoicePart(beat, _voice(layout.names, voice, ())) for beat, voice in parts)
        return Heard(BY_STORY, levels, handed, layout.routes)
    return Heard(_voice(layout.names, layout.voice or "one", ()), levels, (), layout.routes)


def settled(heard: Heard, layout: Layout) -> Heard:
    """A choice made in an earlier layout, as far as this one has its screens."""
    asked = by_layout(layout)
    names = (*asked.levels, ALL)
    known = {name: heard.level(name) for name in names if name in heard.levels}
    there = heard.voice in (ALL, NONE, *layout.names, *_by_story(asked))
    voice = heard.voice if there else asked.voice
    muted = tuple(name for name in heard.muted if name in names)
    return replace(asked, voice=voice, levels=asked.levels | known, muted=muted)


def ordered(heard: Heard, order: Voice | Level | Mute) -> tuple[Heard, Said]:
    """Return what is heard after an order, and the answer. Raises UsageError."""
    screens = heard.screens
    match order:
        case Voice(word):
            voice = _voice(screens, word, _by_story(heard))
            said = {
                ALL: Said("all screens speak"),
                NONE: Said("no screen speaks"),
                BY_STORY: Said("the story hands over the voice"),
            }
            return replace(heard, voice=voice), said.get(
                voice, Said("{screen} speaks", screen=voice)
            )
        case Level(screen, percent):
            named = _named(heard, screen)
            levels = {**heard.levels, named: percent}
            return replace(heard, levels=levels), _loudness(named, percent)
        case Mute(screen, switch):
            named = _named(heard, screen)
            silent = switch == "on" or (switch == "toggle" and named not in heard.muted)
            others = tuple(name for name in heard.muted if name != named)
            muted = (*others, named) if silent else others
            loud = _loudness(named, heard.level(named))
            return replace(heard, muted=muted), _silent(named) if silent else loud


def _loudness(named: str, percent: int) -> Said:
    if named == ALL:
        return Said("all at {percent} %", percent=percent)
    return Said("{screen} at {percent} %", screen=named, percent=percent)


def _silent(named: str) -> Said:
    return Said("all silent") if named == ALL else Said("{screen} silent", screen=named)


def _named(heard: Heard, name: str) -> str:
    """Return the screen or route that a person means. Raises UsageError."""
    found = meant(name, (*heard.levels, ALL))
    if found is None:
        raise _no_screen(heard.screens, name, (*heard.routes, ALL))
    return found


def _by_story(heard: Heard) -> tuple[str, ...]:
    """Return the word for a voice that goes by the story, if the layout has one that does."""
    return (BY_STORY,) if heard.parts else ()


def _voice(screens: Sequence[str], word: str, more: tuple[str, ...]) -> str:
    if word == "one":
        return screens[(len(screens) - 1) // 2]
    named = meant(word, (ALL, NONE, *more, *screens))
    if named is None:
        raise _no_screen(screens, word, ("one", ALL, NONE, *more))
    return named


def _no_screen(screens: Sequence[str], word: str, others: Sequence[str]) -> UsageError:
    names = [*map(str, screens), *others]
    hint = did_you_mean(word, names) or "."
    return UsageError(
        Said("there is no screen '{screen}'{hint}", screen=word, hint=hint),
        Said("There are {names}.", names=", ".join(names)),
    )

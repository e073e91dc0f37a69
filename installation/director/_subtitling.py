"""The order ``subtitles``: which language is on which screen. Pure."""

from collections.abc import Sequence

from installation.errors import UsageError
from installation.model import Layout, Subtitles, did_you_mean, meant
from installation.said import NOTHING, Said
from installation.timeline import Languages, Programme

OFF, NEXT = "off", "next"


def captions_by_layout(layout: Layout) -> Languages:
    """Return what a layout asks for."""
    block = layout.subtitles
    return Languages({name: block.language_on(name) if block else "" for name in layout.names})


def captions_settled(captions: Languages, layout: Layout) -> Languages:
    """A choice made in an earlier layout, as far as this one has its screens."""
    asked = captions_by_layout(layout).by_screen
    return Languages({screen: captions.by_screen.get(screen, asked[screen]) for screen in asked})


def languages_of(programme: Programme, offered: Sequence[str]) -> tuple[str, ...]:
    """The languages there are: those that the layout offers, then what the versions have more."""
    proposed = programme.pending.plan if programme.pending else None
    plans = (*programme.plans, *([proposed] if proposed else []))
    have = {
        language
        for plan in plans
        for entry in plan.entries.values()
        for language, _ in entry.subtitles
    }
    return (*offered, *sorted(have - set(offered)))


def captions_ordered(
    captions: Languages, languages: Sequence[str], order: Subtitles
) -> tuple[Languages, Said]:
    """Return what is shown after an order, and the answer. Raises UsageError."""
    screens = tuple(captions.by_screen)
    chosen = screens
    if order.screen:
        chosen = (screen_named(order.screen, screens),)
    language = _language(captions.of(chosen[0]), languages, order.language)
    where = Said(" on {screen}", screen=chosen[0]) if order.screen else NOTHING
    said = Said("no subtitles{where}", where=where)
    if language:
        said = Said("subtitles in {language}{where}", language=language, where=where)
    return Languages({**captions.by_screen, **dict.fromkeys(chosen, language)}), said


def screen_named(word: str, screens: Sequence[str]) -> str:
    """The screen that a person means. Raises UsageError."""
    named = meant(word, screens)
    if named is None:
        hint = did_you_mean(word, screens) or "."
        raise UsageError(
            Said("there is no screen '{screen}'{hint}", screen=word, hint=hint),
            Said("There are {names}.", names=", ".join(screens)),
        )
    return named


def _language(now: str, languages: Sequence[str], word: str) -> str:
    if word == OFF:
        return ""
    if word == NEXT:
        ring = (*languages, "")
        return ring[(ring.index(now) + 1) % len(ring)] if now in ring else ring[0]
    named = meant(word, languages)
    if named is None:
        hint = did_you_mean(word, (*languages, OFF, NEXT)) or "."
        there = Said("There are {names}.", names=", ".join(languages))
        raise UsageError(
            Said("there are no subtitles in '{language}'{hint}", language=word, hint=hint),
            there if languages else Said("No version has any."),
        )
    return named

"""The show's status as the panel's page: which words, which buttons, which signs. Pure."""

from collections.abc import Sequence

from installation.panel import presses
from installation.panel.headline import headline
from installation.panel.page import (
    Button,
    Card,
    Mark,
    Page,
    Row,
    Sign,
    StoryLine,
    VoiceChoice,
    sentence,
)
from installation.panel.presses import PressMemory
from installation.show.status import ScreenStatus, ShowStatus, VersionStatus, whole_clock

TAKEN = {
    "pause": "Pausing …",
    "resume": "Resuming …",
    "restart": "Starting over …",
    "sync": "Syncing …",
}
ON_THE_WAY = {
    "settling": "just arrived",
    "waiting": "waits for its turn",
    "indexing": "being looked at",
}

DECIDED = {
    "approval": (Sign.NOTE, "waits for your approval", "approve", "Approve"),
    "aside": (Sign.CARE, "set aside", "restore", "Bring back"),
    "retired": (Sign.STILL, "retired", "restore", "Bring back"),
}
"""How what was decided, or waits for a decision, is shown, and the button beside it."""


def page(status: ShowStatus, memory: PressMemory) -> Page:
    """Everything that the panel shows just now."""
    cards = tuple(_card(status, memory, screen) for screen in status.screens)
    rows = tuple(sorted(map(_row, status.versions), key=lambda row: _FIRST.index(row.sign)))
    return Page(
        title=status.title,
        headline=headline(status, cards, rows),
        cards=cards,
        story=_story(status, memory),
        buttons=_buttons(status, memory),
        answer=sentence(presses.answer(memory, status)),
        rows=rows,
        notes=tuple(sentence(note) for note in status.notes),
        voices=_voices(status),
    )


def next_voice(voices: Sequence[VoiceChoice]) -> str:
    """Whom the voice goes to after the one that has it: from screen to screen, all, none."""
    chosen = [number for number, voice in enumerate(voices) if voice.chosen]
    return voices[((chosen or [-1])[0] + 1) % len(voices)].to


def _voices(status: ShowStatus) -> tuple[VoiceChoice, ...]:
    named = [(screen.screen, screen.screen) for screen in status.screens]
    words = [*named, ("all", "All"), ("none", "None")]
    return tuple(VoiceChoice(to, text, to == status.voice) for to, text in words)


_FIRST = (Sign.NOTE, Sign.TROUBLE, Sign.CARE, Sign.BUSY, Sign.WELL, Sign.STILL)
"""What the list of versions begins with."""


def _card(status: ShowStatus, memory: PressMemory, screen: ScreenStatus) -> Card:
    sign, word, detail = _how(status, memory, screen)
    title = screen.title or screen.version
    return Card(
        screen=screen.screen,
        display=screen.display,
        title=title,
        version=screen.version,
        sign=sign,
        word=word,
        detail=sentence(detail),
        speaks=screen.speaks,
        level=screen.level,
    )


def _how(status: ShowStatus, memory: PressMemory, screen: ScreenStatus) -> tuple[Sign, str, str]:
    if not screen.display:
        return Sign.CARE, "no display", screen.fault or "Check its cable and its power"
    if screen.pid is None:
        detail = screen.fault or "It comes back by itself in a few seconds"
        return Sign.CARE, "restarting", detail
    if screen.fault:
        return Sign.CARE, "in trouble", screen.fault
    if not screen.version:
        return Sign.BUSY, "no picture yet" if status.state != "waiting" else "waiting", ""
    if status.state == "paused":
        return Sign.STILL, "paused", ""
    if presses.holding(memory, screen.screen):
        return Sign.CARE, "holding", "Pictures come too late; the last one stays meanwhile"
    return Sign.WELL, "in step", ""


def _story(status: ShowStatus, memory: PressMemory) -> StoryLine:
    if status.cycle_s <= 0:
        return StoryLine()
    press = presses.under_way(memory, status)
    going = press.to if press is not None and press.what == "go" else None
    passed = [name for name, at_s in status.beats if at_s <= status.story_s]
    here = passed[-1] if passed else None
    marks = tuple(
        Mark(name, min(at_s / status.cycle_s, 1.0), whole_clock(at_s), name == here, name == going)
        for name, at_s in status.beats
    )
    return StoryLine(
        cycle=f"Cycle {status.cycle}",
        place=sentence(status.beat).rstrip("."),
        now=whole_clock(status.story_s),
        length=whole_clock(status.cycle_s),
        share=min(max(status.story_s / status.cycle_s, 0.0), 1.0),
        marks=marks,
    )


def _buttons(status: ShowStatus, memory: PressMemory) -> tuple[Button, ...]:
    plays = status.state in ("playing", "paused")
    toggle = ("pause", "Pause", "hold all")
    if status.state == "paused":
        toggle = ("resume", "Resume", "go on")
    press = presses.under_way(memory, status)
    taken = press.what if press is not None else ""

    def button(order: str, text: str, hint: str, key: str, can: bool) -> Button:
        busy = order == taken
        return Button(order, TAKEN[order] if busy else text, hint, key, can and not busy, busy)

    dark = ("blackout", "Blackout", "all black")
    if status.dark:
        dark = ("blackout", "Screens on", "light again")
    return (
        button(*toggle, "Space", plays),
        button("restart", "From the beginning", "a new cycle, now", "R", plays),
        button("sync", "Sync", "in step", "S", status.state == "playing"),
        button(*dark, "B", plays or status.dark),
    )


def _row(version: VersionStatus) -> Row:
    if version.state == "ready":
        word = f"on {', '.join(version.screens)}" if version.screens else "ready"
        return Row(version.id, version.title, Sign.WELL, word, sentence(version.detail))
    if version.state in DECIDED:
        sign, word, order, press = DECIDED[version.state]
        why = sentence(version.detail.partition(";")[0]) if version.state == "aside" else ""
        return Row(version.id, version.title, sign, word, why, None, order, press)
    if version.state == "broken":
        detail = sentence(version.detail)
        return Row(version.id, version.title, Sign.TROUBLE, "cannot be played", detail)
    word = ON_THE_WAY.get(version.state, version.state)
    percent = version.detail.removesuffix("%")
    if not percent.isdigit():
        return Row(version.id, version.title, Sign.BUSY, word, share=0.0)
    return Row(version.id, version.title, Sign.BUSY, f"{word}, {percent} %", "", int(percent) / 100)

"""The show's status as the panel's page: which words, which buttons, which signs. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from installation.model import (
    ON_THE_WAY,
    Approve,
    Blackout,
    Close,
    Go,
    HouseNow,
    Labels,
    Next,
    Open,
    Pause,
    Restart,
    Restore,
    Resume,
    ShowState,
    Subtitles,
    Sync,
    VersionState,
    Voice,
)
from installation.panel import _press_memory as presses
from installation.panel._headline import headline
from installation.panel._house_words import next_event
from installation.panel._machines_words import machine_rows
from installation.panel._page import (
    Button,
    Card,
    Headline,
    Mark,
    Page,
    Row,
    Sign,
    StoryLine,
    VoiceChoice,
    WordsPress,
    sentence,
)
from installation.panel._press_memory import PressMemory
from installation.panel._story_place import beat_here, story_place
from installation.panel._tongue import heard, mark, tr
from installation.panel._version_words import detail, standing
from installation.show import ScreenStatus, ShowStatus, VersionStatus, status_words

BUTTONS = (("Space", 15), ("R", 21), ("N", 12), ("S", 11), ("B", 15), ("O", 15))
"""Each button's key, and its share of the row's width."""
SIGNS = {
    VersionState.READY: Sign.WELL,
    VersionState.BROKEN: Sign.TROUBLE,
    VersionState.APPROVAL: Sign.NOTE,
    VersionState.ASIDE: Sign.CARE,
    VersionState.RETIRED: Sign.STILL,
    **dict.fromkeys(ON_THE_WAY, Sign.BUSY),
}
DECIDED: dict[VersionState, tuple[type[Approve] | type[Restore], str]] = {
    VersionState.APPROVAL: (Approve, mark("Approve")),
    VersionState.ASIDE: (Restore, mark("Bring back")),
    VersionState.RETIRED: (Restore, mark("Bring back")),
}
"""The button beside what was decided, or waits for a decision: its order, and what stands on it."""


def page(status: ShowStatus, memory: PressMemory) -> Page:
    """Everything that the panel shows just now."""
    cards = tuple(_card(status, memory, screen) for screen in status.screens)
    rows = _rows(status, memory)
    return Page(
        title=status.title,
        headline=headline(status, cards, rows),
        cards=cards,
        story=_story(status, memory),
        buttons=_buttons(status, memory),
        answer=sentence(heard(presses.answer(memory, status))),
        rows=rows,
        notes=tuple(sentence(heard(note)) for note in status.notes),
        voices=_voices(status),
        words=tuple(_words(status)),
        machines=machine_rows(status),
    )


def _rows(status: ShowStatus, memory: PressMemory) -> tuple[Row, ...]:
    """Return the versions' rows: what needs a look first, but where they were for a hand on them.

    What has come meanwhile is at the end.
    """
    rows = sorted(map(_row, status.versions), key=lambda row: _FIRST.index(row.sign))
    if presses.at_hand(memory, status):
        places = {version: number for number, version in enumerate(memory.rows)}
        rows.sort(key=lambda row: places.get(row.version, len(places)))
    return tuple(rows)


def unanswered(last: Page) -> Page:
    """Return what is shown while no show answers: how it was, and nothing that can be pressed."""
    detail = tr("What you see is how it was. The wall does not need the panel.")
    return replace(
        last,
        headline=Headline(Sign.TROUBLE, tr("The show does not answer"), detail),
        buttons=tuple(replace(button, can=False) for button in last.buttons),
        answer="",
    )


def next_voice(voices: Sequence[VoiceChoice]) -> Voice:
    """Return whom the voice goes to after the one that has it: from screen to screen, all, none."""
    chosen = [number for number, voice in enumerate(voices) if voice.chosen]
    return voices[((chosen or [-1])[0] + 1) % len(voices)].order


def _voices(status: ShowStatus) -> tuple[VoiceChoice, ...]:
    named = [(screen.screen, screen.screen) for screen in status.screens]
    words = [*named, ("all", tr("All")), ("none", tr("None"))]
    words += [("story", tr("Story"))] if status.voice_by_story else []
    return tuple(VoiceChoice(Voice(to), text, to == status.voice) for to, text in words)


def _words(status: ShowStatus) -> Iterator[WordsPress]:
    """Return the presses for subtitles and labels, where there are any."""
    if status.languages:
        shown = dict.fromkeys(screen.language or tr("none") for screen in status.screens)
        text = tr("subtitles: {languages}", languages=", ".join(shown))
        yield WordsPress(Subtitles("next"), text, "L")
    if status.labelled:
        yield WordsPress(Labels(), tr("labels"), "T")


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
        detail=sentence(heard(detail)),
        speaks=screen.speaks,
        level=screen.level,
    )


def _how(status: ShowStatus, memory: PressMemory, screen: ScreenStatus) -> tuple[Sign, str, str]:
    if not screen.display:
        return Sign.CARE, tr("no display"), screen.fault or tr("Check its cable and its power")
    if screen.pid is None:
        detail = screen.fault or tr("It comes back by itself in a few seconds")
        return Sign.CARE, tr("restarting"), detail
    if screen.fault:
        return Sign.CARE, tr("in trouble"), screen.fault
    if not screen.version:
        waiting = status.state is ShowState.WAITING
        return Sign.BUSY, tr("waiting") if waiting else tr("no picture yet"), ""
    if status.state is ShowState.CLOSED:
        return Sign.STILL, tr("closed"), ""
    if status.state is ShowState.PAUSED:
        return Sign.STILL, tr("paused"), ""
    if screen.slow:
        return Sign.CARE, tr("too slow"), tr("It {shows}", shows=screen.slow)
    if presses.holding(memory, screen.screen):
        detail = tr("Pictures come too late; the last one stays meanwhile")
        return Sign.CARE, tr("holding"), detail
    return Sign.WELL, tr("in step"), ""


def _story(status: ShowStatus, memory: PressMemory) -> StoryLine:
    if status.cycle_s <= 0:
        return StoryLine()
    press = presses.under_way(memory, status)
    going = press.order.place if press and isinstance(press.order, Go) else None
    here = beat_here(status.beats, status.story_s)
    marks = tuple(
        Mark(
            name,
            min(at_s / status.cycle_s, 1.0),
            status_words.whole_clock(at_s),
            name == here,
            name == going,
        )
        for name, at_s in status.beats
    )
    return StoryLine(
        cycle=tr("Cycle {number}", number=status.cycle),
        place=sentence(story_place(status.beats, status.story_s)).rstrip("."),
        now=status_words.whole_clock(status.story_s),
        length=status_words.whole_clock(status.cycle_s),
        share=min(max(status.story_s / status.cycle_s, 0.0), 1.0),
        marks=marks,
    )


def _buttons(status: ShowStatus, memory: PressMemory) -> tuple[Button, ...]:
    plays = status.state in (ShowState.PLAYING, ShowState.PAUSED)
    toggle = Button(Pause(), "❚❚", tr("Pause"), tr("hold all"), plays, tr("Pausing …"))
    if status.state is ShowState.PAUSED:
        toggle = Button(Resume(), "▶", tr("Resume"), tr("go on"), plays, tr("Resuming …"))
    dark = tr("Blackout"), tr("all black")
    if status.dark:
        dark = tr("Screens on"), tr("light again")
    again = tr("From the beginning"), tr("a new cycle, now")
    in_step = status.state is ShowState.PLAYING
    found = (
        toggle,
        Button(Restart(), "↺", *again, plays, tr("Starting over …")),
        Button(Next(), "⇥", tr("Next"), tr("next beat"), plays, tr("Going on …")),
        Button(Sync(), "⇄", tr("Sync"), tr("all in step"), in_step, tr("Syncing …")),
        Button(Blackout(), "◐", *dark, plays or status.dark),
        _door(status, plays),
    )
    press = presses.under_way(memory, status)
    taken = press.order if press is not None else None
    return tuple(
        replace(button, key=key, busy=button.order == taken)
        for button, (key, _) in zip(found, BUTTONS, strict=True)
    )


def _door(status: ShowStatus, plays: bool) -> Button:
    """Return the button that closes the house, or opens it; what comes by itself stands below."""
    house = status.house or HouseNow()
    coming = next_event(house, short=True)
    if house.awake:
        hint = coming or tr("dark and at rest")
        return Button(Close(), "☾", tr("Close"), hint, plays, tr("Closing …"))
    return Button(Open(), "☀", tr("Open"), coming or tr("begin the day"), True, tr("Opening …"))


def _row(version: VersionStatus) -> Row:
    make, press = DECIDED.get(version.state, (None, ""))
    return Row(
        version=version.id,
        title=version.title,
        sign=SIGNS[version.state],
        word=standing(version),
        detail=sentence(detail(version)),
        share=version.share if version.state in ON_THE_WAY else None,
        order=make(version.id) if make else None,
        press=press and tr(press),
    )

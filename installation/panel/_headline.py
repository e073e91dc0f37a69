"""The sentence at the top: is all well? Pure."""

from collections.abc import Sequence

from installation.model import Approve, ShowState
from installation.panel._house_words import next_event
from installation.panel._machines_words import gone, gone_names
from installation.panel._page import Card, Headline, Row, Sign, sentence
from installation.panel._tongue import heard, mark, tr
from installation.show import MachineSeen, ShowStatus

STILL = {ShowState.PAUSED: mark("Paused"), ShowState.CLOSED: mark("Closed")}


def headline(status: ShowStatus, cards: Sequence[Card], rows: Sequence[Row]) -> Headline:
    """The worst that there is to say, in plain words."""
    if not any(card.display for card in cards):
        why = cards[0].detail if cards else next(map(heard, status.notes), "")
        why = why or tr("Check cables and power.")
        return Headline(Sign.TROUBLE, tr("No display is connected"), why)
    if status.aligning:
        detail = tr("The story goes on behind the pattern, and the films come back by themselves.")
        return Headline(Sign.NOTE, tr("The projectors are being aligned"), detail)
    if status.state is ShowState.WAITING:
        return _waiting(rows)
    if status.stage.pid is None:
        detail = tr("The pictures come back by themselves in a few seconds.")
        return Headline(Sign.CARE, tr("The wall is starting again"), detail)
    if status.state is ShowState.STARTING:
        detail = tr("The first pictures come in a few seconds.")
        return Headline(Sign.BUSY, tr("Starting"), detail)
    ill = [card for card in cards if card.sign in (Sign.CARE, Sign.TROUBLE)]
    if ill:
        return _ill(status, ill, len(cards))
    away = gone(status)
    if away and status.state is not ShowState.CLOSED:
        return _without(status, away)
    if status.state is ShowState.CLOSED:
        coming = next_event(status.house) if status.house else ""
        detail = (
            tr("It {opens}.", opens=coming) if coming else tr("The button Open begins the day.")
        )
        return Headline(Sign.STILL, tr("The house is closed"), detail)
    if status.dark:
        detail = tr("All screens are black, and the story goes on behind it.")
        return Headline(Sign.STILL, tr("Blackout"), detail)
    if status.state is ShowState.PAUSED:
        detail = tr("All screens hold their picture until you resume.")
        return Headline(Sign.STILL, tr("Paused"), detail)
    return _playing(status, cards, rows)


def _waiting(rows: Sequence[Row]) -> Headline:
    arriving = [row for row in rows if row.sign is Sign.BUSY]
    if arriving:
        first = arriving[0]
        detail = f"{first.title}: {first.word}."
        return Headline(Sign.BUSY, tr("A first version is on its way"), detail)
    asking = [row for row in rows if isinstance(row.order, Approve)]
    if asking:
        detail = tr("The list of versions has a button for it.")
        says = tr("{film} waits for your approval", film=asking[0].title)
        return Headline(Sign.NOTE, says, detail)
    if rows:
        detail = tr("The list of versions says why.")
        return Headline(Sign.TROUBLE, tr("No version can be played"), detail)
    detail = tr("Put a film into the versions folder: it plays by itself.")
    return Headline(Sign.BUSY, tr("Waiting for a first version"), detail)


def _ill(status: ShowStatus, ill: Sequence[Card], screens: int) -> Headline:
    still = tr("Blackout") if status.dark else tr(STILL.get(status.state, "Playing"))
    first = ill[0]
    if len(ill) == 1:
        return Headline(Sign.CARE, f"{still}, {_clause(first)}", first.detail)
    names = ", ".join(card.screen for card in ill)
    if first.display and all((c.word, c.detail) == (first.word, first.detail) for c in ill):
        if len(ill) == screens:
            clause = tr("but all screens are {word}", word=first.word)
        else:
            clause = tr("but {screens} are {word}", screens=names, word=first.word)
        return Headline(Sign.CARE, f"{still}, {clause}", first.detail)
    clause = tr("but %n screens need a look", "", len(ill))
    return Headline(Sign.CARE, f"{still}, {clause}", f"{names}.")


def _without(status: ShowStatus, away: Sequence[MachineSeen]) -> Headline:
    """Other machines are gone: their walls are not seen from here."""
    still = tr("Blackout") if status.dark else tr(STILL.get(status.state, "Playing"))
    names = gone_names(away)
    says = tr("{still}, but {machine} is away", still=still, machine=names)
    if len(away) > 1:
        says = tr("{still}, but {machines} are away", still=still, machines=names)
    detail = tr("Each wall plays on by itself, and they meet again at a seam.")
    return Headline(Sign.CARE, says, detail)


def _clause(card: Card) -> str:
    if not card.display:
        return tr("but {screen} has no display", screen=card.screen)
    return tr("but {screen} is {word}", screen=card.screen, word=card.word)


def _playing(status: ShowStatus, cards: Sequence[Card], rows: Sequence[Row]) -> Headline:
    busy = [card.screen for card in cards if card.sign is Sign.BUSY]
    if busy:
        detail = tr("The first picture comes: {screens}.", screens=", ".join(busy))
        return Headline(Sign.BUSY, tr("Playing"), detail)
    things = [sentence(heard(note)) for note in status.notes]
    broken = [row.title for row in rows if row.sign is Sign.TROUBLE]
    if broken:
        names = ", ".join(broken)
        things.insert(0, tr("{films} cannot be played; the others play on.", films=names))
    things[:0] = [
        sentence(tr("{film} waits for your approval", film=row.title))
        for row in rows
        if isinstance(row.order, Approve)
    ]
    if things:
        more = tr("And %n more.", "", len(things) - 1) if len(things) > 1 else ""
        return Headline(Sign.NOTE, tr("Playing"), f"{things[0]} {more}".strip())
    if status.machines:
        screens = sum(len(machine.screens) for machine in status.machines)
        number = tr("All %n screens of all machines play in step.", "", screens)
        return Headline(Sign.WELL, tr("All is well"), number)
    one = len(cards) == 1
    number = tr("The screen plays.") if one else tr("All %n screens play in step.", "", len(cards))
    return Headline(Sign.WELL, tr("All is well"), number)

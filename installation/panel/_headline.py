"""The sentence at the top: is all well? Pure."""

from collections.abc import Sequence

from installation.model import Approve, ShowState
from installation.panel._page import Card, Headline, Row, Sign, sentence
from installation.show import ShowStatus, status_words


def headline(status: ShowStatus, cards: Sequence[Card], rows: Sequence[Row]) -> Headline:
    """The worst that there is to say, in plain words."""
    if not any(card.display for card in cards):
        why = cards[0].detail if cards else next(iter(status.notes), "")
        return Headline(Sign.TROUBLE, "No display is connected", why or "Check cables and power.")
    if status.aligning:
        detail = "The story goes on behind the pattern, and the films come back by themselves."
        return Headline(Sign.NOTE, "The projectors are being aligned", detail)
    if status.state is ShowState.WAITING:
        return _waiting(rows)
    if status.stage.pid is None:
        detail = "The pictures come back by themselves in a few seconds."
        return Headline(Sign.CARE, "The wall is starting again", detail)
    if status.state is ShowState.STARTING:
        return Headline(Sign.BUSY, "Starting", "The first pictures come in a few seconds.")
    ill = [card for card in cards if card.sign in (Sign.CARE, Sign.TROUBLE)]
    if ill:
        return _ill(status, ill, len(cards))
    if status.state is ShowState.CLOSED:
        coming = status_words.next_event(status.house) if status.house else ""
        detail = f"It {coming}." if coming else "The button Open begins the day."
        return Headline(Sign.STILL, "The house is closed", detail)
    if status.dark:
        detail = "All screens are black, and the story goes on behind it."
        return Headline(Sign.STILL, "Blackout", detail)
    if status.state is ShowState.PAUSED:
        return Headline(Sign.STILL, "Paused", "All screens hold their picture until you resume.")
    return _playing(status, cards, rows)


def _waiting(rows: Sequence[Row]) -> Headline:
    arriving = [row for row in rows if row.sign is Sign.BUSY]
    if arriving:
        first = arriving[0]
        return Headline(Sign.BUSY, "A first version is on its way", f"{first.title}: {first.word}.")
    asking = [row for row in rows if isinstance(row.order, Approve)]
    if asking:
        detail = "The list of versions has a button for it."
        return Headline(Sign.NOTE, f"{asking[0].title} waits for your approval", detail)
    if rows:
        return Headline(Sign.TROUBLE, "No version can be played", "The list of versions says why.")
    detail = "Put a film into the versions folder: it plays by itself."
    return Headline(Sign.BUSY, "Waiting for a first version", detail)


def _ill(status: ShowStatus, ill: Sequence[Card], screens: int) -> Headline:
    states = {ShowState.PAUSED: "Paused", ShowState.CLOSED: "Closed"}
    still = states.get(status.state, "Playing")
    still = "Blackout" if status.dark else still
    first = ill[0]
    if len(ill) == 1:
        return Headline(Sign.CARE, f"{still}, but {_clause(first)}", first.detail)
    names = ", ".join(card.screen for card in ill)
    if first.display and all((c.word, c.detail) == (first.word, first.detail) for c in ill):
        who = "all screens" if len(ill) == screens else names
        return Headline(Sign.CARE, f"{still}, but {who} are {first.word}", first.detail)
    return Headline(Sign.CARE, f"{still}, but {len(ill)} screens need a look", f"{names}.")


def _clause(card: Card) -> str:
    return f"{card.screen} has no display" if not card.display else f"{card.screen} is {card.word}"


def _playing(status: ShowStatus, cards: Sequence[Card], rows: Sequence[Row]) -> Headline:
    busy = [card.screen for card in cards if card.sign is Sign.BUSY]
    if busy:
        return Headline(Sign.BUSY, "Playing", f"The first picture comes: {', '.join(busy)}.")
    things = [sentence(note) for note in status.notes]
    broken = [row.title for row in rows if row.sign is Sign.TROUBLE]
    if broken:
        names = ", ".join(broken)
        things.insert(0, f"{names} cannot be played; the others play on.")
    things[:0] = [
        f"{r.title} waits for your approval." for r in rows if isinstance(r.order, Approve)
    ]
    if things:
        more = len(things) - 1
        return Headline(Sign.NOTE, "Playing", things[0] + (f" And {more} more." if more else ""))
    number = "The screen plays." if len(cards) == 1 else f"All {len(cards)} screens play in step."
    return Headline(Sign.WELL, "All is well", number)

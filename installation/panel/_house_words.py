"""Says how the house is, and what it does next, in the language of the panel. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from installation.model import HouseNow
from installation.panel._tongue import day_and_month, tr, weekday


def house_line(house: HouseNow) -> str:
    """Say whether the house is open, by whose word, and what comes next."""
    if house.change is not None:
        then = tr("It {opens}.", opens=next_event(house))
    elif house.open:
        then = tr("So it stays until an order closes it.")
    else:
        then = tr("So it stays until an order opens it.")
    return f"{_state(house)} {then}"


def _state(house: HouseNow) -> str:
    if house.open:
        return tr("The house is open by an order.") if house.ordered else tr("The house is open.")
    if house.awake:
        return tr("The house is closed, and warms up.")
    if house.ordered:
        return tr("The house is closed by an order.")
    return tr("The house is closed.")


def next_event(house: HouseNow, short: bool = False) -> str:
    """Say what the house does next, and when, by the clocks on its walls; empty when nothing."""
    if house.change is None:
        return ""
    at = datetime.fromtimestamp(house.change.at_s, ZoneInfo(house.zone) if house.zone else None)
    day = weekday(at, short) if short else f"{weekday(at)}, {day_and_month(at)},"
    when = f"{day} {at:%H:%M}"
    return tr("opens {when}", when=when) if house.change.opens else tr("closes {when}", when=when)

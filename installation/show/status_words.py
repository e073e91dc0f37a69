"""Words for what the status says: the same in a terminal, on the panel, in a report. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from installation.errors import told
from installation.model import HouseNow, VersionState
from installation.said import NOTHING, Said, joined
from installation.show._status import VersionStatus

VERSIONS = {
    VersionState.SETTLING: "just arrived",
    VersionState.WAITING: "waits for its turn",
    VersionState.INDEXING: "being looked at",
    VersionState.READY: "ready",
    VersionState.BROKEN: "cannot be played",
    VersionState.APPROVAL: "waits for your approval",
    VersionState.RETIRED: "retired",
    VersionState.ASIDE: "set aside",
}
"""What a version's state is called where people read."""

NOTED = {
    "arrived": "arrived",
    "changed": "changed",
    "settled": "settled",
    "admitted": "found good",
    "quarantined": "refused",
    "gone": "taken away",
    "approve": "approved",
    "retire": VERSIONS[VersionState.RETIRED],
    "restore": "brought back",
    "quarantine": VERSIONS[VersionState.ASIDE],
    "pin": "pinned on",
    "unpin": "unpinned from",
}
"""What the ledger's notes about a version are called: of its arrival, and of decisions."""

DAYS = (
    *(Said("Monday"), Said("Tuesday"), Said("Wednesday"), Said("Thursday"), Said("Friday")),
    *(Said("Saturday"), Said("Sunday")),
)
MONTHS = (
    *(Said("January"), Said("February"), Said("March"), Said("April"), Said("May"), Said("June")),
    *(Said("July"), Said("August"), Said("September"), Said("October"), Said("November")),
    Said("December"),
)

_ORDERS = {
    VersionState.APPROVAL: "approve",
    VersionState.RETIRED: "restore",
    VersionState.ASIDE: "restore",
}


def standing(version: VersionStatus) -> str:
    """Say how a version stands, with the share of its intake that is done."""
    if version.state is VersionState.READY and version.screens:
        return f"on {', '.join(version.screens)}"
    word = VERSIONS[version.state]
    if version.state is VersionState.INDEXING and version.share:
        return f"{word}, {version.share * 100:.0f} %"
    return word


def detail(version: VersionStatus) -> str:
    """Say what an intake is at, or what stands in a version's way; empty when nothing does."""
    if version.state is VersionState.INDEXING:
        left = f"({span(version.eta_s)} left)" if version.eta_s is not None else ""
        return " ".join(filter(None, (version.step, left)))
    return told(version.reason, version.advice) if version.advice else version.reason


def command(version: VersionStatus) -> str:
    """Name the command that a version waits for; the panel has a button instead."""
    order = _ORDERS.get(version.state)
    return f"`kiss versions {order} {version.id}`" if order else ""


def house_line(house: HouseNow) -> Said:
    """Say whether the house is open, by whose word, and what comes next."""
    word = Said("closed, warming up") if house.awake else Said("closed")
    if house.open:
        word = Said("open")
    if house.ordered:
        word = Said("{word} by an order", word=word)
    if house.change is not None:
        return joined("; ", (word, next_event(house)))
    if house.open:
        return Said("{word}, until an order closes it", word=word)
    return Said("{word}, until an order opens it", word=word)


def next_event(house: HouseNow) -> Said:
    """Say what the house does next, and when, by the clocks on its walls; empty when nothing."""
    if house.change is None:
        return NOTHING
    at = datetime.fromtimestamp(house.change.at_s, ZoneInfo(house.zone) if house.zone else None)
    parts: dict[str, int | str] = {
        "weekday": DAYS[at.weekday()],
        "day": at.day,
        "month": MONTHS[at.month - 1],
        "time": f"{at:%H:%M}",
    }
    if house.change.opens:
        return Said("opens {weekday} {day} {month}, {time}", **parts)
    return Said("closes {weekday} {day} {month}, {time}", **parts)


def span(duration_s: float) -> str:
    """Say how long something takes: seconds, or minutes and seconds."""
    whole = round(duration_s)
    return f"{whole} s" if whole < 90 else f"{whole // 60}:{whole % 60:02d} min"


def length_of_time(duration_s: float) -> str:
    """Say for how long something has gone on: its two largest units."""
    minutes, seconds = divmod(int(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s"


def clock(story_s: float) -> str:
    """A story time as people say it: minutes, seconds and a tenth."""
    tenths = round(story_s * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def whole_clock(story_s: float) -> str:
    """A time in whole seconds: one that a person can read while it runs."""
    whole = int(story_s)
    return f"{whole // 60}:{whole % 60:02d}"

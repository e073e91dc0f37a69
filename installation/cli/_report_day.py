"""Tells of one day on one page, for whoever looks after the show. From the ledger alone."""

from collections.abc import Iterator
from html import escape

from installation.cli._report_style import STYLE
from installation.cli._report_words import (
    briefly,
    clock_set,
    day,
    length,
    moment,
    recovery,
    verdicts,
    zone,
)
from installation.ledger import Account, FaultEvent, HourReading

MOST_FAULTS = 24
"""Kinds of faults that one page tells of, the most frequent first."""


def day_told(found: Account) -> str:
    """The day for a terminal."""
    lines = [f"{found.title or 'The installation'}: {day(found.first_ms)}"]
    lines += [f"times in {zone(found.first_ms)}", ""]
    rows = list(facts(found))
    width = max(len(what) for what, _ in rows)
    lines += [f"{what.ljust(width)}  {text}" for what, text in rows]
    for fault in gathered(found.faults)[:MOST_FAULTS]:
        lines.append(f"  {_time(fault.at_ms)}  {fault.by}: {fault.what}  ({recovery(fault)})")
    return "\n".join(lines)


def day_page(found: Account, now_ms: int) -> str:
    """The day as a page to print and file; ``now_ms`` is when it is made."""
    return "\n".join(_page(found, now_ms)) + "\n"


def facts(found: Account) -> Iterator[tuple[str, str]]:
    """Return what there is to say of a day, with what it is about."""
    yield "shown", _shown(found)
    yield from (("pictures", said) for said in verdicts(found))
    for beat in (b for b in found.beats if b.exact < b.passes):
        off = beat.passes - beat.exact
        yield "beat", f"{beat.beat}: {off} of {beat.passes} off, {beat.screen} by {beat.worst:+d}"
    yield "faults", _faults(found.faults)
    if len(found.starts) > 1:
        at = ", ".join(_time(start) for start in found.starts[-8:])
        yield "starts", f"{len(found.starts)} of the controller ({at})"
    refused = [row.by for row in found.arrivals if row.what == "quarantined"]
    admitted = [row.by for row in found.arrivals if row.what == "admitted"]
    if admitted or refused:
        parts = [("found good: ", admitted), ("refused: ", refused)]
        yield "films", "; ".join(say + ", ".join(dict.fromkeys(n)) for say, n in parts if n)
    for step in found.clock:
        whose = f"{step.machine}: " if step.machine else ""
        yield "clock", f"{_time(step.at_ms)} {whose}{clock_set(step.step_ms)}"
    yield from _readings(found.readings)


def gathered(faults: tuple[FaultEvent, ...]) -> list[FaultEvent]:
    """Return one fault of each kind: when it came first, how often, and how long it took at worst.

    One whose end was not seen counts as the worst.
    """
    kinds: dict[tuple[str, str], FaultEvent] = {}
    for fault in faults:
        before = kinds.get((fault.by, fault.what))
        if before is None:
            kinds[fault.by, fault.what] = fault
            continue
        lasted = (
            None
            if before.lasted_ms is None or fault.lasted_ms is None
            else max(before.lasted_ms, fault.lasted_ms)
        )
        times, at_ms = before.times + fault.times, min(before.at_ms, fault.at_ms)
        kinds[fault.by, fault.what] = FaultEvent(
            at_ms, fault.what, fault.by, lasted_ms=lasted, times=times
        )
    return sorted(kinds.values(), key=lambda fault: (-fault.times, fault.at_ms))


def _shown(found: Account) -> str:
    if not found.stretches:
        return "nothing"
    first, last = found.stretches[0].first_ms, found.stretches[-1].last_ms
    return f"{length(found.quality.sum_ms)}, between {_time(first)} and {_time(last)}"


def _faults(faults: tuple[FaultEvent, ...]) -> str:
    if not faults:
        return "none"
    count = sum(fault.times for fault in faults)
    unseen = sum(fault.lasted_ms is None for fault in faults)
    lasted = [fault.lasted_ms for fault in faults if fault.lasted_ms is not None]
    kinds = gathered(faults)
    text = f"{count}"
    text += f"; over after {briefly(max(lasted))} at worst" if lasted else ""
    text += f"; the end of {unseen} was not seen" if unseen else ""
    more = len(kinds) - MOST_FAULTS
    return text + (f"; {more} kinds more than here: --json has them" if more > 0 else "")


def _readings(readings: tuple[HourReading, ...]) -> Iterator[tuple[str, str]]:
    """The last reading of each thing, and the least room that there was on a disk."""
    series: dict[tuple[str, str], list[float]] = {}
    for one in readings:
        series.setdefault((one.what, one.who), []).append(one.value)
    for (what, who), values in series.items():
        if what == "disk":
            last, least = values[-1] / 1e9, min(values) / 1e9
            yield what, f"{last:.1f} GB free in {who} ({least:.1f} GB at least)"
        else:
            yield what, f"{who}: {values[-1]:,.0f} h"


def _time(at_ms: int) -> str:
    """An instant of the day that the page is about."""
    return moment(at_ms).partition(" ")[2]


def _page(found: Account, now_ms: int) -> Iterator[str]:
    title, on = escape(found.title or "The installation"), escape(day(found.first_ms))
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield f"<title>{title}: {on}</title><style>{STYLE}</style></head><body>"
    yield f"<header><p class='kind'>The day</p><h1>{title}</h1><p class='span'>{on}</p>"
    yield f"<p class='small'>Made {escape(moment(now_ms))} from the installation's ledger."
    yield f" Times are local: {escape(zone(found.first_ms))}.</p></header><main><table><tbody>"
    for what, text in facts(found):
        yield f"<tr><th>{escape(what)}</th><td>{escape(text)}</td></tr>"
    yield "</tbody></table>"
    yield from _fault_table(gathered(found.faults)[:MOST_FAULTS])
    yield "</main></body></html>"


def _fault_table(faults: list[FaultEvent]) -> Iterator[str]:
    if not faults:
        return
    yield "<h2>Faults</h2><table><thead><tr><th>First at</th><th>Part</th><th>What</th>"
    yield "<th>How it went on</th></tr></thead><tbody>"
    for fault in faults:
        cells = (_time(fault.at_ms), fault.by, fault.what, recovery(fault))
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    yield "</tbody></table>"

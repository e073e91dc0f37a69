"""The iteration report for a terminal."""

from collections.abc import Iterator
from dataclasses import replace

from installation.cli._report_words import (
    clock_set,
    day,
    happened,
    length,
    met,
    moment,
    recovery,
    text,
    titles,
    verdicts,
    zone,
)
from installation.ledger import Account, IterationAccount, VersionEvent

MOST = 40


def told(found: Account) -> str:
    """The whole report."""
    return "\n".join(_lines(found))


def _lines(found: Account) -> Iterator[str]:
    yield f"{found.title or 'The installation'}: {day(found.first_ms)} to {day(found.last_ms)}"
    yield f"times in {zone(found.last_ms)}"
    yield ""
    yield from verdicts(found)
    for one in found.iterations:
        yield ""
        yield from _iteration(one)
    names = titles(found)
    if found.stretches:
        yield from ("", "Line-ups")
    yield from _last(
        f"  {moment(s.first_ms)}  {length(s.last_ms - s.first_ms).rjust(12)}  "
        + ", ".join(
            f"{screen}: {names.get(entry, entry[0])}" for screen, entry in s.entries.items()
        )
        for s in found.stretches
    )
    if found.beats:
        yield from ("", "Beats")
    for beat in found.beats:
        yield f"  {beat.beat}: {met(beat)}"
    refused = [row for row in found.arrivals if row.what == "quarantined"]
    for heading, rows in (
        ("Refused", [replace(row, what="") for row in refused]),
        ("Faults", [replace(row, detail=recovery(row)) for row in found.faults]),
        ("Languages of the subtitles", found.languages),
        ("The house", found.house),
        ("Orders", found.actions),
        ("Clock", [VersionEvent(s.at_ms, clock_set(s.step_ms), s.machine) for s in found.clock]),
    ):
        if rows:
            yield from ("", heading)
        yield from _last(
            f"  {moment(row.at_ms)}  {' '.join(filter(None, (row.by, row.what)))}"
            + (f"  ({row.detail})" if row.detail else "").replace("\n", "\n    ")
            for row in rows
        )


def _iteration(one: IterationAccount) -> Iterator[str]:
    number = f"{one.iteration:g}. " if one.iteration is not None else ""
    made = f", made {one.made}" if one.made else ""
    yield f"{number}{one.title} ({one.version}, film {one.revision[:12]}{made})"
    for shown in one.shown:
        yield (
            f"  on {shown.screen} for {length(shown.sum_ms)} in {shown.cycles} cycles,"
            f" {moment(shown.first_ms)} to {moment(shown.last_ms)}"
        )
    if not one.shown:
        yield "  not shown"
    for step, tool in one.tools:
        yield f"  {step}: {tool}"
    for each in one.texts:
        yield f"  {moment(each.at_ms)} {text(each)}"
    for event in one.history:
        by = f" by {event.by}" if event.by else ""
        detail = f": {event.detail}" if event.detail else ""
        yield f"  {moment(event.at_ms)} {happened(event.what)}{by}{detail}"


def _last(lines: Iterator[str]) -> Iterator[str]:
    """The last of many lines; the JSON has them all."""
    every = list(lines)
    if len(every) > MOST:
        yield f"  {len(every) - MOST} earlier ones: --json or --html has them"
    yield from every[-MOST:]

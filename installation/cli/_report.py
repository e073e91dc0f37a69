"""``kiss report``: the conservator's iteration report, as text, JSON or a page."""

import argparse
import base64
import time
from datetime import UTC, date, datetime, timedelta

import msgspec

from installation.cli._arguments import TODAY
from installation.cli._report_all import all_walls
from installation.cli._report_day import day_page, day_told
from installation.cli._report_html import page
from installation.cli._report_labels import labels_printed
from installation.cli._report_text import told
from installation.errors import KissError, UsageError
from installation.ledger import Account, read_account

DAYS = 30


def report(options: argparse.Namespace) -> int:
    """Print the report, or write it to a file."""
    now, now_ms = datetime.now().astimezone(), time.time_ns() // 1_000_000
    if options.day is not None:
        if options.first or options.last or options.days is not None:
            raise UsageError("--day is one day; it takes the place of --from, --to and --days.")
        options.first = options.last = str(now.date()) if options.day == TODAY else options.day
    first, after = span(options.first, options.last, options.days, now)
    spanned = (_ms(first), _ms(after))
    if options.all:
        found = all_walls(options.layout, options.state, spanned, now_ms)
    else:
        found = read_account(options.state, *spanned, now_ms)
    if options.json:
        print(as_json(found))
    elif options.html is not None:
        try:
            made = page if options.day is None else day_page
            options.html.write_text(made(found, now_ms), encoding="utf-8")
        except OSError as fault:
            raise KissError(f"{options.html}: cannot be written: {fault.strerror}") from fault
        print(f"{options.html}: {len(found.iterations)} iterations, {found.quality.cycles} cycles.")
    elif options.labels is not None:
        print(labels_printed(options.labels, options.layout, found))
    else:
        print(told(found) if options.day is None else day_told(found))
    return 0


def span(
    first: str | None, last: str | None, days: int | None, now: datetime
) -> tuple[datetime, datetime]:
    """The instants between which a report tells: whole days of the place where it is asked for.

    Raises UsageError for days that there are not, and for a span that ends before it begins.
    """
    if days is not None and (days < 1 or first is not None):
        raise UsageError("--days is a number from 1 on, and takes the place of --from.")
    end = _day(last, "--to") if last else now.date()
    begin = _day(first, "--from") if first else end - timedelta(days=(days or DAYS) - 1)
    if begin > end:
        raise UsageError(f"the span ends ({end}) before it begins ({begin}).")
    return _midnight(begin), _midnight(end + timedelta(days=1))


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option}: {text!r} is no day.", "Year first: 2024-03-21") from None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day).astimezone()


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def as_json(found: Account) -> str:
    """The account as JSON: instants as UTC in ISO 8601 beside milliseconds, pictures as base64."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            more = {
                key.removesuffix("_ms"): _iso(at)
                for key, at in value.items()
                if key in ("at_ms", "first_ms", "last_ms", "admitted_ms") and isinstance(at, int)
            }
            return {key: plain(one) for key, one in value.items()} | more
        if isinstance(value, list | tuple):
            return [plain(one) for one in value]
        return value

    built = plain(msgspec.to_builtins(found, builtin_types=(bytes,), enc_hook=str))
    data = msgspec.json.encode(built, enc_hook=base64.b64encode)
    return msgspec.json.format(data, indent=1).decode()


def _iso(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")

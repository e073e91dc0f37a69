"""Reads an account of a span of time back from the ledger."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from installation.errors import LibraryError
from installation.ledger._account import (
    PAUSE_MS,
    Account,
    BeatAccount,
    ClockStep,
    FaultEvent,
    HourReading,
    IterationAccount,
    LineupStretch,
    OnScreen,
    Quality,
    TextAccount,
    VersionEvent,
)
from installation.ledger._cycle_times import ShownCycle, read_cycles
from installation.ledger._ledger import NAME
from installation.ledger._rows import PictureRow
from installation.ledger._tables import FORMAT, HALF_HOUR_MS, HOUR_MS, said_before
from installation.model import composed, stem
from installation.said import Said

Shown = dict[tuple[str, str], dict[str, OnScreen]]


def read_account(state_dir: Path, first_ms: int, last_ms: int, now_ms: int) -> Account:
    """Read a span of the ledger; raises LibraryError when there is none or it cannot be read."""
    path = state_dir / NAME
    if not path.exists():
        raise LibraryError(
            f"{path}: there is no ledger yet",
            "It begins with the first show; --state DIR names another one's folder.",
        )
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            (known,) = db.execute("PRAGMA user_version").fetchone()
            if known > FORMAT:
                raise LibraryError(f"{path}: written by a newer version of this program", "Update.")
            if known < FORMAT:
                raise LibraryError(
                    f"{path}: written by an older version of this program",
                    "The next start of the show brings it up to date.",
                )
            return _read(db, (first_ms, last_ms), now_ms)
    except sqlite3.Error as fault:
        raise LibraryError(
            f"{path}: cannot be read: {fault}",
            "A damaged ledger is set aside at the next start; what was set aside lies beside it.",
        ) from fault


def _read(db: sqlite3.Connection, span: tuple[int, int], now_ms: int) -> Account:
    places: dict[int, dict[str, tuple[str, str]]] = {}
    for lineup, screen, version, revision in db.execute(
        "SELECT lineup, screen, version, revision FROM places ORDER BY lineup, number"
    ):
        places.setdefault(lineup, {})[screen] = (version, revision)
    cycles = read_cycles(db, span, now_ms)
    title = db.execute(
        "SELECT title FROM shows WHERE at_ms < ? ORDER BY at_ms DESC LIMIT 1", (span[1],)
    ).fetchone()
    shown = _shown(cycles, places)
    screens = dict.fromkeys(screen for c in cycles for screen in places.get(c.lineup, {}))
    between = "WHERE at_ms >= ? AND at_ms < ? ORDER BY at_ms, rowid"
    return Account(
        title=title[0] if title else "",
        first_ms=span[0],
        last_ms=min(span[1], now_ms),
        starts=tuple(at for (at,) in db.execute(f"SELECT at_ms FROM shows {between}", span)),
        iterations=tuple(_iterations(db, span, shown)),
        stretches=tuple(_stretches(cycles, places)),
        quality=_quality(cycles),
        beats=tuple(
            BeatAccount(beat, passes, exact, worst, screen)
            # of the columns that stand bare, SQLite gives those of the row with the max()
            for beat, passes, exact, worst, screen, _ in db.execute(
                "SELECT beat, sum(passes), sum(exact), worst, screen, max(abs(worst)) FROM beats"
                " WHERE half_hour BETWEEN ? AND ? GROUP BY beat ORDER BY"
                " (SELECT min(rowid) FROM beats AS first WHERE first.beat = beats.beat)",
                (span[0] // HALF_HOUR_MS, (span[1] - 1) // HALF_HOUR_MS),
            )
        ),
        arrivals=tuple(
            VersionEvent(at, state, name, said_before(db, detail))
            for at, state, name, detail in db.execute(
                f"SELECT at_ms, state, name, detail FROM arrivals {between}", span
            )
        ),
        faults=tuple(
            FaultEvent(at, said_before(db, what), who, lasted_ms=lasted_ms, times=times)
            for at, who, what, lasted_ms, times in db.execute(
                f"SELECT at_ms, who, what, lasted_ms, times FROM faults {between}", span
            )
        ),
        house=tuple(
            VersionEvent(at, said_before(db, what), who)
            for at, who, what in db.execute(f"SELECT at_ms, who, what FROM house {between}", span)
        ),
        actions=tuple(
            _action(at, f"{what} {to}".strip(), by, bool(ok), said_before(db, answer))
            for at, what, to, by, ok, answer in db.execute(f"SELECT * FROM actions {between}", span)
        ),
        screens=tuple(screens),
        clock=tuple(
            ClockStep(at, step)
            for at, step in db.execute(f"SELECT at_ms, step_ms FROM clock {between}", span)
        ),
        languages=tuple(_languages(db, span)),
        readings=tuple(
            HourReading(hour * HOUR_MS, what, who, value)
            for hour, what, who, value in db.execute(
                "SELECT hour, what, who, value FROM readings WHERE hour BETWEEN ? AND ?"
                " ORDER BY hour, what, who",
                (span[0] // HOUR_MS, (span[1] - 1) // HOUR_MS),
            )
        ),
    )


def _action(at_ms: int, what: str, by: str, ok: bool, answer: Said) -> VersionEvent:
    detail = answer if ok else Said("refused: {why}", why=answer)
    return VersionEvent(at_ms, what, by, detail, ok)


def _languages(db: sqlite3.Connection, span: tuple[int, int]) -> Iterator[VersionEvent]:
    """Each screen's language: the last one from before the span, and the changes within it."""
    rows = db.execute(
        "SELECT at_ms, language, screen FROM languages WHERE at_ms < ? ORDER BY at_ms, rowid",
        (span[1],),
    ).fetchall()
    before = {screen: language for at, language, screen in rows if at < span[0]}
    for screen, language in before.items():
        yield VersionEvent(span[0], language or "none", screen)
    for at, language, screen in rows:
        if at >= span[0]:
            yield VersionEvent(at, language or "none", screen)


def _texts(db: sqlite3.Connection, version: str, until_ms: int) -> tuple[TextAccount, ...]:
    rows = db.execute(
        "SELECT at_ms, language, file, hash FROM texts WHERE version = ? AND at_ms < ?"
        " ORDER BY rowid",
        (version, until_ms),
    )
    return tuple(TextAccount(*row) for row in rows)


def _shown(cycles: Iterable[ShownCycle], places: dict[int, dict[str, tuple[str, str]]]) -> Shown:
    """By version and revision, and by screen."""
    found: Shown = {}
    for cycle in cycles:
        for screen, entry in places.get(cycle.lineup, {}).items():
            by_screen = found.setdefault(entry, {})
            before = by_screen.get(screen) or OnScreen(screen, cycle.at_ms, cycle.at_ms, 0, 0)
            by_screen[screen] = OnScreen(
                screen,
                min(before.first_ms, cycle.at_ms),
                max(before.last_ms, cycle.end_ms),
                before.sum_ms + cycle.end_ms - cycle.at_ms,
                before.cycles + cycle.began,
            )
    return found


def _stretches(
    cycles: Iterable[ShownCycle], places: dict[int, dict[str, tuple[str, str]]]
) -> Iterator[LineupStretch]:
    on: tuple[int, LineupStretch] | None = None
    for cycle in cycles:
        if on and on[0] == cycle.lineup and cycle.at_ms - on[1].last_ms < PAUSE_MS:
            one = on[1]
            on = (
                cycle.lineup,
                LineupStretch(one.first_ms, cycle.end_ms, one.cycles + cycle.began, one.entries),
            )
            continue
        if on:
            yield on[1]
        entries = places.get(cycle.lineup, {})
        on = (cycle.lineup, LineupStretch(cycle.at_ms, cycle.end_ms, int(cycle.began), entries))
    if on:
        yield on[1]


def _quality(cycles: list[ShownCycle]) -> Quality:
    began = [cycle for cycle in cycles if cycle.began]
    return Quality(
        cycles=len(began),
        whole=sum(c.whole for c in began),
        clean=sum(not any(c.misses) and not c.skew for c in began),
        skew=max((c.skew for c in began), default=0),
        late=sum(c.misses[0] for c in began),
        held=sum(c.misses[1] for c in began),
        skipped=sum(c.misses[2] for c in began),
        sum_ms=sum(c.end_ms - c.at_ms for c in cycles),
    )


def _iterations(
    db: sqlite3.Connection, span: tuple[int, int], shown: Shown
) -> Iterator[IterationAccount]:
    """All that were shown or admitted or decided about in the span, in the order of iterations."""
    rows = db.execute("SELECT * FROM iterations ORDER BY iteration, version, at_ms").fetchall()
    for revision, at, version, title, number, made, film, tools, notes, beats, facts in rows:
        history = _history(db, version, revision)
        told = span[0] <= at < span[1] or any(span[0] <= t.at_ms < span[1] for t in history)
        if (version, revision) not in shown and not told:
            continue
        yield IterationAccount(
            revision=revision,
            version=version,
            title=title,
            iteration=number,
            made=made,
            film=film,
            admitted_ms=at,
            tools=tuple((step, tool) for step, tool in json.loads(tools)),
            notes=notes,
            beats=tuple((name, at_ns) for name, at_ns in json.loads(beats)),
            facts=json.loads(facts),
            history=history,
            shown=tuple(
                sorted(shown.get((version, revision), {}).values(), key=lambda s: s.screen)
            ),
            pictures=tuple(
                PictureRow(label, at_ns, data)
                for label, at_ns, data in db.execute(
                    "SELECT label, media_ns, data FROM pictures WHERE revision = ? ORDER BY number",
                    (revision,),
                )
            ),
            texts=_texts(db, version, span[1]),
        )


def _history(db: sqlite3.Connection, version: str, revision: str) -> tuple[VersionEvent, ...]:
    """All that ever happened to a revision, and was decided about it or its version."""
    found = [
        VersionEvent(at, state, "", detail)
        for at, name, state, detail in db.execute(
            "SELECT at_ms, name, state, detail FROM arrivals WHERE revision = ?", (revision,)
        )
        if composed(stem(name)) == version  # another version may have the same film
    ]
    found += [
        VersionEvent(at, f"{what} {screen}".strip(), by, reason)
        for at, what, screen, by, reason in db.execute(
            "SELECT at_ms, what, screen, by, reason FROM decisions"
            " WHERE revision = ? OR (revision = '' AND version = ?)",
            (revision, version),
        )
    ]
    return tuple(sorted(found, key=lambda told: told.at_ms))

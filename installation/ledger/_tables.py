"""The ledger's tables, and how each row goes into them. The only file that knows its SQL schema."""

import json
import sqlite3
from functools import singledispatch
from pathlib import Path

from installation.ledger import _rows as rows
from installation.said import Said, packed, unpacked

SCHEMA = """
CREATE TABLE shows (
    at_ms INTEGER NOT NULL, boot TEXT NOT NULL, title TEXT NOT NULL, software TEXT NOT NULL,
    policies TEXT NOT NULL
) STRICT;
CREATE TABLE iterations (
    revision TEXT NOT NULL, at_ms INTEGER NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL,
    iteration REAL, made TEXT NOT NULL, film TEXT NOT NULL, tools TEXT NOT NULL,
    notes TEXT NOT NULL, beats TEXT NOT NULL, facts TEXT NOT NULL,
    PRIMARY KEY (version, revision)
) STRICT;
CREATE TABLE pictures (
    revision TEXT NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL,
    media_ns INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (revision, number)
) STRICT;
CREATE TABLE arrivals (
    at_ms INTEGER NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, revision TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE TABLE decisions (
    at_ms INTEGER NOT NULL, what TEXT NOT NULL, version TEXT NOT NULL, revision TEXT NOT NULL,
    screen TEXT NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE TABLE lineups (id INTEGER PRIMARY KEY, content TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE places (
    lineup INTEGER NOT NULL, number INTEGER NOT NULL, screen TEXT NOT NULL,
    version TEXT NOT NULL, revision TEXT NOT NULL, PRIMARY KEY (lineup, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE cycles (
    id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, boot TEXT NOT NULL, cycle INTEGER NOT NULL,
    cycle_ms INTEGER NOT NULL, lineup INTEGER NOT NULL, ended_ms INTEGER,
    whole INTEGER NOT NULL DEFAULT 0, skew INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE misses (
    cycle INTEGER NOT NULL, screen TEXT NOT NULL, late INTEGER NOT NULL, held INTEGER NOT NULL,
    skipped INTEGER NOT NULL, PRIMARY KEY (cycle, screen)
) STRICT, WITHOUT ROWID;
CREATE TABLE faults (at_ms INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL) STRICT;
CREATE TABLE actions (
    at_ms INTEGER NOT NULL, what TEXT NOT NULL, target TEXT NOT NULL, by TEXT NOT NULL,
    ok INTEGER NOT NULL, answer TEXT NOT NULL
) STRICT;
CREATE INDEX cycles_by_time ON cycles (at_ms);
"""
BEATS = """
DROP TABLE IF EXISTS beats;
CREATE TABLE beats (
    half_hour INTEGER NOT NULL, beat TEXT NOT NULL, passes INTEGER NOT NULL,
    exact INTEGER NOT NULL, worst INTEGER NOT NULL, screen TEXT NOT NULL,
    UNIQUE (half_hour, beat)
) STRICT;
CREATE TABLE passed (
    only INTEGER PRIMARY KEY CHECK (only = 1), boot TEXT NOT NULL, at_ns INTEGER NOT NULL
) STRICT;
"""
"""Apart: a ledger of format 1 has another table of that name, which nothing was written into. Beats
are counted by the half hour (days begin at one everywhere): a row for each would be 280 MB a year.
``passed`` is the latest that was counted."""
HALF_HOUR_MS = 1_800_000
HOUR_MS = 3_600_000
CLOCK = """
ALTER TABLE cycles ADD COLUMN began_ns INTEGER;
ALTER TABLE cycles ADD COLUMN ended_ns INTEGER;
CREATE TABLE clock (
    at_ms INTEGER NOT NULL, boot TEXT NOT NULL, at_ns INTEGER NOT NULL, step_ms INTEGER NOT NULL
) STRICT;
"""
"""Instants that no clock step touches; cycles of an older format have none."""
HEALTH = """
ALTER TABLE faults ADD COLUMN lasted_ms INTEGER;
ALTER TABLE faults ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
CREATE TABLE readings (
    hour INTEGER NOT NULL, what TEXT NOT NULL, who TEXT NOT NULL, value REAL NOT NULL,
    UNIQUE (hour, what, who)
) STRICT;
CREATE INDEX faults_by_time ON faults (at_ms);
"""
HOUSE = """
CREATE TABLE house (at_ms INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL) STRICT;
"""
WORDS = """
CREATE TABLE languages (
    at_ms INTEGER NOT NULL, screen TEXT NOT NULL, language TEXT NOT NULL
) STRICT;
CREATE TABLE texts (
    at_ms INTEGER NOT NULL, version TEXT NOT NULL, language TEXT NOT NULL, file TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
"""
SAID = """
CREATE TABLE said (text TEXT NOT NULL UNIQUE, sentence TEXT NOT NULL) STRICT;
"""
"""Of each text that the show has said: the sentence and its parts, for who reads another language.
The texts of an older format have none: those are read as they are."""
FORMATS = (SCHEMA, BEATS, CLOCK, HEALTH, HOUSE, WORDS, SAID)
FORMAT = len(FORMATS)
"""A ledger of an older one gets what came after it."""
MOST_ROWS = {
    "faults": 100_000,
    "actions": 200_000,
    "arrivals": 100_000,
    "readings": 100_000,
    "said": 100_000,
}
"""The last so many rows of what has no natural bound are kept: 270 faults a day for a year,
readings of eleven things. Not by age, for a clock in another year would have all of them forgotten.
What was shown (cycles, beats, line-ups, decisions) is the record itself, and stays."""


class AnotherFormat(sqlite3.OperationalError):
    """A ledger of a newer program; it is left as it is."""


def prepared(path: Path) -> sqlite3.Connection:
    """Open a ledger for writing, made when there is none.

    Raises sqlite3.DatabaseError for one that is damaged, and its subclass OperationalError when
    there is no room or no right to write.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=2.0, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != ("ok",):
            raise sqlite3.DatabaseError(found[0])
        (known,) = connection.execute("PRAGMA user_version").fetchone()
        if known > FORMAT:
            raise AnotherFormat("a newer version of this program has written it")
        if known < FORMAT:
            # one transaction, so that a power cut leaves all tables or none
            made = "".join(FORMATS[known:])
            connection.executescript(f"BEGIN; {made} PRAGMA user_version={FORMAT}; COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection


def write(row: rows.Row, connection: sqlite3.Connection) -> None:
    """Put a row into its tables, and what is said in it beside them."""
    _write(row, connection)
    for text in vars(row).values():
        if isinstance(text, Said) and text.says:
            values = (text, _json(packed(text)))
            connection.execute("INSERT OR IGNORE INTO said VALUES (?, ?)", values)


def said_before(connection: sqlite3.Connection, text: str) -> Said:
    """Return a text as it was said, with the sentence and its parts as far as they are known."""
    found = connection.execute("SELECT sentence FROM said WHERE text = ?", (text,)).fetchone()
    said: Said = unpacked(Said, json.loads(found[0]) if found else text)
    return said


@singledispatch
def _write(row: object, _connection: sqlite3.Connection) -> None:
    """Put a row into its tables."""
    raise TypeError(f"not a row of the ledger: {row!r}")


@_write.register
def _(row: rows.BeganRow, connection: sqlite3.Connection) -> None:
    values = (row.at_ms, row.boot, row.title, row.software, _json(dict(row.policies)))
    connection.execute("INSERT INTO shows VALUES (?, ?, ?, ?, ?)", values)


@_write.register
def _(row: rows.IterationRow, connection: sqlite3.Connection) -> None:
    known = connection.execute(
        "SELECT at_ms FROM iterations WHERE version = ? AND revision = ?",
        (row.version, row.revision),
    ).fetchone()
    connection.execute(
        "INSERT OR REPLACE INTO iterations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.revision,
            known[0] if known else row.at_ms,
            row.version,
            row.title,
            row.iteration,
            row.made,
            row.film,
            _json(row.tools),
            row.notes,
            _json(row.beats),
            _json(dict(row.facts)),
        ),
    )
    if row.pictures:
        connection.execute("DELETE FROM pictures WHERE revision = ?", (row.revision,))
    connection.executemany(
        "INSERT INTO pictures VALUES (?, ?, ?, ?, ?)",
        [(row.revision, n, p.label, p.media_ns, p.data) for n, p in enumerate(row.pictures)],
    )


@_write.register
def _(row: rows.ArrivalRow, connection: sqlite3.Connection) -> None:
    values = (row.at_ms, row.name, row.state, row.revision, row.detail)
    connection.execute("INSERT INTO arrivals VALUES (?, ?, ?, ?, ?)", values)


@_write.register
def _(row: rows.DecisionRow, connection: sqlite3.Connection) -> None:
    values = (row.at_ms, row.what, row.version, row.revision, row.screen, row.by, row.reason)
    connection.execute("INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?)", values)


@_write.register
def _(row: rows.CycleBeganRow, connection: sqlite3.Connection) -> None:
    lineup = _lineup(row, connection)
    last = connection.execute(
        "SELECT boot, cycle, lineup, ended_ms FROM cycles ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if last == (row.boot, row.cycle, lineup, None):
        return  # it goes on, under another controller
    connection.execute(
        "INSERT INTO cycles (at_ms, boot, cycle, cycle_ms, lineup, began_ns)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (row.at_ms, row.boot, row.cycle, row.cycle_ms, lineup, row.at_ns),
    )


@_write.register
def _(row: rows.CycleEndedRow, connection: sqlite3.Connection) -> None:
    open_one = connection.execute(
        "SELECT id FROM cycles WHERE boot = ? AND cycle = ? AND ended_ms IS NULL"
        " ORDER BY id DESC LIMIT 1",
        (row.boot, row.cycle),
    ).fetchone()
    if open_one is None:
        return
    connection.execute(
        "UPDATE cycles SET ended_ms = ?, ended_ns = ?, whole = ?, skew = ? WHERE id = ?",
        (row.at_ms, row.at_ns, row.whole, row.skew, *open_one),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO misses VALUES (?, ?, ?, ?, ?)",
        [(*open_one, screen, *counts) for screen, counts in row.counts.items()],
    )


@_write.register
def _(row: rows.ClockRow, connection: sqlite3.Connection) -> None:
    values = (row.at_ms, row.boot, row.at_ns, row.step_ms)
    connection.execute("INSERT INTO clock VALUES (?, ?, ?, ?)", values)


@_write.register
def _(row: rows.BeatRow, connection: sqlite3.Connection) -> None:
    last = connection.execute("SELECT boot, at_ns FROM passed").fetchone()
    if last is not None and last[0] == row.boot and row.at_ns <= last[1]:
        return
    connection.execute("INSERT OR REPLACE INTO passed VALUES (1, ?, ?)", (row.boot, row.at_ns))
    connection.execute(
        "INSERT INTO beats VALUES (?, ?, 1, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " passes = passes + 1, exact = exact + excluded.exact,"
        " screen = iif(abs(excluded.worst) > abs(worst), excluded.screen, screen),"
        " worst = iif(abs(excluded.worst) > abs(worst), excluded.worst, worst)",
        (row.at_ms // HALF_HOUR_MS, row.beat, row.error == 0, row.error, row.screen),
    )


@_write.register
def _(row: rows.FaultRow, connection: sqlite3.Connection) -> None:
    values = (row.at_ms, row.who, row.what)
    connection.execute("INSERT INTO faults (at_ms, who, what) VALUES (?, ?, ?)", values)


@_write.register
def _(row: rows.MendedRow, connection: sqlite3.Connection) -> None:
    connection.execute(
        "UPDATE faults SET lasted_ms = ?, times = ? WHERE at_ms = ? AND who = ? AND what = ?",
        (row.lasted_ms, row.times, row.at_ms, row.who, row.what),
    )


@_write.register
def _(row: rows.ReadingRow, connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)",
        (row.at_ms // HOUR_MS, row.what, row.who, row.value),
    )
    for table, most in MOST_ROWS.items():  # once an hour is often enough
        connection.execute(
            f"DELETE FROM {table} WHERE rowid <= (SELECT max(rowid) FROM {table}) - ?", (most,)
        )


@_write.register
def _(row: rows.HouseRow, connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO house VALUES (?, ?, ?)", (row.at_ms, row.who, row.what))


@_write.register
def _(row: rows.LanguageRow, connection: sqlite3.Connection) -> None:
    last = connection.execute(
        "SELECT language FROM languages WHERE screen = ? ORDER BY rowid DESC LIMIT 1", (row.screen,)
    ).fetchone()
    if last != (row.language,):
        values = (row.at_ms, row.screen, row.language)
        connection.execute("INSERT INTO languages VALUES (?, ?, ?)", values)


@_write.register
def _(row: rows.TextRow, connection: sqlite3.Connection) -> None:
    last = connection.execute(
        "SELECT file, hash FROM texts WHERE version = ? AND language = ?"
        " ORDER BY rowid DESC LIMIT 1",
        (row.version, row.language),
    ).fetchone()
    if last != (row.file, row.hash):
        values = (row.at_ms, row.version, row.language, row.file, row.hash)
        connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", values)


@_write.register
def _(row: rows.OrderRow, connection: sqlite3.Connection) -> None:
    values = (row.at_ms, row.what, row.to, row.by, row.ok, row.answer)
    connection.execute("INSERT INTO actions VALUES (?, ?, ?, ?, ?, ?)", values)


def _lineup(row: rows.CycleBeganRow, connection: sqlite3.Connection) -> int:
    """The number of a line-up; each has one, however often it is shown."""
    content = _json(sorted((screen, *shown) for screen, shown in row.entries.items()))
    known = connection.execute("SELECT id FROM lineups WHERE content = ?", (content,)).fetchone()
    if known is not None:
        return int(known[0])
    number = connection.execute("INSERT INTO lineups (content) VALUES (?)", (content,)).lastrowid
    assert number is not None
    connection.executemany(
        "INSERT INTO places VALUES (?, ?, ?, ?, ?)",
        [(number, n, screen, *shown) for n, (screen, shown) in enumerate(row.entries.items())],
    )
    return number


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

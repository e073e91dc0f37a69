"""The ledger: what was shown when, and what happened. SQLite; a thread of its own writes it.

The controller only hands rows over, so a slow disk never holds up a tick. What came together is one
transaction, at most four a second. ``synchronous=FULL``: each of them is on the disk when it is
done, for a power cut is exactly what a ledger is asked about afterwards. In WAL mode that is one
fsync; a show that runs by itself writes twice a cycle.

A full disk costs no rows as long as they fit the memory kept for them; a damaged ledger is set
aside under its date, and a new one begun. The show goes on either way, and :meth:`Ledger.trouble`
says it.
"""

import sqlite3
import threading
import time
from collections import deque
from pathlib import Path

from installation.files import DiskWait
from installation.ledger._rows import Row
from installation.ledger._tables import prepared, write
from installation.said import NOTHING, Said, joined

NAME = "ledger.sqlite"
GATHER_S = 0.25
RETRY_S = 5.0
MOST = 20_000
"""Rows that wait for a disk that has no room; those of about a month of cycles of two minutes."""

LAST_S = 5.0
"""How long the last rows are waited for at the end."""
MOST_ASIDE = 5
"""Damaged ledgers that are kept, the largest: a disk that fails damages one after the other."""


_ODD = (
    *(ValueError, TypeError, OverflowError, sqlite3.IntegrityError, sqlite3.DataError),
    *(sqlite3.InterfaceError, sqlite3.ProgrammingError),
)
"""What a row raises that can never be written: it goes, so that those behind it are kept."""


class Ledger:
    """The ledger of one state folder, for one process to write. :meth:`note` is for any thread."""

    def __init__(self, state_dir: Path) -> None:
        self._path = state_dir / NAME
        self._rows: deque[Row] = deque()
        self._lost = 0
        self._trouble = NOTHING
        self._set_aside = NOTHING
        self._disk = DiskWait()
        self._news = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="ledger", daemon=True)
        self._thread.start()

    def note(self, row: Row) -> None:
        """Hand over a row. Returns at once."""
        if len(self._rows) >= MOST:
            self._lost += 1
            return
        self._rows.append(row)
        self._news.set()

    def trouble(self) -> Said:
        """Return what is wrong, in words; empty when all that was noted is kept or will be soon."""
        lost = Said("{count} entries are lost.", count=self._lost) if self._lost else NOTHING
        hangs = self._disk.trouble()
        waits = Said("the ledger {path} waits: {why}.", path=str(self._path), why=hangs)
        now = waits if hangs else self._trouble
        return joined(" ", filter(None, (now, lost, self._set_aside)))

    def close(self) -> None:
        """Write what waits, and end; a disk that has no room, or hangs, is not waited for."""
        self._closing.set()
        self._news.set()
        self._thread.join(LAST_S)

    # the ledger's own thread

    def _work(self) -> None:
        connection: sqlite3.Connection | None = None
        while not self._closing.is_set() or self._rows:
            if not self._closing.is_set():
                self._news.wait()
                self._closing.wait(GATHER_S)
            self._news.clear()
            self._disk.begin()
            try:
                connection = connection or self._opened()
                self._write(connection)
                self._trouble = NOTHING
                self._disk.end()
            except (sqlite3.Error, OSError) as fault:
                if connection is not None:
                    connection.close()
                    connection = None
                self._trouble = Said(
                    "the ledger {path} cannot be written: {why}.",
                    path=str(self._path),
                    why=str(fault),
                )
                self._disk.end()
                if self._closing.is_set():
                    break
                self._closing.wait(RETRY_S)
                self._news.set()
        if connection is not None:
            connection.close()

    def _write(self, connection: sqlite3.Connection) -> None:
        batch = [self._rows[n] for n in range(len(self._rows))]
        with connection:
            for row in batch:
                try:
                    write(row, connection)
                except _ODD:  # a name that is not Unicode, say
                    self._lost += 1
        for _ in batch:  # only now: what could not be written is tried again
            self._rows.popleft()

    def _opened(self) -> sqlite3.Connection:
        """Open it, whole: one that is damaged goes aside."""
        try:
            return prepared(self._path)
        except sqlite3.DatabaseError as fault:
            if isinstance(fault, sqlite3.OperationalError):  # no room, no permission: not damaged
                raise
        self._put_aside()
        return prepared(self._path)

    def _put_aside(self) -> None:
        day = time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime())
        there = self._path.with_name(f"ledger-damaged-{day}.sqlite")
        for ending in ("", "-wal", "-shm"):
            part = Path(f"{self._path}{ending}")
            if part.exists():
                part.rename(f"{there}{ending}")
        aside = sorted(self._path.parent.glob("ledger-damaged-*.sqlite"), key=_size)
        for small in aside[:-MOST_ASIDE]:
            for ending in ("", "-wal", "-shm"):
                Path(f"{small}{ending}").unlink(missing_ok=True)
        self._set_aside = Said(
            "The ledger was damaged: it lies in {file}, and a new one has begun.", file=str(there)
        )


def _size(path: Path) -> int:
    return path.stat().st_size

"""Killed at any instant: what was committed is there, whole, and the ledger opens."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from installation.ledger import NAME
from installation.library import DecisionStore
from installation.link import decode_programme, programme_path

pytestmark = [pytest.mark.process, pytest.mark.patient]

KILLS = 20
HAMMER = Path(__file__).parents[1] / "shared/ledger_hammer.py"


def test_what_was_committed_outlives_a_kill_at_any_instant(tmp_path: Path) -> None:
    decided = published = rows = 0
    draw = random.Random(5)
    for _ in range(KILLS):
        hammer = subprocess.Popen(
            [sys.executable, str(HAMMER), str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(HAMMER.parents[2])},
        )
        assert hammer.stdout is not None
        first = hammer.stdout.readline().split()
        assert int(first[1]) >= decided and int(first[2]) >= published
        time.sleep(draw.uniform(0.0, 0.45))
        hammer.send_signal(signal.SIGKILL)
        for line in hammer.stdout.read().splitlines():
            what, _, number = line.partition(" ")
            if what == "decided" and number:
                decided = int(number)
            elif what == "published" and number:
                published = int(number)
        hammer.stdout.close()
        hammer.wait()
        found, note = DecisionStore(tmp_path).load()
        assert note == ""
        assert found.serial >= decided
        path = programme_path(tmp_path)
        if published:
            assert decode_programme(path.read_bytes()).revision >= published
        if (tmp_path / NAME).exists():
            with closing(sqlite3.connect(tmp_path / NAME)) as db:
                assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
                counted = "SELECT count(*) FROM cycles" if "cycles" in tables else "SELECT 0"
                (now,) = db.execute(counted).fetchone()
                assert now >= rows
                rows = now
    assert not list(tmp_path.glob("ledger-damaged-*"))
    assert decided > KILLS
    assert rows > 0

"""The page of one day: everything that matters, on one page whatever the day was like."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.cli._main import main
from installation.cli._report_day import MOST_FAULTS, day_page, day_told, gathered
from installation.ledger import Account, FaultEvent, HourReading, Ledger, Quality
from installation.ledger import _rows as r

NOON = round(datetime(2026, 3, 21, 12, tzinfo=UTC).timestamp() * 1000)
HOUR_MS = 3_600_000


def a_day(folder: Path, at_ms: int) -> None:
    ledger = Ledger(folder)
    ledger.note(r.BeganRow(at_ms, "boot", "The <Kiss>", "0.1"))
    for n in range(3):
        at = at_ms + n * 120_000
        ledger.note(r.CycleBeganRow(at, "boot", n, 120_000, {"left": ("a", "ra")}))
        ledger.note(r.CycleEndedRow(at + 120_000, "boot", n, True, n, {}))
    ledger.note(r.FaultRow(at_ms + 5, "left", "its process ended: killed by SIGKILL"))
    ledger.note(r.MendedRow(at_ms + 5, "left", "its process ended: killed by SIGKILL", 1430))
    ledger.note(r.FaultRow(at_ms + 6, "disk", "full"))
    ledger.note(r.ReadingRow(at_ms, "disk", "/state", 41.26e9))
    ledger.note(r.ReadingRow(at_ms + HOUR_MS, "disk", "/state", 40.94e9))
    ledger.note(r.ReadingRow(at_ms, "lamp", "left projector", 1203))
    ledger.close()


def test_a_day_of_last_year_is_there_on_one_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    a_day(tmp_path, NOON)
    assert main(["report", "--day", "2026-03-21", "--state", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert text.startswith("The <Kiss>: 21 March 2026")
    for said in (
        "6 min 00 s, between 12:00:00 and 12:06:00",
        "3 cycles in 6 min 00 s, 3 of them from the beginning to the end",
        "screens at most 2 pictures apart",
        "2; over after 1.4 s at worst; the end of 1 was not seen",
        "12:00:00  left: its process ended: killed by SIGKILL  (over after 1.4 s)",
        "12:00:00  disk: full  (its end was not seen)",
        "40.9 GB free in /state (40.9 GB at least)",
        "left projector: 1,203 h",
    ):
        assert said in text, said
    out = tmp_path / "day.html"
    words = ["report", "--day", "2026-03-21", "--html", str(out), "--state", str(tmp_path)]
    assert main(words) == 0
    page = out.read_text()
    assert "The &lt;Kiss&gt;" in page and "over after 1.4 s" in page
    capsys.readouterr()


def test_another_day_has_nothing_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_day(tmp_path, NOON)
    main(["report", "--day", "2026-03-23", "--state", str(tmp_path)])
    assert "shown     nothing" in capsys.readouterr().out
    assert main(["report", "--day", "2026-03-23", "--days", "3", "--state", str(tmp_path)]) == 2
    assert "takes the place of" in capsys.readouterr().err


faults = st.lists(
    st.builds(
        FaultEvent,
        st.integers(0, 10**6),
        st.text("abc", min_size=1, max_size=3),
        st.sampled_from(["left", "right"]),
        lasted_ms=st.none() | st.integers(0, 10**7),
        times=st.integers(1, 9),
    ),
    max_size=200,
)


@given(faults)
def test_however_many_faults_there_were_it_stays_one_page(found: list[FaultEvent]) -> None:
    kinds = gathered(tuple(found))
    assert sum(kind.times for kind in kinds) == sum(fault.times for fault in found)
    for kind in kinds:
        same = [f for f in found if (f.by, f.what) == (kind.by, kind.what)]
        worst = [f.lasted_ms for f in same if f.lasted_ms is not None]
        assert kind.lasted_ms == (max(worst) if len(worst) == len(same) else None)
        assert kind.at_ms == min(f.at_ms for f in same)
    reading = (HourReading(0, "disk", "/state", 1e9),)
    account = Account(
        *("", 0, 86_400_000, (), (), (), Quality(), (), (), tuple(found), (), ()), readings=reading
    )
    assert len(day_told(account).splitlines()) <= 8 + MOST_FAULTS
    assert day_page(account, 0).count("<tr>") <= 8 + MOST_FAULTS

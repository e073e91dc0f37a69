"""The iteration report: spans, words, JSON and the page."""

import argparse
import json
import time
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from installation.cli._report import report, span
from installation.errors import LibraryError, UsageError
from installation.ledger import Ledger
from installation.ledger import _rows as r

NOW = time.time_ns() // 1_000_000
FIRST, SECOND_ = ("a", "r" * 40), ("b & c", "s" * 40)


def a_ledger(folder: Path, cycles: int = 4) -> None:
    ledger = Ledger(folder)
    begin = NOW - cycles * 120_000
    ledger.note(r.BeganRow(begin, "boot", "The <Kiss>", "0.1", {"left": "first"}))
    for n, (version, revision) in enumerate((FIRST, SECOND_), 1):
        ledger.note(
            r.IterationRow(
                begin,
                revision,
                version,
                f"Memory {n}",
                float(n),
                "2024-03-21",
                f"{version}.mp4",
                (("motion", "Runway <Gen-3>"),),
                pictures=(r.PictureRow("kiss", 70_000_000_000, b"\xff\xd8jpeg"),),
            )
        )
        ledger.note(r.DecisionRow(begin, "approve", version, revision, "", "auto"))
    for n in range(cycles):
        at = begin + n * 120_000
        ledger.note(r.CycleBeganRow(at, "boot", n, 120_000, {"left": FIRST if n < 2 else SECOND_}))
        if n != 1:  # the power was cut in it
            ledger.note(r.CycleEndedRow(at + 120_000, "boot", n, True, 0, {"left": (0, 3, 0)}))
    for at, language in ((begin - 9 * 86_400_000, "en"), (begin, "en"), (NOW - 50, "ru")):
        ledger.note(r.LanguageRow(at, "left", language))
    ledger.note(r.LanguageRow(NOW - 40, "left", ""))
    ledger.note(r.TextRow(begin, "a", "ru", "film.ru.srt", "4a5b" * 8))
    ledger.note(r.TextRow(NOW - 60, "a", "ru", "film.ru.srt", "99" * 16))
    ledger.note(r.FaultRow(NOW - 5, "left", "killed by SIGKILL"))
    ledger.note(r.OrderRow(NOW - 4, "go", "kiss", "midi", True, "to 70 s"))
    ledger.note(r.BeatRow(NOW - 30, "boot", 1, 1, "kiss"))
    ledger.note(r.BeatRow(NOW - 20, "boot", 2, 1, "march"))
    for n, error in enumerate((0, -2, 1)):
        ledger.note(r.BeatRow(NOW - 9 + n, "boot", 3 + n, 2, "kiss", error, f"screen{n}"))
    ledger.close()


def options(state: Path, **more: object) -> argparse.Namespace:
    plain: dict[str, object] = {
        "first": None,
        "last": None,
        "days": 2,
        "json": False,
        "html": None,
        "day": None,
        "labels": None,
        "layout": "triptych",
        "all": False,
    }
    plain["state"] = state
    return argparse.Namespace(**(plain | more))


def test_the_text_has_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_ledger(tmp_path)
    assert report(options(tmp_path)) == 0
    text = capsys.readouterr().out
    assert "4 cycles in 8 min 00 s, 3 of them from the beginning" in text
    assert "9 held" in text
    assert "1. Memory 1 (a, film rrrrrrrrrrrr, made 2024-03-21)" in text
    assert "on left for 4 min 00 s in 2 cycles" in text
    assert "motion: Runway <Gen-3>" in text
    assert "kiss: 4 times, 2 with its own picture on all screens; screen1 at worst 2" in text
    assert "march: once, all screens with its own picture" in text
    assert "midi go kiss  (to 70 s)" in text
    assert "left killed by SIGKILL" in text


def test_the_json_is_whole_and_speaks_utc(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_ledger(tmp_path)
    report(options(tmp_path, json=True))
    told = json.loads(capsys.readouterr().out)
    assert told["quality"]["cycles"] == 4
    assert [one["version"] for one in told["iterations"]] == ["a", "b & c"]
    assert datetime.fromisoformat(told["iterations"][0]["admitted"]).utcoffset() is not None
    assert told["iterations"][0]["pictures"][0]["data"]
    assert [s["cycles"] for s in told["stretches"]] == [2, 2]


class Page(HTMLParser):
    """Notes what is open, and fails where tags do not match."""

    void = frozenset(["meta", "img", "rect", "line"])

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.sources: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.sources += [v or "" for k, v in attrs if k in ("src", "href", "xlink:href")]
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.void:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_is_one_file_of_sound_structure(tmp_path: Path) -> None:
    a_ledger(tmp_path)
    out = tmp_path / "report.html"
    assert report(options(tmp_path, html=out)) == 0
    page = Page()
    page.feed(out.read_text())
    page.close()
    assert page.open == []
    assert "script" not in page.seen and "link" not in page.seen
    assert all(source.startswith(("data:image/", "#film-")) for source in page.sources)
    assert page.seen.count("h1") == 1 and page.seen.count("article") == 2
    assert {"header", "main", "table", "figure", "figcaption", "dl", "svg", "time"} <= set(
        page.seen
    )
    assert "The <Kiss>" in page.words and "Runway <Gen-3>" in page.words
    assert "killed by SIGKILL" in page.words
    assert "screen1 at worst 2 pictures behind" in page.words


def test_spans_are_whole_days() -> None:
    now = datetime(2024, 3, 21, 15, 0).astimezone()
    first, after = span(None, None, 7, now)
    assert (first.date().isoformat(), after.date().isoformat()) == ("2024-03-15", "2024-03-22")
    first, after = span("2024-01-01", "2024-01-31", None, now)
    assert (after - first).days == 31
    for first_day, last_day in ((None, "soon"), ("2024-02-30", None), ("2024-03-30", None)):
        with pytest.raises(UsageError):
            span(first_day, last_day, None, now)
    with pytest.raises(UsageError):
        span("2024-01-01", None, 3, now)


def test_without_a_ledger_it_says_where_it_would_be(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no ledger yet"):
        report(options(tmp_path))
    (tmp_path / "ledger.sqlite").write_bytes(b"none" * 5000)
    with pytest.raises(LibraryError, match="cannot be read"):
        report(options(tmp_path))


def test_it_says_which_text_was_shown_in_which_language_when(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_ledger(tmp_path)
    report(options(tmp_path))
    text = capsys.readouterr().out
    languages = text.partition("Languages of the subtitles\n")[2].partition("\n\n")[0]
    assert [line.split()[-2:] for line in languages.splitlines()] == [
        ["left", "en"],  # from before the span
        ["left", "ru"],
        ["left", "none"],
    ]
    assert "subtitles in ru: film.ru.srt, content 4a5b4a5b4a5b" in text
    assert "subtitles in ru: film.ru.srt, content 999999999999" in text
    report(options(tmp_path, json=True))
    found = json.loads(capsys.readouterr().out)
    assert [each["hash"][:2] for each in found["iterations"][0]["texts"]] == ["4a", "99"]
    assert [each["what"] for each in found["languages"]] == ["en", "ru", "none"]
    out = tmp_path / "report.html"
    report(options(tmp_path, html=out))
    assert "film.ru.srt, content 999999999999" in out.read_text()

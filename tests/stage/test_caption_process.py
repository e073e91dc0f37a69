"""The real process that draws: asked and heard, killed and replaced."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from library_films import facts_of

from installation.model import CaptionStyle, FilmIndex
from installation.model._fingerprint import SIZE
from installation.stage._caption_process import REST_NS, SILENT_NS, CaptionProcess
from installation.units import SECOND
from installation.words import Answered, CloseSheet, DrawCaption, Drawn, OpenSheet, SheetSpans

pytestmark = [pytest.mark.process, pytest.mark.patient]


@pytest.fixture
def scribe() -> Iterator[CaptionProcess]:
    scribe = CaptionProcess()
    yield scribe
    scribe.end()
    until(lambda: not left(scribe))


def left(scribe: CaptionProcess) -> bool:
    return any(child.poll() is None for child in scribe._loose)


def until(reached: Callable[[], object], patience_s: float = 30.0) -> None:
    ends = time.monotonic() + patience_s
    while not reached():
        assert time.monotonic() < ends
        time.sleep(0.02)


def sheet(folder: Path, number: int = 1) -> OpenSheet:
    pts_ns = np.arange(48, dtype=np.int64) * SECOND // 24
    facts = facts_of(duration_ns=2 * SECOND, frames=48)
    index = FilmIndex(facts, pts_ns, np.zeros((48, SIZE), np.uint8))
    (folder / "film.npz").write_bytes(index.to_bytes())
    return OpenSheet(
        number, str(folder / "en.srt"), str(folder / "film.npz"), (640, 360), CaptionStyle()
    )


def write(folder: Path, words: str) -> None:
    (folder / "en.srt").write_text(f"1\n00:00:00,500 --> 00:00:01,000\n{words}\n")


class Ear:
    def __init__(self, scribe: CaptionProcess) -> None:
        self.scribe = scribe
        self.heard: list[tuple[Answered, bytes]] = []

    def spans(self) -> list[SheetSpans]:
        self.heard += self.scribe.answers()
        return [word for word, _ in self.heard if isinstance(word, SheetSpans)]

    def pictures(self) -> list[tuple[Drawn, bytes]]:
        self.heard += self.scribe.answers()
        return [(word, data) for word, data in self.heard if isinstance(word, Drawn)]


def test_a_file_is_read_drawn_and_read_again_when_it_changes(
    scribe: CaptionProcess, tmp_path: Path
) -> None:
    ear = Ear(scribe)
    write(tmp_path, "One")
    assert scribe.start(0)
    scribe.ask(sheet(tmp_path))
    until(ear.spans)
    assert ear.spans() == [SheetSpans(1, 1, ((12, 23),))]
    scribe.ask(DrawCaption(1, 1, 0))
    until(ear.pictures)
    (drawn, data), *_ = ear.pictures()
    assert len(data) == drawn.size > 1000
    write(tmp_path, "Two words")
    until(lambda: len(ear.spans()) == 2)
    scribe.ask(DrawCaption(1, 1, 0))
    scribe.ask(DrawCaption(1, 2, 0))
    until(lambda: len(ear.pictures()) == 3)
    assert [len(data) > 0 for _, data in ear.pictures()] == [True, False, True]
    scribe.ask(CloseSheet(1))


def test_a_file_that_is_gone_is_said_and_others_are_drawn(
    scribe: CaptionProcess, tmp_path: Path
) -> None:
    ear = Ear(scribe)
    scribe.start(0)
    scribe.ask(sheet(tmp_path, 1))
    until(ear.spans)
    assert "No such file" in ear.spans()[0].fault
    write(tmp_path, "One")
    scribe.ask(sheet(tmp_path, 2))
    until(lambda: any(told.spans for told in ear.spans()))


def test_one_that_is_killed_is_started_again_after_a_rest(scribe: CaptionProcess) -> None:
    assert scribe.start(0) and not scribe.start(1)
    assert scribe._child is not None
    scribe._child.kill()
    until(lambda: list(scribe.answers()) == [] and not scribe.runs)
    assert not scribe.start(REST_NS - 1)
    assert scribe.start(REST_NS)


def test_one_that_cannot_be_started_is_tried_again_and_the_stage_goes_on(
    scribe: CaptionProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        assert not scribe.start(0) and not scribe.runs
    scribe.ask(sheet(tmp_path))
    assert list(scribe.answers()) == []
    assert not scribe.start(REST_NS - 1)
    assert scribe.start(REST_NS)


def test_a_line_that_is_no_answer_is_passed_over(
    scribe: CaptionProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "print('a line of some library'); print(input())"
    popen = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda _, **more: popen([sys.executable, "-uc", said], **more)
    )
    assert scribe.start(0)
    scribe.ask(CloseSheet(7))  # comes back, and is no answer either
    until(lambda: list(scribe.answers()) == [] and not scribe.runs)  # it has ended by itself


def test_one_that_owes_an_answer_for_long_is_left_behind(
    scribe: CaptionProcess, tmp_path: Path
) -> None:
    scribe.start(0)
    before = scribe._child
    assert before is not None
    before.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, before.pid, os.WSTOPPED)
    scribe.ask(sheet(tmp_path))
    began = [second for second in range(60) if scribe.start(second * SECOND)]
    assert began[0] == SILENT_NS // SECOND + 1
    assert scribe._child is not before

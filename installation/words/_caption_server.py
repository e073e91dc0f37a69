"""Draws subtitles for a stage, which asks over a pipe and never waits."""

import os
import select
import sys
import time
from collections import deque
from pathlib import Path
from typing import Protocol

from installation.errors import KissError
from installation.model import CaptionStyle, WallLabel, read_index_head
from installation.words._caption_spans import CaptionSpan, caption_spans
from installation.words._caption_talk import (
    Asked,
    CloseSheet,
    DrawCaption,
    Drawn,
    OpenSheet,
    SheetSpans,
    from_line,
    to_line,
)
from installation.words._drawing import EMPTY, CaptionPicture, Letterer
from installation.words._read import read_script
from installation.words._script import Script

EVERY_PICTURE = (0, 1 << 31)
LOOK_S = 1.0
"""How often it is looked whether a file has changed."""


class _Sheet(Protocol):
    """Words in one size: some for each picture."""

    asked: OpenSheet

    def look(self) -> SheetSpans | None:
        """Return the pictures that have words, if they are others than before."""
        ...

    def draw(self, asked: DrawCaption) -> CaptionPicture | None:
        """Draw a span; None when it is one no longer."""
        ...


class _LabelSheet:
    """One label, which belongs to every picture."""

    def __init__(self, asked: OpenSheet, label: WallLabel, letterer: Letterer) -> None:
        self.asked, self._label, self._letterer = asked, label, letterer
        self._told = False

    def look(self) -> SheetSpans | None:
        """Tell of it once."""
        told, self._told = self._told, True
        return None if told else SheetSpans(self.asked.sheet, 1, (EVERY_PICTURE,))

    def draw(self, _: DrawCaption) -> CaptionPicture:
        """Draw it."""
        return self._letterer.draw_label(self._label)


class _FileSheet:
    """One file of subtitles on one film."""

    def __init__(self, asked: OpenSheet, file: str, letterer: Letterer) -> None:
        self.asked, self._file = asked, Path(file)
        self._letterer = letterer
        self._stamp: tuple[int, int] | None = None
        self._script = Script(())
        self._spans: tuple[CaptionSpan, ...] = ()
        self._revision = 0

    def look(self) -> SheetSpans | None:
        """Read the file, if it is another one than before. A file that is gone changes nothing."""
        try:
            seen = self._file.stat()
            stamp = seen.st_mtime_ns, seen.st_ino
        except OSError as fault:
            if self._revision:
                return None
            self._revision += 1
            return SheetSpans(self.asked.sheet, self._revision, fault=str(fault))
        if stamp == self._stamp:
            return None
        self._stamp = stamp
        try:
            script = read_script(self._file)
            facts, pts_ns = read_index_head(Path(self.asked.index))
        except KissError as fault:
            if self._spans:  # half of it is written, perhaps: what was read before stays
                return None
            self._revision += 1
            return SheetSpans(self.asked.sheet, self._revision, fault=str(fault))
        self._revision += 1
        self._script, self._spans = script, caption_spans(script, pts_ns, facts.frame_ns)
        told = tuple((span.first, span.last) for span in self._spans)
        return SheetSpans(self.asked.sheet, self._revision, told)

    def draw(self, asked: DrawCaption) -> CaptionPicture | None:
        """Draw a span; None when the file has changed since it was asked for."""
        if asked.revision != self._revision or asked.number >= len(self._spans):
            return None
        span = self._spans[asked.number]
        return self._letterer.draw(self._script, span.lines, span.at_ns)


class _Studio:
    """All sheets, and a letterer for each size and style."""

    def __init__(self) -> None:
        self._sheets: dict[int, _Sheet] = {}
        self._letterers: dict[tuple[tuple[int, int], CaptionStyle], Letterer] = {}

    def open(self, asked: OpenSheet) -> None:
        key = asked.size, asked.style
        if key not in self._letterers:
            self._letterers[key] = Letterer(*key)
        letterer = self._letterers[key]
        if isinstance(asked.words, WallLabel):
            self._sheets[asked.sheet] = _LabelSheet(asked, asked.words, letterer)
        else:
            self._sheets[asked.sheet] = _FileSheet(asked, asked.words, letterer)
        self.look(asked.sheet)

    def close(self, sheet: int) -> None:
        self._sheets.pop(sheet, None)
        used = {(one.asked.size, one.asked.style) for one in self._sheets.values()}
        for key in set(self._letterers) - used:
            self._letterers.pop(key).close()

    def look(self, *sheets: int) -> None:
        for sheet in sheets or tuple(self._sheets):
            told = self._sheets[sheet].look()
            if told is not None:
                _say(to_line(told))

    def draw(self, asked: DrawCaption) -> None:
        sheet = self._sheets.get(asked.sheet)
        made = (sheet.draw(asked) if sheet else None) or EMPTY  # whoever asks is answered
        rows, columns = made.rgba.shape[:2]
        place = made.x, made.y, columns, rows
        word = Drawn(asked.sheet, asked.revision, asked.number, *place)
        _say(to_line(word) + made.rgba.tobytes())


def serve_captions() -> None:
    """Draw what is asked for on the standard input, until nobody can ask any more.

    Raises WordsError where there is no libass.
    """
    studio, rest, asked = _Studio(), b"", sys.stdin.fileno()
    waiting: deque[Asked] = deque()
    looked = time.monotonic()
    while True:
        wait_s = 0.0 if waiting else max(0.0, looked + LOOK_S - time.monotonic())
        if select.select([asked], [], [], wait_s)[0]:
            chunk = os.read(asked, 65536)
            if not chunk:
                return
            *lines, rest = (rest + chunk).split(b"\n")
            waiting.extend(from_line(line, Asked) for line in lines)
        elif waiting:
            match waiting.popleft():
                case OpenSheet() as word:
                    studio.open(word)
                case DrawCaption() as word:
                    studio.draw(word)
                case CloseSheet(sheet):
                    studio.close(sheet)
        if time.monotonic() - looked >= LOOK_S:
            looked = time.monotonic()
            studio.look()


def _say(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(1)

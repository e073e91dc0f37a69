"""Subtitles of a whole show, read off the glass: each word with its own pictures, on every head.

The subtitles are drawings: eight cells that hold a number, beside one that is always bright. They
are read in the same instant as the film's barcode above them, and the files say what belongs.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from show_rig import FRAMES, TRIPTYCH, Films, Played, Sight, kiss, wait_until

from installation.model import BOX_OPACITY
from installation.rig import RootWindow, VirtualHeads, barcode

pytestmark = pytest.mark.process

CELL = 30
"""Pixels of a cell's side, on heads of 640x360."""
LEFT, TOP = 60, 300
BITS = 8
HEAD = """[Script Info]
PlayResX: 640
PlayResY: 360

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, \
Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,DejaVu Sans,20,&H00FFFFFF,&H0,&H0,&H0,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
LAYOUT = TRIPTYCH + "subtitles: {language: [en, ru]}\nlabels: {opening: false}\n"
Spans = dict[int, tuple[int, int]]
"""The first and the last picture of each number."""


def spans(base: int) -> Spans:
    """Seven subtitles, one from the first picture on and one to the last, some close together."""
    edges = [(0, 7), (10, 19), (20, 27), (31, 43), (44, 51), (55, 61), (64, FRAMES - 1)]
    return {base + n: span for n, span in enumerate(edges)}


def clock(frame: int) -> str:
    hundredths = round(frame * 100 / 24)
    return f"0:00:{hundredths // 100:02d}.{hundredths % 100:02d}"


def drawing(number: int) -> list[str]:
    """Nine cells: white for a one, black for a zero; the first one is white."""
    cells = []
    for place, bit in enumerate([1, *(number >> n & 1 for n in range(BITS))]):
        x = LEFT + place * CELL
        colour = "FFFFFF" if bit else "000000"
        square = f"m {x} {TOP} l {x + CELL} {TOP} {x + CELL} {TOP + CELL} {x} {TOP + CELL}"
        cells.append(f"{{\\pos(0,0)\\1c&H{colour}&\\p1}}{square}")
    return cells


def script(written: Spans) -> str:
    rows = []
    for number, (first, last) in written.items():
        start, end = clock(first), clock(last + 1)
        rows += [f"Dialogue: 0,{start},{end},Default,,0,0,0,,{cell}" for cell in drawing(number)]
    return HEAD + "\n".join(rows) + "\n"


ENGLISH, RUSSIAN = spans(0x40), spans(0x80)


@dataclass(frozen=True)
class Seen:
    """One head in one instant: the film's picture, and the number that is written over it."""

    frame: int
    word: int | None


@dataclass
class Reader:
    """Reads films and words of all heads in one instant."""

    glass: RootWindow
    heads: VirtualHeads

    def look(self) -> list[Seen]:
        whole = self.glass.read(0, 0, *self.glass.size())[..., 1]
        found = []
        for head in self.heads.heads:
            at = barcode.points(head.x, head.y, head.width, head.height)
            read = barcode.read(whole[at[:, 1], at[:, 0]][None])
            found.append(Seen(int(barcode.frames(read)[0]), self._word(whole, head.x, head.y)))
        return found

    def _word(self, whole: np.ndarray, x: int, y: int) -> int | None:
        middles = LEFT + CELL // 2 + CELL * np.arange(BITS + 1)
        cells = whole[y + TOP + CELL // 2, x + middles]
        if cells[0] < 250:
            return None
        assert ((cells > 250) | (cells < 5)).all(), cells
        return int(sum(int(cell > 128) << n for n, cell in enumerate(cells[1:])))

    def watch(self, seconds: float) -> list[list[Seen]]:
        samples, until = [], time.monotonic() + seconds
        while time.monotonic() < until:
            samples.append(self.look())
            time.sleep(0.008)
        return samples


def off(samples: list[list[Seen]], written: Spans) -> list[Seen]:
    """The pictures with another word than theirs."""
    numbers = {frame: number for number, (a, b) in written.items() for frame in range(a, b + 1)}
    return [
        seen
        for sample in samples
        for seen in sample
        if seen.frame < 0 or seen.word != numbers.get(seen.frame)
    ]


def words_of(samples: list[list[Seen]], head: int) -> set[int | None]:
    return {sample[head].word for sample in samples}


@pytest.fixture(scope="module")
def heads() -> Iterator[VirtualHeads]:
    with VirtualHeads() as heads:
        yield heads


@pytest.fixture(scope="module")
def reader(heads: VirtualHeads) -> Iterator[Reader]:
    with RootWindow(heads.display) as glass:
        yield Reader(glass, heads)


@pytest.fixture(scope="module")
def show(
    heads: VirtualHeads, reader: Reader, films: Films, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    base = tmp_path_factory.mktemp("words")
    stage = films.stage(base, (1, 2, 3), LAYOUT)
    for number in (1, 2, 3):
        folder = base / "versions" / f"kiss-{number}"
        (folder / "en.ass").write_text(script(ENGLISH))
        (folder / "ru.ass").write_text(script(RUSSIAN))
        manifest = folder / "version.yaml"
        manifest.write_text(manifest.read_text() + "subtitles: {en: en.ass, ru: ru.ass}\n")
    with Played(stage, heads.environment) as show:
        show.until_plays(Sight(reader.glass, heads))
        for head in range(3):
            until_written(reader, ENGLISH, head)
        yield show


def until_written(reader: Reader, written: Spans, head: int = 0) -> None:
    wait_until("words", lambda: reader.look()[head].word in written)


def order(show: Played, *words: str) -> str:
    done = kiss(*words, "--state", show.stage.state)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_every_word_comes_and_goes_with_its_own_picture(show: Played, reader: Reader) -> None:
    samples = reader.watch(9.5)  # three cycles
    assert off(samples, ENGLISH) == []
    for head in range(3):
        assert words_of(samples, head) == {*ENGLISH, None}


def test_words_stay_right_through_jumps_holds_and_pauses(show: Played, reader: Reader) -> None:
    samples = []
    for words in (("go", "march"), ("pause",), ("resume",), ("go", "arrival"), ("restart",)):
        order(show, *words)
        samples += reader.watch(1.2)
    assert off(samples, ENGLISH) == []
    assert len({seen.frame for sample in samples for seen in sample}) > 20


def test_one_language_left_another_right_none_between(show: Played, reader: Reader) -> None:
    assert "subtitles in ru on left" in order(show, "subtitles", "ru", "left")
    assert "no subtitles on centre" in order(show, "subtitles", "off", "centre")
    until_written(reader, RUSSIAN, 0)
    wait_until("none there", lambda: reader.look()[1].word is None)
    reader.watch(0.5)  # a gap between two words is no answer to the order
    samples = reader.watch(3.2)
    left, centre, right = ([[sample[head]] for sample in samples] for head in range(3))
    assert off(left, RUSSIAN) == []
    assert off(centre, {}) == []
    assert off(right, ENGLISH) == []
    order(show, "subtitles", "next")  # from the first screen's, ru, to none
    reader.watch(0.5)
    assert off(reader.watch(3.2), {}) == []
    order(show, "subtitles", "next")
    until_written(reader, ENGLISH)


def test_a_changed_file_is_on_the_wall_without_a_seam(show: Played, reader: Reader) -> None:
    other = spans(0x20)
    path = Path(show.stage.versions) / "kiss-2" / "en.ass"
    stage = show.status().stage
    path.write_text(script(other))
    until_written(reader, other, 1)
    samples = reader.watch(3.2)
    assert off([[sample[1]] for sample in samples], other) == []
    assert off([[sample[0]] for sample in samples], ENGLISH) == []
    assert show.status().stage.pid == stage.pid


def test_a_screen_says_what_it_shows_when_it_is_asked(show: Played, reader: Reader) -> None:
    order(show, "subtitles", "off")
    order(show, "pause")
    reader.watch(0.5)
    before, others = corner(reader, 0), corner(reader, 2)
    assert "labels on left until" in order(show, "labels", "on", "left")
    boxed = before[:12, :12] * (1 - BOX_OPACITY)
    wait_until("its box", lambda: bool(np.abs(corner(reader, 0)[:12, :12] - boxed).max() <= 2))
    assert (corner(reader, 0) > 235).sum() > 200
    assert np.abs(corner(reader, 2) - others).max() <= 1
    order(show, "labels", "off")
    wait_until("it is gone", lambda: bool(np.abs(corner(reader, 0) - before).max() <= 1))
    order(show, "resume")


def corner(reader: Reader, head: int) -> np.ndarray:
    """The green of a label's place, from the corner of its box on."""
    at = reader.heads.heads[head]
    return reader.glass.read(at.x + 40, at.y + 24, 240, 60)[..., 1].astype(float)

"""`bench words`: subtitles on the glass, at three rates and through every order; and their cost."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from installation.bench import _storyfilms as storyfilms
from installation.bench._storyfilms import TELLINGS
from installation.bench._sync import Rig, wait_for_films
from installation.bench._wordsjudge import CuesSeen, WordsCost, cues_judged
from installation.model import Go, Hold, Order, Pause, Pin, Restart, Resume, Subtitles, Swap, Unpin
from installation.rig import (
    CueSpans,
    Faults,
    GlassReader,
    PreparedShow,
    Rect,
    Show,
    VirtualHeads,
    analysis,
    barcode,
    barcode_points,
    cue_points,
    cue_script,
    cues_read,
    film_cache,
)
from installation.units import SECOND

LENGTHS_S = (1.0, 0.5, 1.8, 0.7, 2.4)
GAPS = (0, 3, 0, 12)
"""From one subtitle to the next, in pictures: many have no gap between them."""
SETTLE_S = 1.5
"""From an order to where its stretch is measured."""
STRETCHES = 2
"""Without words and with them, in turn, so often: what a machine does meanwhile changes slowly."""
LINES = (
    ("00:00:00,500", "00:00:04,500", "Он стоял в темноте и ждал.\nКто-то обнял его."),
    ("00:00:06,000", "00:00:10,000", "He stood in the dark, and waited.\nSomebody embraced him."),
    ("00:00:12,000", "00:00:16,000", "Он долго не мог понять,\nчто это было."),
)
"""Two rows each, nine in a minute of a film of 20 s."""


@dataclass(frozen=True)
class _Step:
    """An order, and how long the wall is watched after it."""

    order: Order
    watch_s: float


STEPS = (
    _Step(Go("dark room"), 2.0),
    _Step(Pause(), 1.5),
    _Step(Resume(), 1.5),
    _Step(Hold("march"), 6.0),
    _Step(Resume(), 2.0),
    _Step(Restart(), 3.0),
    _Step(Go("kiss"), 2.0),
    _Step(Pin("cut-2", "screen1"), 1.0),
    _Step(Swap("now"), 6.0),
    _Step(Unpin("screen1"), 1.0),
    _Step(Swap("now"), 6.0),
)
"""Jumps, pauses, a hold at a beat, and swaps within the story."""


def cue_spans(number: int) -> CueSpans:
    """The subtitles of a cut, 1 to 3: from its first picture to its last one."""
    recipe = TELLINGS[number - 1].recipe
    found: dict[int, tuple[int, int]] = {}
    first, base = 0, 64 * number - 32
    while first < recipe.frames:
        n = len(found)
        length = round(LENGTHS_S[n % len(LENGTHS_S)] * recipe.fps)
        last = min(first + length, recipe.frames) - 1
        found[base + n] = first, last
        first = last + 1 + GAPS[n % len(GAPS)]
    return found


def watch_cues(
    heads: VirtualHeads,
    folder: Path,
    cycles: int,
    say: Callable[[str], None],
    keep: Path | None = None,
) -> tuple[tuple[CuesSeen, ...], tuple[tuple[str, int], ...]]:
    """Play the three cuts for so many cycles, with every order in between, and read the words.

    Return what was seen, and the orders, each with its instant.
    """
    stage = storyfilms.prepare(folder, film_cache())
    written: dict[int, tuple[float, CueSpans]] = {}
    for number, cut in enumerate(TELLINGS, 1):
        spans, version = cue_spans(number), stage.versions / f"cut-{number}"
        written[cut.recipe.film] = float(cut.recipe.fps), spans
        (version / "en.ass").write_text(cue_script(spans, cut.recipe.fps))
        with (version / "version.yaml").open("a") as manifest:
            manifest.write("subtitles: {en: en.ass}\n")
    with stage.layout.open("a") as layout:
        layout.write("subtitles: {language: en}\n")
    rects: list[Rect] = [(head.x, head.y, head.width, head.height) for head in heads.heads]
    points = [
        np.concatenate([strip, cue_points(*rect)])
        for strip, rect in zip(barcode_points(rects), rects, strict=True)
    ]
    with GlassReader(heads.display, points) as glass, Show(stage, heads.environment) as show:
        show.wait("all films", show.knows_all)
        time.sleep(SETTLE_S)  # words are there with the first pictures that they can come with
        since_ns = time.monotonic_ns()
        say("jumps, pauses, a hold and two swaps")
        given = []
        for step in (*STEPS, _Step(Restart(), 0.0)):
            given.append((str(step.order), show.order(step.order)))
            time.sleep(step.watch_s)
        say(f"{cycles} cycles")
        first = (show.cycle() or 0) + 1
        show.wait("cycles", lambda: (show.cycle() or 0) - first >= cycles, 60.0 * (cycles + 1))
        time.sleep(0.5)
        samples = glass.samples(since_ns)
    if keep:
        samples.keep(keep / "words.npz")
    codes = barcode.read(np.ascontiguousarray(samples.luma[..., : barcode.POINTS]))
    words = cues_read(samples.luma[..., barcode.POINTS :])
    frames, films = barcode.frames(codes), barcode.films(codes)
    return cues_judged(frames, films, words, samples.at_ns, written), tuple(given)


def add_words(stage: PreparedShow) -> None:
    """Give a show of bare films subtitles: a folder and a manifest for each."""
    script = "\n".join(f"{n}\n{a} --> {b}\n{text}\n" for n, (a, b, text) in enumerate(LINES, 1))
    for film in sorted(stage.versions.glob("*.mp4")):
        version = film.with_suffix("")
        version.mkdir()
        film.rename(version / "film.mp4")
        (version / "ru.srt").write_text(script)
        (version / "version.yaml").write_text("subtitles: {ru: ru.srt}\n")


def measure_cost(rig: Rig, stage: PreparedShow, say: Callable[[str], None]) -> WordsCost:
    """The same show without words and with them, in turn."""
    without, with_words, spans = list[float](), list[float](), list[tuple[int, int]]()
    with (
        GlassReader(rig.heads.display, barcode_points(rig.rects)) as glass,
        Show(stage, rig.heads.environment) as show,
    ):
        wait_for_films(show, glass, rig)
        pid = show.pid("stage", 0)
        assert pid is not None
        for number in range(STRETCHES):
            for language, found in (("off", without), ("ru", with_words)):
                say(f"stretch {number + 1} of {STRETCHES}, subtitles {language}")
                show.order(Subtitles(language))
                time.sleep(SETTLE_S)
                begins_ns, before_s = time.monotonic_ns(), _worked_s(pid)
                time.sleep(rig.seconds)
                ends_ns, after_s = time.monotonic_ns(), _worked_s(pid)
                found.append((after_s - before_s) * SECOND / (ends_ns - begins_ns))
                if found is with_words:
                    spans.append((begins_ns, ends_ns))
        time.sleep(0.3)
        whole = glass.samples().stream(rig.recipe.frames, rig.recipe.frame_ns)
    parts = [whole.between(*span) for span in spans]
    return WordsCost(
        tuple(without),
        tuple(with_words),
        tuple(analysis.together(part, quiet=False) for part in parts),
        sum((analysis.faults(part, quiet=False) for part in parts), Faults()),
    )


def _worked_s(pid: int) -> float:
    """Return the processor seconds of all threads of a process so far, by the kernel's own sum."""
    return sum(
        int((task / "schedstat").read_text().split()[0]) / SECOND
        for task in Path(f"/proc/{pid}/task").iterdir()
    )

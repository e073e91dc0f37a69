"""What the benches make of their figures: bars, tables, growth, kills, clips."""

import json
from fractions import Fraction

import numpy as np
import pytest
from bench_heads import FRAME_NS, sampled, steady
from numpy.typing import NDArray

from installation.bench import _clips as clips
from installation.bench import _kills as kills
from installation.bench import _memory as memory
from installation.bench import _orders as orders
from installation.bench import _report as report
from installation.bench._clips import Reference
from installation.bench._kills import Kill
from installation.bench._memory import TreeSample
from installation.bench._orders import Back
from installation.bench._report import Bar
from installation.rig import Faults, Samples, grid_points, stalls


def test_stalls_mark_their_samples_and_some_after() -> None:
    at_ns = np.arange(10) * 10
    stall = np.array([(25, 35)], stalls.STALL)
    assert np.flatnonzero(stalls.noisy(at_ns, stall, 0)).tolist() == [3]
    assert np.flatnonzero(stalls.noisy(at_ns, stall, 20)).tolist() == [3, 4, 5]


def test_a_table_is_aligned() -> None:
    lines = report.table([("a", "bb"), ("long", "1"), ("x",)]).split("\n")
    assert lines == ["a     bb", "long   1", "x"]


def test_the_verdict_ends_with_what_was_missed() -> None:
    text = report.verdict([Bar("two", "0", "7", False), Bar("one", "0", "0", True)])
    assert text.index("two") > text.index("one")
    assert text.count("MISSED") == 1


def test_several_runs_show_their_median_and_how_they_differ() -> None:
    assert report.middle([1.0, 1.0, 1.0]) == "1"
    assert report.middle([1.25, 3.0, 2.0], 1) == "2.0 (1.2 3.0 2.0)"


def test_json_carries_the_bars() -> None:
    data = json.loads(report.as_json({"x": 1}, [Bar("b", "0", "0", True)]))
    assert data == {"x": 1, "bars": [{"what": "b", "wanted": "0", "found": "0", "held": True}]}


def looks(leak: int) -> list[TreeSample]:
    return [TreeSample(n // 2, 10**8 + leak * n, 6, 30, 90, 3) for n in range(600)]


@pytest.mark.parametrize(("leak", "held"), [(0, True), (10_000, True), (50_000, False)])
def test_growth_is_what_comes_after_the_warm_up(leak: int, held: bool) -> None:
    found = memory.growth(looks(leak))
    assert found.memory == leak * (595 - 40)
    assert all(bar.held for bar in memory.bars(found)) == held


def test_one_leaked_thread_is_enough() -> None:
    seen = [TreeSample(n, 10**8, 6, 30 + (n > 150), 90, 3) for n in range(300)]
    assert [bar.what for bar in memory.bars(memory.growth(seen)) if not bar.held] == [
        "threads grown"
    ]


def test_a_late_or_lost_recovery_misses_its_bar() -> None:
    clean = Faults()
    good = Kill("player", 0, Back(900.0, True), clean, 0)
    answering = Kill("controller", -1, Back(900.0, True), clean, 0)
    stage = Kill("stage", -1, Back(900.0, True), clean, 0)
    assert all(bar.held for bar in kills.bars([good, stage, answering]))
    for bad in (
        Kill("player", 0, Back(2100.0, True), clean, 0),
        Kill("player", 0, None, clean, 0),
        Kill("player", 0, Back(900.0, True), Faults(skipped=1), 0),
        Kill("player", 0, Back(900.0, True), clean, 1),
        Kill("stage", -1, Back(3100.0, True), clean, 0),
        Kill("controller", -1, Back(900.0, True), Faults(held=1), 0),
    ):
        assert sum(not bar.held for bar in kills.bars([good, stage, answering, bad])) == 1


def test_a_killed_players_head_may_stand_and_jump_but_others_may_not() -> None:
    stood = [p for p in steady(150) if not 30 <= p[0] < 60]
    stream = sampled([stood, steady(150)], 6)
    shot = kills._Shot("player", 0, round(29 * FRAME_NS), None)
    found = kills._judge(stream, shot)
    assert found.others == Faults()
    assert found.black == 0
    assert found.back is not None
    assert abs(found.back.latency_ms - 31 * 1000 / 24) < 12
    other = kills._judge(sampled([steady(150), stood], 6), shot)
    assert other.others.held == 1


class Clip:
    """Noise pictures, and what a head shows of them."""

    def __init__(self, frames: int, fps: Fraction, seed: int) -> None:
        looks = np.random.default_rng(seed).integers(40, 200, (frames, 144))
        self.film = Reference(looks.astype(np.int16), fps)

    def shown(self, story_s: NDArray[np.float64]) -> NDArray[np.uint8]:
        at = np.minimum((story_s * float(self.film.fps)).astype(int), len(self.film.looks) - 1)
        return self.film.looks[at].astype(np.uint8)


def two_clips(late_s: float = 0.0) -> tuple[Samples, list[Reference]]:
    seconds = np.arange(1500) / 96
    long, short = Clip(100, Fraction(25), 1), Clip(60, Fraction(30000, 1001), 2)
    story = (seconds + 1.7) % 4.0
    luma = np.stack([long.shown(story), short.shown(np.maximum(story - late_s, 0))], axis=1)
    at_ns = (seconds * 1e9).astype(np.int64)
    none = np.zeros(0, stalls.STALL)
    return Samples(at_ns, np.zeros_like(at_ns), luma, none), [long.film, short.film]


def test_clips_in_step_are_right() -> None:
    samples, films = two_clips()
    found = clips.judge(samples, films, ["long", "short"], [0, 0])
    assert [(h.wrong, h.black) for h in found] == [(0, 0), (0, 0)]
    assert all(bar.held for bar in clips.bars(found))


def test_a_clip_behind_shows() -> None:
    samples, films = two_clips(late_s=0.2)
    found = clips.judge(samples, films, ["long", "short"], [0, 0])
    assert found[0].wrong == 0
    assert found[1].wrong > 500


def test_a_black_clip_and_what_the_player_admits_show() -> None:
    samples, films = two_clips()
    samples.luma[700:710, 1] = 0
    found = clips.judge(samples, films, ["long", "short"], [3, 0])
    assert found[1].black == 10
    assert sum(not bar.held for bar in clips.bars(found)) == 2


def test_the_grid_lies_within_each_head() -> None:
    left, right = grid_points([(0, 0, 640, 360), (640, 0, 640, 360)])
    assert left.shape == (144, 2)
    assert left[0].tolist() == [20, 20]
    assert (right - left == (640, 0)).all()


def test_what_an_order_needs_to_be_seen() -> None:
    stream = sampled([steady(50)], 2)
    assert orders.halt(stream, 10**12, 2 * 10**12) is None
    assert orders.go_on(stream, 10**12, 2 * 10**12) is None

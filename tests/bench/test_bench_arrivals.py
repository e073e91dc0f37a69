"""What the bench makes of arrivals, on a glass in theory."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from installation.bench import _arrivalbars as arrivalbars
from installation.bench import _arrivals as arrivals
from installation.bench._arrivalbars import ArrivalFigures, BenchArrival, ShowLook
from installation.rig import Samples, barcode
from installation.rig.stalls import STALL

FRAME_NS = 1e9 / 24
LENGTH = 12
BITS = arrivals.FILM_BITS
CYCLE_NS = round(LENGTH * FRAME_NS)
SPAN = (0, 20 * CYCLE_NS)
HEADS = 3


def glass(on: list[list[int]], late: dict[int, int] | None = None) -> NDArray[np.int32]:
    """Codes of cycle after cycle, (samples, heads), at 96 Hz; a head may lag by samples."""
    at = np.arange(round(len(on) * CYCLE_NS * 96 / 1e9))
    codes = np.empty((len(at), HEADS), np.int32)
    for head in range(HEADS):
        moved = np.maximum(at - (late or {}).get(head, 0), 0)
        pictures = (moved * 1e9 / 96 / FRAME_NS + 1e-6).astype(int)
        shown = np.array([films[head] for films in on])[pictures // LENGTH]
        codes[:, head] = (pictures % LENGTH) << BITS | shown
    return codes


def judged(
    codes: NDArray[np.int32],
    arrived: list[BenchArrival],
    looks: list[ShowLook],
    monkeypatch: pytest.MonkeyPatch,
    luma: NDArray[np.uint8] | None = None,
) -> ArrivalFigures:
    at_ns = (np.arange(len(codes)) * 1e9 / 96).astype(np.int64)
    if luma is None:
        luma = np.zeros((len(codes), HEADS, barcode.POINTS), np.uint8)
    samples = Samples(at_ns, np.zeros_like(at_ns), luma, np.zeros(0, STALL))
    monkeypatch.setattr(barcode, "read", lambda _: codes)
    return arrivalbars.judge(samples, SPAN, arrived, looks, (), (LENGTH, FRAME_NS, BITS))


def held(figures: ArrivalFigures) -> dict[str, bool]:
    return {bar.what: bar.held for bar in arrivalbars.bars(figures)}


READY = [
    ShowLook(0, {}),
    ShowLook(CYCLE_NS, {"new": "indexing"}),
    ShowLook(2 * CYCLE_NS, {"new": "ready"}),
]
NEW = BenchArrival("good", "new", CYCLE_NS // 2, film=9, good=True, whole_ns=CYCLE_NS // 2)
# ready at 2 cycles: with cycles of half a second the next boundary that leaves 1.45 s is the fifth
PROMPT = [[1, 2, 3]] * 5 + [[1, 3, 9]] * 5
LATE = [[1, 2, 3]] * 7 + [[1, 3, 9]] * 3


def test_a_film_that_comes_with_the_next_boundary_is_prompt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = judged(glass(PROMPT), [NEW], READY, monkeypatch)
    (arrival,) = found.arrivals
    assert arrival.ready_ns == 2 * CYCLE_NS and arrival.waited == 0
    assert arrival.on_air_ns == pytest.approx(5 * CYCLE_NS, abs=1e9 / 96)
    assert (found.swaps.seen, found.swaps.joint) == (1, 1)
    assert all(held(found).values())
    assert "good" in arrivalbars.summary(found)


@pytest.mark.parametrize("on", [LATE, [[1, 2, 3]] * 10])
def test_one_that_comes_later_or_never_is_not(
    on: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = judged(glass(on), [NEW], READY, monkeypatch)
    assert not held(found)["good ones on air at the next boundary"]


def test_a_bad_one_on_the_glass_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = BenchArrival("truncated", "new", 0, film=9)
    assert not held(judged(glass(PROMPT), [bad], [], monkeypatch))[
        "bad or half ones ever on the glass"
    ]


def test_heads_that_change_apart_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(glass(PROMPT, late={2: 2}), [NEW], READY, monkeypatch)
    assert found.swaps.joint == 0
    assert not held(found)["swaps on all heads in one sample, quiet"]


def test_the_head_that_keeps_its_film_is_what_a_dissolve_is_judged_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes, luma = dissolving(lambda frame: frame)
    found = judged(codes, [NEW], READY, monkeypatch, luma)
    assert all(bar.held for bar in arrivalbars.dissolve_bars(found))
    codes[250:262, 0] = codes[250, 0]
    found = judged(codes, [NEW], READY, monkeypatch, luma)
    assert not all(bar.held for bar in arrivalbars.dissolve_bars(found))


def test_a_film_that_rests_while_it_dissolves_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    codes, luma = dissolving(lambda _: LENGTH - 1)
    bars = arrivalbars.dissolve_bars(judged(codes, [NEW], READY, monkeypatch, luma))
    missed = [bar.what for bar in bars if not bar.held]
    assert len(missed) == 3 and all("crossfade" in what for what in missed)


def dissolving(
    before: Callable[[int], int],
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Two heads dissolve through two cycles; ``before``: the picture of the film that goes."""
    codes = glass(PROMPT)
    luma = np.zeros((len(codes), HEADS, barcode.POINTS), np.uint8)
    at = barcode.points(0, 0, 320, 180)
    for sample in range(240, 336):
        share = 1 - (sample - 239) / 98
        for head in (1, 2):
            frame, coming = int(codes[sample, head]) >> BITS, int(codes[sample, head]) & 511
            leaving = PROMPT[0][head]
            both = np.zeros((180, 320))
            for part, number, film in (
                (share, before(frame), leaving),
                (1 - share, frame, coming),
            ):
                drawn = np.zeros((180, 320), np.uint8)
                barcode.draw(drawn, number, film, BITS)
                both += part * np.where(drawn > 100, 255, 0)
            luma[sample, head] = np.rint(both).astype(np.uint8)[at[:, 1], at[:, 0]]
            codes[sample, head] = barcode.UNREADABLE
    return codes, luma


def test_the_same_id_is_ready_only_when_it_has_been_looked_at_anew() -> None:
    looks = [ShowLook(n, {"x": state}) for n, state in enumerate(["ready", "indexing", "ready"], 1)]
    assert arrivalbars._ready(BenchArrival("same id", "x", 0), looks) == 3
    assert arrivalbars._ready(BenchArrival("good", "x", 0), looks) == 1


def test_every_film_of_a_hundred_arrivals_has_a_number_of_its_own() -> None:
    kinds = arrivals.kinds(100)
    assert {kind: kinds.count(kind) for kind in kinds} == dict.fromkeys(arrivals.KINDS, 10)
    barcode.code(arrivals.recipe(1).frames - 1, 100, BITS)

"""How several machines are judged: by samples that are made up."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from installation.bench._machinefilms import large
from installation.bench._machinesjudge import (
    FilmSeen,
    LossSeen,
    MachinesFound,
    OrderSeen,
    apart,
    bars,
    film_bars,
    film_summary,
    in_step_from,
    summary,
)
from installation.library import survey
from installation.rig import Faults, Recipe, SampleStream, barcoded_film

FRAME_NS = 1e9 / 24
LENGTH = 480


def stream(behind_ms: float = 0.0, seconds: float = 10.0, hz: float = 200.0) -> SampleStream:
    """A head that changes its picture so much later than it should."""
    at_ns = np.arange(0, round(seconds * 1e9), round(1e9 / hz), dtype=np.int64)
    frames = ((at_ns - round(behind_ms * 1e6)) // round(FRAME_NS)) % LENGTH
    quiet = np.ones(len(at_ns), bool)
    return SampleStream(at_ns, frames.astype(np.int32)[:, None], quiet, LENGTH, FRAME_NS)


def test_heads_in_step_change_within_a_sample() -> None:
    found = apart([stream(), stream(2.0), stream()])
    assert len(found) > 150 and max(found) <= 5.1


def test_one_that_is_late_is_seen_to_be() -> None:
    found = apart([stream(), stream(30.0)])
    assert min(found) >= 25 and max(found) <= 35.1


def test_a_picture_that_one_never_shows_counts() -> None:
    two = stream()
    two.frames[two.frames == 60] = 59
    assert sum(np.isinf(apart([stream(), two]))) == 1


def test_changes_in_a_stall_do_not_count() -> None:
    two = stream(30.0)
    two.quiet[:] = False
    assert apart([stream(), two]) == []


@pytest.mark.parametrize("until_s", [0.0, 2.0])
def test_in_step_is_from_where_it_lasts(until_s: float) -> None:
    two = stream()
    off = two.at_ns < until_s * 1e9
    two.frames[off] = (two.frames[off] + 50) % LENGTH
    found = in_step_from([stream(), two], 0, 1.0)
    assert found is not None and abs(found - until_s) < 0.1


def test_what_never_is_in_step_is_told() -> None:
    assert in_step_from([stream(), stream(2000.0)], 0, 1.0) is None


def found(**changes: object) -> MachinesFound:
    order = OrderSeen("pause", "west", (80.0, 85.0, 82.0))
    loss = LossSeen("link", "east", Faults(), 1.0, ("west",))
    plain = {"apart_ms": (5.0,), "steady": Faults(), "orders": (order,), "losses": (loss,)}
    return MachinesFound(**(plain | changes))  # type: ignore[arg-type]


def missed(what: MachinesFound) -> list[str]:
    return [bar.what for bar in bars(what) if not bar.held]


def test_bars() -> None:
    assert missed(found()) == []
    assert missed(found(apart_ms=(5.0, 18.0))) == ["changes within a refresh"]
    assert missed(found(apart_ms=())) == ["changes within a refresh"]
    assert missed(found(steady=Faults(held=1))) == ["skipped or held, quiet"]
    late = OrderSeen("go", "east", (390.0, 410.0))
    assert missed(found(orders=(late,))) == ["order, 95 of 100, ms", "order, machines apart, ms"]
    bad = LossSeen("link", "east", Faults(skipped=1), None, ("east", "west"))
    assert len(missed(found(losses=(bad,)))) == 3
    for named_s in (None, 3.2):
        unnamed = LossSeen("power", "east", Faults(), 1.0, ("west",), named_s)
        assert missed(found(losses=(unnamed,))) == ["power cut, named after 3 s"]
    late_back = LossSeen("power", "east", Faults(), 3.1, ("west",))
    assert missed(found(losses=(late_back,))) == ["power cut, in step after 3 s"]


def test_what_was_found_in_words() -> None:
    told = summary(found())
    assert "within a refresh 1; apart, ms (median, 99 of 100, most): 5.0, 5.0, 5.0" in told
    assert "pause" in told and "link" in told


CAME = FilmSeen(50, 5, 10.0, True, 40.0, 9.0, Faults(), (1.0, 16.0), 0.0)


def test_a_film_that_came_to_all_machines_holds_its_bars() -> None:
    assert all(bar.held for bar in film_bars(CAME, 5))
    assert "50 MB, its link cut 5 times: on all machines after 10.0 s (5.0 MB/s each)" in (
        film_summary(CAME)
    )


@pytest.mark.parametrize(
    "worse",
    [
        replace(CAME, cuts=4),
        replace(CAME, equal=False),
        replace(CAME, on_s=None, seam_ms=float("inf")),
        replace(CAME, seam_ms=20_000.0),
        replace(CAME, faults=Faults(skipped=1)),
        replace(CAME, faults=Faults(black=1)),
        replace(CAME, apart_ms=(1.0, 50.0)),
        replace(CAME, apart_ms=()),
        replace(CAME, back_s=None),
    ],
)
def test_each_bar_of_a_film_can_be_missed(worse: FilmSeen) -> None:
    assert any(not bar.held for bar in film_bars(worse, 5))
    assert film_summary(worse)


def test_a_large_film_is_a_film_of_that_size(tmp_path: Path) -> None:
    film = barcoded_film(Recipe(1, 2.0, 320, 180), tmp_path)
    made = large(film, tmp_path / "large.mp4", 3)
    assert made.stat().st_size == 3_000_000
    assert len(survey(made).times_ns) == 48

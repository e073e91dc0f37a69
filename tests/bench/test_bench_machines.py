"""How several machines are judged: by samples that are made up."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.bench._machinefilms import large
from installation.bench._machinesjudge import (
    FilmSeen,
    HeadSeen,
    LossSeen,
    MachinesFound,
    OrderSeen,
    apart,
    apart_standing,
    bars,
    due,
    film_bars,
    film_summary,
    in_step_from,
    loss_in_words,
    summary,
)
from installation.library import survey
from installation.rig import Faults, Recipe, SampleStream, barcode, barcoded_film
from installation.timeline import Points, media_at

CYCLE_NS = 8_000_000_000
NATURAL = ((0, 0), (CYCLE_NS, CYCLE_NS))
LONGER = ((0, 0), (4_000_000_000, 3_700_000_000), (CYCLE_NS, 8_600_000_000))


def head(
    behind_ms: float = 0.0, fps: float = 24.0, points: Points = NATURAL, hz: float = 100.0
) -> HeadSeen:
    """A head that shows its film's pictures so much later than it should, for twelve seconds."""
    at_ns = np.arange(0, 12_000_000_000, round(1e9 / hz), dtype=np.int64)
    story = (at_ns - round(behind_ms * 1e6)) % CYCLE_NS
    frames = np.array([int(media_at(points, one) * fps / 1e9 + 1e-6) for one in story.tolist()])
    pictures = round(points[-1][1] * fps / 1e9)
    frames = np.minimum(frames, pictures - 1).astype(np.int32)
    quiet = np.ones(len(at_ns), bool)
    stream = SampleStream(at_ns, frames[:, None], quiet, pictures, 1e9 / fps)
    return HeadSeen(stream, due(points, fps, pictures, CYCLE_NS), CYCLE_NS)


def test_each_picture_is_due_where_the_map_has_it() -> None:
    places = due(LONGER, 30.0, 258, CYCLE_NS)
    assert places[0].tolist() == [0, 37_000_000] and places[-1, 1] == CYCLE_NS
    assert (places[1:, 0] == places[:-1, 1]).all()
    assert due(((0, 0), (CYCLE_NS, 4_000_000_000)), 24.0, 100, CYCLE_NS)[99].tolist() == [0, 0]


def test_cuts_of_other_lengths_and_rates_are_in_step() -> None:
    found = apart([head(), head(fps=30.0, points=LONGER), head(fps=25.0), head(hz=97.0)])
    assert len(found) > 1190 and max(found) <= 12.0


@given(st.floats(0.0, 2000.0))
def test_one_that_is_late_is_seen_to_be(late_ms: float) -> None:
    for other in (head(late_ms), head(late_ms, 30.0, LONGER)):
        found = apart([head(), other])
        assert late_ms - 12 <= min(found) and max(found) <= late_ms + 12


def test_one_that_stands_is_later_and_later() -> None:
    two = head()
    two.stream.frames[300:] = two.stream.frames[300]
    found = apart([head(), two])
    assert max(found[:290]) <= 12 and 2900 < found[600] < 3010


def test_where_all_stand_it_counts_what_story_they_show() -> None:
    def standing(at: float, fps: float = 24.0, points: Points = NATURAL) -> HeadSeen:
        one = head(fps=fps, points=points)
        one.stream.frames[:] = one.stream.frames[round(at * 100)]
        return one

    assert apart_standing([standing(3.0), standing(3.0, 25.0), standing(3.0, 30.0, LONGER)]) == 0
    assert 900 < apart_standing([standing(3.0), standing(4.0, 30.0)]) < 1000
    assert apart_standing([standing(7.99), standing(8.0)]) == 0  # the short way round the loop
    dark = standing(3.0)
    dark.stream.frames[-1] = barcode.BLACK
    assert apart_standing([standing(3.0), dark]) == float("inf")


def test_a_head_without_a_picture_is_infinitely_far_off() -> None:
    two = head()
    two.stream.frames[60] = barcode.BLACK
    assert sum(np.isinf(apart([head(), two]))) == 1
    assert sum(np.isinf(apart([two, head()]))) == 1


def test_looks_in_a_stall_do_not_count() -> None:
    two = head(30.0)
    two.stream.quiet[:] = False
    assert apart([head(), two]) == []
    early, late = head(), head()
    half = late.stream.between(6_000_000_000, 13_000_000_000)
    assert 590 < len(apart([early, replace(late, stream=half)])) < 602  # while both are seen


@pytest.mark.parametrize("until_s", [0.0, 2.0])
def test_in_step_is_from_where_it_lasts(until_s: float) -> None:
    one, two = head(), head(fps=30.0, points=LONGER)
    off = two.stream.at_ns < until_s * 1e9
    two.stream.frames[off] = (two.stream.frames[off] + 50) % two.stream.length
    found = in_step_from([one, two], 0, 1.0)
    assert found is not None and abs(found - until_s) < 0.1


def test_what_never_is_in_step_is_told() -> None:
    assert in_step_from([head(), head(2000.0)], 0, 1.0) is None
    assert in_step_from([head(), head()], 0, 20.0) is None


def found(**changes: object) -> MachinesFound:
    order = OrderSeen("pause", "west", 85.0, 5.0)
    loss = LossSeen("link", "east", Faults(), 1.0, ("west",))
    plain = {"heads": 9, "apart_ms": (5.0,), "steady": Faults(), "orders": (order,)}
    plain |= {"losses": (loss,), "terms": 2, "backward": 0}
    return MachinesFound(**(plain | changes))  # type: ignore[arg-type]


def missed(what: MachinesFound) -> list[str]:
    return [bar.what for bar in bars(what) if not bar.held]


def test_bars() -> None:
    assert missed(found()) == []
    assert missed(found(apart_ms=(5.0, 18.0))) == ["quiet looks within a refresh"]
    assert missed(found(apart_ms=())) == ["quiet looks within a refresh"]
    assert missed(found(steady=Faults(held=1))) == ["skipped or held, quiet"]
    late = OrderSeen("go", "east", 410.0, 20.0)
    assert missed(found(orders=(late,))) == ["order, 95 of 100, ms", "order, heads apart, ms"]
    assert missed(found(backward=1)) == ["machines that went back to an earlier term"]
    bad = LossSeen("link", "east", Faults(skipped=1), None, ("east", "west"))
    assert len(missed(found(losses=(bad,)))) == 3
    for named_s in (None, 3.2):
        unnamed = LossSeen("power", "east", Faults(), 1.0, ("west",), named_s)
        assert missed(found(losses=(unnamed,))) == ["power cut, named after 3 s"]
    late_back = LossSeen("power", "east", Faults(), 3.1, ("west",))
    assert missed(found(losses=(late_back,))) == ["power cut, in step after 3 s"]


def test_a_loss_in_words() -> None:
    told = loss_in_words(LossSeen("link", "east", Faults(held=2), 1.0, ("west", "east"), None))
    assert told == (
        "east's link: in step after 1.00 s, named never, the others missed 2, led by west and east"
    )
    assert "in step never" in loss_in_words(LossSeen("power", "east", Faults(), None, ()))


def test_what_was_found_in_words() -> None:
    told = summary(found())
    assert "9 heads, quiet looks: 1, within a refresh 1; apart in the story, ms" in told
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

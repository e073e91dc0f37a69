"""The judging of faults that were made, and what is said of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from bench_heads import FRAME_NS, Schedule, sampled, steady
from hypothesis import given
from hypothesis import strategies as st

from installation.bench import (
    _crew,
    _faults,
    _faulttrial,
    _faultworld,
    _openfiles,
    _soak,
    _soakpage,
)
from installation.bench._crew import CrewMember
from installation.bench._faultcase import ALL, FaultCase
from installation.bench._faulttrial import FaultTrial
from installation.bench._openfiles import OpenFiles
from installation.bench._plots import PlotPoint, plot, scale
from installation.bench._soak import SoakEvent, SoakFound, SoakStretch
from installation.errors import KissError
from installation.model import VersionState
from installation.rig import SampleStream
from installation.show import VersionStatus
from installation.store import digest

SCREENS = ["screen1", "screen2", "screen3"]
MADE = round(30 * FRAME_NS)


def case(off: tuple[int, ...] = (), dark: tuple[int, ...] = ()) -> FaultCase:
    return FaultCase("name", "done", "wanted", id, bool, 3, off, dark)  # type: ignore[arg-type]


def stood(first: int, until: int) -> Schedule:
    """A head that stands on a picture for a while, and is then where the others are."""
    return [shown for shown in steady(200) if not first <= shown[0] < until]


def judged(stream: SampleStream, made: FaultCase) -> FaultTrial:
    return _faulttrial.judged(made, stream, MADE, 0.5, 1.0)


def test_a_head_that_has_a_part_in_it_may_stand_and_no_other() -> None:
    stream = sampled([steady(200), stood(31, 45)], 8)
    own = judged(stream, case(off=(1,)))
    assert own.faults == [] and own.recovered_s is not None
    assert abs(own.recovered_s - 15 / 24) < 0.1
    other = judged(stream, case(off=(0,)))
    assert other.others == 14 + 1  # left out, and one that stood
    assert any("other heads" in fault for fault in other.faults)


def test_a_recovery_that_takes_too_long_is_wrong() -> None:
    stream = sampled([steady(200), stood(31, 120)], 8)
    found = judged(stream, case(off=(1,)))
    assert found.recovered_s is not None and found.recovered_s > 3
    assert found.faults == ["too late (3 s)"]


def test_black_is_counted_wherever_it_should_not_be_dark() -> None:
    stream = sampled([steady(200), steady(200)], 8)
    stream.frames[100:110, 1] = -1
    assert judged(stream, case(off=ALL)).black == 10
    assert judged(stream, case(off=ALL, dark=(1,))).black == 0


def test_each_thing_that_is_wrong_is_said() -> None:
    good = FaultTrial("name", 3, seen_s=1, back_s=0, well_s=1)
    assert good.faults == [] and good.recovered_s == 1
    for bad in (
        FaultTrial("name", 3, None, 0, well_s=1),
        FaultTrial("name", 3, 1, None, well_s=1),
        FaultTrial("name", 3, 4, 0, well_s=1),
        FaultTrial("name", 3, 1, 0, others=1, well_s=1),
        FaultTrial("name", 3, 1, 0, black=1, well_s=1),
        FaultTrial("name", 3, 1, 0, complaint="no stage"),
        FaultTrial("name", 3, trouble="no right to"),
    ):
        assert len(bad.faults) == 1
    assert _faulttrial.right([good, good]) == 2


@pytest.mark.parametrize("stands", [False, True])
def test_heads_are_steady_when_they_move_on_together(stands: bool) -> None:
    stream = sampled([steady(30), steady(30)], 1)
    if stands:
        stream.frames[:] = 7
    assert _faulttrial.steady(stream) is not stands
    apart = sampled([steady(30), steady(30)], 1)
    apart.frames[5, 1] += 1
    assert not _faulttrial.steady(apart)


WHOLE = [*_crew.ONE_EACH, *(f"player {screen}" for screen in SCREENS)]


def members(kinds: Sequence[str]) -> list[CrewMember]:
    return [CrewMember(kind, number) for number, kind in enumerate(kinds)]


@given(st.sampled_from(WHOLE))
def test_everybody_has_to_be_there_once(kind: str) -> None:
    assert _crew.one_of_each(members([*WHOLE, "intake", "rehearsal"]), SCREENS)
    assert not _crew.one_of_each(members([*WHOLE, kind]), SCREENS)
    assert not _crew.one_of_each(members([one for one in WHOLE if one != kind]), SCREENS)


def test_a_process_is_known_by_its_command() -> None:
    player = ["python", "-m", "installation.apps.player", "--screen", "left", "--ring", "r"]
    assert _crew.kind_of(player) == "player left"
    assert _crew.kind_of(["python", "-m", "installation", "play", "x.yaml"]) == "launcher"
    assert _crew.kind_of(["python", "-m", "installation", "status"]) == ""
    assert _crew.kind_of(["Xorg"]) == ""


def test_every_case_has_a_name_and_says_what_is_done() -> None:
    assert len(_faults.CASES) >= _faults.FEWEST + 5
    assert set(_faults.HUNG) <= set(_faults.CASES)
    assert all(made.within_s > 0 and made.done and made.wanted for made in _faults.CASES.values())


def test_a_version_is_ready_by_the_film_that_lies_there_now(tmp_path: Path) -> None:
    world = object.__new__(_faultworld.FaultWorld)
    film = tmp_path / "kiss-4.mp4"
    film.write_bytes(b"the former one")
    known = VersionStatus("kiss-4", "", VersionState.READY, revision=digest(film))
    world.show = SimpleNamespace(status=lambda: SimpleNamespace(versions=[known]))  # type: ignore[assignment]
    world.stage = SimpleNamespace(versions=tmp_path)  # type: ignore[assignment]
    assert world.is_ready("kiss-4") and not world.is_ready("kiss-5")
    film.write_bytes(b"the one that is looked at")
    assert not world.is_ready("kiss-4")


def test_a_show_that_refuses_has_not_answered_yet() -> None:
    def refuse(_world: _faultworld.FaultWorld) -> bool:
        raise KissError("nothing plays yet")

    world = object.__new__(_faultworld.FaultWorld)
    assert not _faulttrial._seen(replace(case(), seen=refuse), world)
    assert world.saw == "nothing plays yet"


def test_a_name_that_is_none_is_refused_with_those_that_are() -> None:
    assert _faults.known(["keys"]) == ["keys"]
    with pytest.raises(KissError, match="kyes") as refused:
        _faults.known(["kyes"])
    assert "keys" in str(refused.value.advice)


def test_the_bars_count_what_was_right_and_what_was_made() -> None:
    found = _faults.FaultsFound(
        [FaultTrial("keys", 4, 1, 0, well_s=1), FaultTrial("keys", 4, 1, 0, black=3, well_s=1)],
        ["clock-set"],
    )
    assert [bar.held for bar in _faults.bars(found, complete=True)] == [False, False, False, True]
    assert [bar.found for bar in _faults.bars(found, complete=False)] == ["1", "3", "0"]
    assert "needs root" in _faults.summary(found) and "1/2" in _faults.summary(found)


def stretches(leak: int) -> list[SoakStretch]:
    return [SoakStretch(n * 10.0, 5.0, 1.0, 1.0, 0, 0, 10**8 + leak * n) for n in range(100)]


def counts(files: int = 0) -> list[OpenFiles]:
    """Three counts of what is open; a deck holds now more, now fewer."""
    return [
        OpenFiles(n * 100.0, {"stage: .ring": 9 + files * n, "player screen1: .mp4": 1 + n})
        for n in range(3)
    ]


@pytest.mark.parametrize(
    ("leak", "files", "missed"), [(0, 0, 0), (50_000, 0, 0), (200_000, 0, 1), (0, 1, 1)]
)
def test_a_soak_finds_what_grows(leak: int, files: int, missed: int) -> None:
    events = [SoakEvent(5.0, "keys on the wall", FaultTrial("keys", 4, 1, 0, well_s=1))]
    found = SoakFound(1000.0, events, stretches(leak), counts(files), shows=1)
    assert sum(not bar.held for bar in _soak.bars(found)) == missed
    assert ("stage: .ring +2" in _soak.summary(found)) is bool(files)


def test_a_soak_finds_films_and_sounds_that_are_not_let_go() -> None:
    looks = [
        Counter({"player screen1: memfd:pulseaudio": 4, "player screen1: socket": 3 + n})
        for n in range(2)
    ]
    held = _openfiles.least(looks, 1.0)
    assert (held.all, held.lasting) == (7, -9)
    assert held.beyond == ["player screen1: memfd:pulseaudio"]
    assert _openfiles.OpenFiles(1.0, {"player screen1: .pcm": 9, "stage: .mp4": 3}).beyond == []
    found = SoakFound(1000.0, [], stretches(0), [held, held], shows=1)
    assert [bar.what for bar in _soak.bars(found) if not bar.held] == [
        "more films and sounds than a player may hold"
    ]


def test_a_soak_that_was_begun_again_or_had_a_wrong_outcome_misses_its_bar() -> None:
    wrong = SoakEvent(5.0, "keys on the wall", FaultTrial("keys", 4, None, 0, well_s=1))
    found = SoakFound(1000.0, [wrong], stretches(0), counts(), shows=2)
    assert sum(not bar.held for bar in _soak.bars(found)) == 2
    text = _soakpage.page(found, _soak.bars(found), 7)
    assert text.count("<svg") == 5 and "seed 7" in text and "<td>0/1</td>" in text
    assert "the show did not answer as it should" in text


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("socket:[4711]", "socket"),
        ("anon_inode:[eventfd]", "eventfd"),
        ("anon_inode:inotify", "inotify"),
        ("/memfd:pulseaudio (deleted)", "memfd:pulseaudio"),
        ("/tmp/show/versions/bench-1.mp4", ".mp4"),
        ("/dev/null", "null"),
    ],
)
def test_an_open_file_is_of_a_kind(link: str, kind: str) -> None:
    assert _openfiles.kind_of_file(link) == kind


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9), st.integers(2, 12))
def test_a_scale_is_of_few_round_values_around_what_is_to_be_seen(
    low: float, room: float, most: int
) -> None:
    lines = scale(low, low + room, most)
    slack = 1e-6 * max(abs(low), room, 1)
    assert 2 <= len(lines) <= most + 3
    assert lines[0] <= low + slack and lines[-1] >= low + room - slack
    steps = np.diff(lines)
    assert np.allclose(steps, steps[0], rtol=1e-3, atol=1e-9)


def test_a_scale_is_read_easily() -> None:
    assert scale(0, 56.5) == [0, 20, 40, 60]
    assert scale(0, 1) == [0, 0.5, 1]
    assert scale(812.3, 832.3) == [810, 815, 820, 825, 830, 835]
    assert scale(0, 60, 10) == [0, 10, 20, 30, 40, 50, 60]


@given(st.lists(st.tuples(st.floats(0, 3600), st.floats(0, 1e10)), max_size=30))
def test_a_plot_keeps_within_its_frame(values: list[tuple[float, float]]) -> None:
    text = plot("a < b", [PlotPoint(at_s, value) for at_s, value in values], 3600, (0, 1))
    assert "a &lt; b" in text and "nan" not in text
    places = np.array([part.split('"')[0].split('" ')[0] for part in text.split('cx="')[1:]], float)
    assert not len(places) or (places.min() >= 0 and places.max() <= 900)
    assert text.count("<circle") == len(values)


def test_the_page_goes_where_it_is_asked_to(tmp_path: Path) -> None:
    assert _soak.page_file(None, None) == Path("soak.html")
    assert _soak.page_file(None, tmp_path) == tmp_path / "soak.html"
    assert _soak.page_file(tmp_path / "x.html", tmp_path) == tmp_path / "x.html"

"""The analysis sees what a broken player does, and nothing where there is nothing."""

from bench_heads import FRAME_NS, LENGTH, sampled, steady
from hypothesis import given
from hypothesis import strategies as st

from installation.rig import Faults, SampleStream, analysis

NONE = Faults()


@given(st.floats(0, 0.99), st.integers(1, 5), st.integers(0, LENGTH - 1))
def test_a_good_player_has_no_faults(phase: float, heads: int, start: int) -> None:
    stream = sampled([steady(120, start)] * heads, 4.9, phase=phase)
    assert analysis.faults(stream, quiet=False) == NONE
    found = analysis.together(stream, quiet=False)
    assert (found.share, found.skew_max, found.readable) == (1.0, 0, len(stream.at_ns))
    seams = analysis.seams(stream, 0)
    assert seams.seams >= 2 and seams.together and seams.last_max <= seams.other_max


@given(st.integers(5, 90), st.integers(1, 3))
def test_a_skipped_picture_counts_once_each(at: int, missing: int) -> None:
    head = [(n, f) for n, f in steady(120) if not at <= n < at + missing]
    stream = sampled([steady(120), head], 4.9)
    found = analysis.faults(stream, quiet=False)
    assert (found.skipped, found.held, found.backward) == (missing, 1, 0)
    assert analysis.faults(stream, quiet=False, heads=[0]) == NONE


@given(st.integers(5, 90))
def test_a_repeated_picture_is_held(at: int) -> None:
    head = [(n if n < at else n + 1.0, f) for n, f in steady(120)]
    found = analysis.faults(sampled([head], 4.9), quiet=False)
    assert (found.skipped, found.held) == (0, 1)


@given(st.integers(5, 90))
def test_an_old_picture_is_a_step_backward(at: int) -> None:
    head = steady(120)
    head[at] = (head[at][0], head[at - 2][1])
    found = analysis.faults(sampled([head], 4.9), quiet=False)
    assert found.backward == 1


@given(st.integers(5, 90))
def test_a_stall_excuses_only_the_quiet_figures(at: int) -> None:
    head = [(n, f) for n, f in steady(120) if n != at]
    stream = sampled([head], 4.9, stalls=[(at - 1.5, at + 1.5)])
    assert analysis.faults(stream, quiet=False).skipped == 1
    assert analysis.faults(stream, quiet=True) == NONE


def test_an_order_excuses_standing_and_jumping() -> None:
    head = [*steady(30), *((n + 60.0, f) for n, f in steady(50, 7))]
    order = (round(29 * FRAME_NS), round(62 * FRAME_NS))
    assert analysis.faults(sampled([head], 4), quiet=False).held == 1
    assert analysis.faults(sampled([head], 4, orders=[order]), quiet=False) == NONE


def test_black_and_unreadable_samples_are_counted() -> None:
    head = steady(100)
    head[20], head[40] = (20.0, -1), (40.0, -2)
    found = analysis.faults(sampled([head], 4), quiet=False)
    assert (found.black, found.unreadable) == (4, 4)


def test_skew_goes_the_short_way_round_the_loop() -> None:
    found = analysis.together(sampled([steady(100), steady(100, LENGTH - 2)], 4), quiet=False)
    assert (found.share, found.skew_p50, found.skew_max) == (0.0, 2.0, 2)


def test_one_late_head_costs_its_share() -> None:
    late = [(n + 0.5, f) for n, f in steady(100)]
    found = analysis.together(sampled([steady(100), late], 4), quiet=False)
    assert 0.45 < found.share < 0.55 and found.skew_max == 1


def test_a_long_seam_shows() -> None:
    head = [(n + 0.6 * (n // LENGTH), f) for n, f in steady(150)]
    found = analysis.seams(sampled([head, steady(150)], 6), 0)
    assert found.seams == 2 and found.last_max > found.other_max and not found.together


def test_the_first_picture_on_all_heads() -> None:
    heads = [[(n + 10, f) for n, f in steady(50)] for _ in range(3)]
    found = analysis.first(sampled(heads, 2), since_ns=0)
    assert found and found.together and 416 < found.latency_ms < 430
    heads[1] = heads[1][1:]
    parted = analysis.first(sampled(heads, 2), since_ns=0)
    assert parted and not parted.together and parted.latency_ms > 455
    assert analysis.first(sampled([[]], 2), since_ns=0) is None


def test_a_gap_between_samples_hides_pictures_without_blame() -> None:
    stream = sampled([steady(100)], 4)
    keep = [n for n in range(len(stream.at_ns)) if not 100 <= n < 112]
    holed = SampleStream(
        stream.at_ns[keep], stream.frames[keep], stream.quiet[keep], LENGTH, FRAME_NS
    )
    assert analysis.faults(holed, quiet=False).skipped == 0

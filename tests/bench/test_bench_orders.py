"""Orders: taken at once on all heads, or not."""

from bench_heads import FRAME_NS, Schedule, sampled, steady

from installation.bench import _orders as orders
from installation.rig.barcode import BLACK


def at(periods: float) -> int:
    return round(periods * FRAME_NS)


def jumped(when: float, target: int, count: int = 100) -> Schedule:
    """On course until an instant, then on from a target."""
    return [p for p in steady(count) if p[0] < when] + [
        (when + n, frame) for n, frame in steady(count, target)
    ]


def paused(when: float, until: float) -> Schedule:
    """Stands between two instants, then goes on with the next picture."""
    return [(n if n < when else n + until - when, f) for n, f in steady(100)]


def test_a_jump_on_all_heads() -> None:
    found = orders.jump(sampled([jumped(37.5, 5)] * 3, 4), at(31), at(60), 5)
    assert found and found.together and found.clean and found.frame == 5
    assert 6.5 * 41.6 < found.latency_ms < 6.5 * 41.7 + 12


def test_a_jump_that_parts_the_heads() -> None:
    found = orders.jump(sampled([jumped(37.5, 5), jumped(38.5, 5)], 4), at(31), at(60), 5)
    assert found and not found.together


def test_a_jump_by_way_of_a_stale_picture() -> None:
    head = jumped(37.5, 5)
    head.insert(38, (36.5, 20))
    found = orders.jump(sampled([head, jumped(37.5, 5)], 4), at(31), at(60), 5)
    assert found and not found.clean


def test_a_jump_by_way_of_black() -> None:
    head = sorted([*jumped(37.5, 5), (37.2, BLACK)])
    found = orders.jump(sampled([head], 4), at(31), at(60), 5)
    assert found is None or not found.clean


def test_a_jump_that_never_comes_or_goes_elsewhere() -> None:
    assert orders.jump(sampled([steady(100)], 4), at(31), at(60), 5) is None
    assert orders.jump(sampled([jumped(37.5, 30)], 4), at(31), at(60), 5) is None
    assert orders.jump(sampled([jumped(37.5, 5)], 4), at(300), at(310), 5) is None


def test_a_pause_and_a_resume() -> None:
    stream = sampled([paused(35, 70)] * 2, 4)
    stood = orders.halt(stream, at(31), at(69))
    assert stood and stood.together and stood.clean and stood.frame == 34
    assert 4 * 41.6 < stood.latency_ms < 4 * 41.7 + 12
    went = orders.go_on(stream, at(68), at(80))
    assert went and went.together and went.clean and went.frame == 35


def test_a_pause_that_is_not_joint() -> None:
    stream = sampled([paused(35, 70), paused(36, 71)], 4)
    stood = orders.halt(stream, at(31), at(69))
    assert stood and not stood.together
    went = orders.go_on(stream, at(68), at(80))
    assert went and not went.together


def test_a_pause_that_is_not_taken() -> None:
    assert orders.halt(sampled([paused(35, 70), steady(100)], 4), at(31), at(69)) is None


def test_a_resume_that_skips_is_not_clean() -> None:
    head = [p for p in paused(35, 70) if p[0] != 70]
    went = orders.go_on(sampled([head], 4), at(68), at(80))
    assert went and not went.clean
    assert orders.go_on(sampled([paused(35, 70)], 4), at(40), at(60)) is None


def test_back_in_step_after_a_head_stood() -> None:
    stands = [p for p in steady(100) if not 30 <= p[0] < 50]
    found = orders.back_in_step(sampled([stands, steady(100)], 4), at(30))
    assert found and found.apart and abs(found.latency_ms - 20 * 1000 / 24) < 12


def test_back_in_step_needs_moving_pictures() -> None:
    stands = [p for p in steady(60) if p[0] < 30]
    assert orders.back_in_step(sampled([stands, stands], 4), at(29)) is None


def test_never_out_of_step() -> None:
    found = orders.back_in_step(sampled([steady(100)] * 2, 4), at(30))
    assert found and not found.apart and found.latency_ms == 0


def test_never_back_in_step() -> None:
    dark = [*steady(30), (30.0, BLACK)]
    assert orders.back_in_step(sampled([dark, steady(100)], 4), at(30)) is None

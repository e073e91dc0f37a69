"""How loud it is, in shared memory: at the instant at which it is heard, and taken back at need."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import LinkError
from installation.link import MeterReader, MeterWriter, meter_path, ring_path, sweep_show
from installation.link._meters import BIN_NS, BINS, LONGEST_LOOK

NOW = 10**15
BINS_ABOUT = st.integers(NOW // BIN_NS - BINS // 2, NOW // BIN_NS + BINS // 4)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    sweep_show(tmp_path)


def writer(state: Path, screen: int, *names: str) -> MeterWriter:
    return MeterWriter(meter_path(ring_path(state, screen)), names)


def test_a_peak_is_read_when_it_is_heard_and_once(state: Path) -> None:
    left = writer(state, 0, "left", "loop").meter("left")
    left(NOW + 20 * BIN_NS, 0.5)  # a speaker is ahead
    reader = MeterReader(state)
    assert reader.look(3, NOW) == {"left": 0.0, "loop": 0.0}
    assert reader.look(3, NOW + 20 * BIN_NS)["left"] == 0.5
    assert reader.look(3, NOW + 24 * BIN_NS)["left"] == 0.0
    reader.close()


def test_what_was_loud_lately_is_told_to_everybody(state: Path) -> None:
    left = writer(state, 0, "left").meter("left")
    left(NOW, 0.5)
    reader = MeterReader(state)
    for after in (0, 1, LONGEST_LOOK):
        assert reader.lately(3, NOW + after * BIN_NS) == {"left": 0.5}
    assert reader.lately(3, NOW + (LONGEST_LOOK + 1) * BIN_NS) == {"left": 0.0}
    reader.close()


def test_each_player_has_its_own_and_may_come_and_go(state: Path) -> None:
    reader = MeterReader(state)
    assert reader.look(2, NOW) == {}
    writer(state, 0, "left").meter("left")(NOW + BIN_NS, 0.1)
    writer(state, 1, "right").meter("right")(NOW + BIN_NS, 0.2)
    assert reader.look(2, NOW + BIN_NS) == {"left": 0.1, "right": 0.2}
    writer(state, 0, "left").meter("left")(NOW + 2 * BIN_NS, 0.3)  # it was started again
    assert reader.look(2, NOW + 2 * BIN_NS)["left"] == 0.3
    meter_path(ring_path(state, 0)).unlink()
    meter_path(ring_path(state, 0)).write_bytes(b"something else" * 9)
    meter_path(ring_path(state, 1)).unlink()
    assert reader.look(2, NOW + 3 * BIN_NS) == {}
    reader.close()


@given(written=st.lists(st.tuples(BINS_ABOUT, st.floats(0, 1)), max_size=40), passed=BINS_ABOUT)
def test_a_look_finds_the_highest_since_the_last_one(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[int, float]], passed: int
) -> None:
    state = tmp_path_factory.mktemp("state")
    meter, reader = writer(state, 0, "a").meter("a"), MeterReader(state)
    reader.look(1, passed * BIN_NS)
    for number, peak in written:
        meter(number * BIN_NS, peak)
    last = max(passed, NOW // BIN_NS)
    first = max(min(passed + 1, last), last - LONGEST_LOOK)
    latest = dict(written)
    lost = {n for n in latest if any(m % BINS == n % BINS and m != n for m in latest)}
    wanted = max((p for n, p in latest.items() if first <= n <= last), default=0.0)
    found = reader.look(1, last * BIN_NS)["a"]
    assert lost or found == wanted
    reader.close()
    sweep_show(state)


def test_no_room_is_said(tmp_path: Path) -> None:
    with pytest.raises(LinkError, match="no meters of sound"):
        MeterWriter(tmp_path / "not there" / "a.ring", ["a"])

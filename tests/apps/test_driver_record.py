"""The note that a stage leaves while it draws with OpenGL, by a clock that the test sets."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.apps._driver_record import SOON_NS, WITHOUT_NS, DriverRecord
from installation.units import SECOND


class Clock:
    """An instant that stands until it is set."""

    def __init__(self) -> None:
        self.now_ns = 1000 * SECOND

    def __call__(self) -> int:
        return self.now_ns


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def record(tmp_path: Path, clock: Clock) -> DriverRecord:
    return DriverRecord(tmp_path / "opengl.json", clock)


def test_who_ends_in_order_leaves_nothing(record: DriverRecord, tmp_path: Path) -> None:
    assert record.trusted()
    record.began()
    record.ended()
    assert record.trusted()
    assert not [*tmp_path.iterdir()]


def test_one_that_is_lost_soon_is_the_drivers_fault(record: DriverRecord, clock: Clock) -> None:
    record.began()
    clock.now_ns += SOON_NS - 1
    assert not record.trusted()
    record.ended()  # one without OpenGL ends in order, which says nothing of the driver
    clock.now_ns += WITHOUT_NS - 1
    assert not record.trusted()
    clock.now_ns += 1
    assert record.trusted()


def test_one_that_is_lost_late_is_followed_by_a_second_try(
    record: DriverRecord, clock: Clock
) -> None:
    record.began()
    clock.now_ns += SOON_NS
    assert record.trusted()
    record.began()
    clock.now_ns += SECOND
    assert not record.trusted()


def test_a_note_of_an_earlier_boot_says_nothing(record: DriverRecord, clock: Clock) -> None:
    record.began()
    clock.now_ns = SECOND
    assert record.trusted()
    record.began()
    assert not record.trusted()
    clock.now_ns = 0
    assert record.trusted()


@given(st.binary(max_size=40))
def test_what_no_stage_has_written_says_nothing(tmp_path_factory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("run") / "opengl.json"
    path.write_bytes(data)
    assert DriverRecord(path, Clock()).trusted()


def test_a_folder_that_cannot_be_written_remembers_nothing(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "none").touch()
    record = DriverRecord(tmp_path / "none" / "opengl.json", clock)
    record.began()
    assert record.trusted()
    record.ended()

"""What fails at every tick of a controller is said once, and ends nothing."""

import logging
from collections.abc import Callable

import pytest

from installation.apps._said_once import SaidOnce
from installation.errors import LibraryError


def failing(fault: Exception) -> Callable[[], None]:
    def task() -> None:
        raise fault

    return task


def test_each_fault_is_said_once_and_a_bug_with_its_place(
    caplog: pytest.LogCaptureFixture,
) -> None:
    guarded, done = SaidOnce(logging.getLogger("controller")), []
    for fault in (LibraryError("no folder"), OSError(5, "a disk"), KeyError("left")):
        for _ in range(100):
            guarded(failing(fault))
            guarded(lambda: done.append(1))
    assert len(done) == 300
    assert [record.getMessage() for record in caplog.records] == [
        "no folder",
        "[Errno 5] a disk",
        "KeyError: 'left'",
    ]
    assert [bool(record.exc_info) for record in caplog.records] == [False, False, True]

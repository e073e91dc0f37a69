"""Who outlives a launcher notices when none is left."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation.link import AbandonedShow, held_mark
from installation.link._launcher_mark import ABANDONED_NS, LOOK_NS
from installation.units import SECOND


@pytest.fixture
def endpoint(tmp_path: Path) -> str:
    return f"ipc://{tmp_path}/run/show"


def looks(show: AbandonedShow, from_ns: int, for_ns: int) -> Iterator[bool]:
    return (show.looked(at_ns) for at_ns in range(from_ns, from_ns + for_ns, LOOK_NS // 2))


def test_a_show_is_abandoned_when_no_launcher_comes_for_a_while(endpoint: str) -> None:
    show, mark = AbandonedShow(endpoint), held_mark(endpoint)
    assert mark is not None
    assert not any(looks(show, 0, 3 * ABANDONED_NS))
    mark.release()
    assert not any(looks(show, 3 * ABANDONED_NS, ABANDONED_NS - SECOND))
    assert any(looks(show, 4 * ABANDONED_NS, 2 * SECOND))


def test_the_next_launcher_takes_it_over(endpoint: str) -> None:
    show, first = AbandonedShow(endpoint), held_mark(endpoint)
    assert first is not None
    first.release()
    assert not any(looks(show, 0, ABANDONED_NS - SECOND))
    second = held_mark(endpoint)
    assert second is not None
    assert not any(looks(show, ABANDONED_NS, 2 * ABANDONED_NS))
    second.release()
    assert not any(looks(show, 3 * ABANDONED_NS, ABANDONED_NS - SECOND))


def test_a_show_whose_session_lives_waits_for_its_next_launcher(endpoint: str) -> None:
    show, launcher, session = AbandonedShow(endpoint), held_mark(endpoint), held_mark(endpoint)
    assert launcher is not None and session is not None
    launcher.release()
    assert not any(looks(show, 0, 3 * ABANDONED_NS))
    session.release()
    assert any(looks(show, 3 * ABANDONED_NS, 2 * ABANDONED_NS))


def test_a_machine_that_stood_still_has_abandoned_nobody(endpoint: str) -> None:
    show, mark = AbandonedShow(endpoint), held_mark(endpoint)
    assert mark is not None
    mark.release()
    assert not show.looked(SECOND)
    assert not show.looked(SECOND + 10 * ABANDONED_NS)


def test_a_swept_run_folder_says_nothing(endpoint: str) -> None:
    assert not any(looks(AbandonedShow(endpoint), 0, 3 * ABANDONED_NS))


def test_what_a_launcher_starts_does_not_hold_its_mark(endpoint: str) -> None:
    mark = held_mark(endpoint)
    assert mark is not None
    assert not os.get_inheritable(mark.handle)
    mark.release()


def test_a_launcher_without_a_run_folder_plays_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert held_mark(f"ipc://{tmp_path}/file/show") is None

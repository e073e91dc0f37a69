"""How long a line-up waits for versions that are on their way."""

from installation.show._gathering import GATHER_NS, Gathering, OnTheWay
from installation.units import SECOND

NOW = 1000 * SECOND


def there(found: int, coming: int = 0, vetting: int = 0, naming: bool = False) -> OnTheWay:
    return OnTheWay(found, coming, vetting, naming)


def test_an_empty_wall_begins_with_the_first_film_and_the_others_join_together() -> None:
    gathering = Gathering(3, at_boundary=True)
    assert not gathering.asked(there(0, 3), begun=False, now_ns=NOW)
    assert gathering.asked(there(1, 2, naming=True), begun=False, now_ns=NOW)
    assert not gathering.asked(there(1, 2), begun=False, now_ns=NOW)
    assert not gathering.completes(playing=False)
    for found in (1, 2):  # one by one they would come and go
        assert gathering.asked(there(found, 3 - found), begun=True, now_ns=NOW) and gathering.waits
    assert gathering.asked(there(3, 0, naming=True), begun=True, now_ns=NOW)
    assert not gathering.asked(there(3, 0), begun=True, now_ns=NOW)
    assert gathering.completes(playing=True)
    assert not gathering.completes(playing=True)  # what comes later waits for the boundary


def test_it_does_not_wait_for_ever_nor_for_what_is_refused() -> None:
    for later, rest in ((GATHER_NS, there(1, 2)), (SECOND, there(1, 0))):
        gathering = Gathering(3, at_boundary=True)
        gathering.asked(there(1, 2), begun=False, now_ns=NOW)
        assert gathering.asked(there(1, 2), begun=True, now_ns=NOW)
        assert not gathering.asked(rest, begun=True, now_ns=NOW + later)
        assert gathering.completes(playing=True)


def test_a_wall_that_has_a_film_for_each_screen_was_not_hasty() -> None:
    gathering = Gathering(3, at_boundary=True)
    assert not gathering.asked(there(3, 1), begun=False, now_ns=NOW)
    assert not gathering.asked(there(3, 1, 1), begun=True, now_ns=NOW)
    assert not gathering.completes(playing=True)


def test_where_it_comes_at_once_what_comes_together_joins_together() -> None:
    gathering = Gathering(3, at_boundary=False)
    gathering.asked(there(3), begun=False, now_ns=NOW)
    assert not gathering.asked(there(3, 2), begun=True, now_ns=NOW)  # they settle yet
    assert gathering.asked(there(3, 2, 1), begun=True, now_ns=NOW)
    assert not gathering.asked(there(5), begun=True, now_ns=NOW)
    assert not gathering.completes(playing=True)

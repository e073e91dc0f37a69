"""Films that have failed wait, longer each time, and are told of while they are to play."""

from installation.player._troubles import LONGEST_PATIENCE_NS, Troubles
from installation.said import verbatim
from installation.timeline import Cue, Entry, Plan, Programme, identity_map
from installation.units import SECOND

BAD = Entry("a", "a", "A", "/films/a", "a", identity_map(SECOND))
GOOD = Entry("b", "b", "B", "/films/b", "b", identity_map(SECOND))
SHOWN = Plan(1, SECOND, {"left": BAD})


def test_each_failure_makes_the_next_try_wait_longer() -> None:
    troubles, now_ns, waits = Troubles(), 0, []
    assert not troubles.waits(BAD, now_ns)
    for _ in range(8):
        troubles.failed(BAD, verbatim("it stalls"), now_ns)
        began_ns = now_ns
        while troubles.waits(BAD, now_ns):
            now_ns += SECOND // 10
        waits.append(now_ns - began_ns)
    assert waits[:3] == [SECOND, 2 * SECOND, 4 * SECOND] and waits[-1] == LONGEST_PATIENCE_NS
    assert not troubles.waits(GOOD, now_ns)
    troubles.plays(BAD)
    troubles.failed(BAD, verbatim("it stalls"), now_ns)
    assert troubles.waits(BAD, now_ns) and not troubles.waits(BAD, now_ns + SECOND)


def test_trouble_is_told_of_films_that_play_or_are_to_play() -> None:
    troubles = Troubles()
    troubles.failed(BAD, verbatim("it stalls"), 0)
    assert troubles.told(Programme()) == ""
    assert troubles.told(Programme(plans=(SHOWN,))) == "/films/a: it stalls"
    assert troubles.told(Programme(pending=Cue(1, 2, 0, SHOWN))) == "/films/a: it stalls"
    troubles.plays(BAD)
    assert troubles.told(Programme(plans=(SHOWN,))) == ""

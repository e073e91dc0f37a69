"""What `bench orders` makes of what was seen."""

from dataclasses import replace

from installation.bench import _presses as presses
from installation.bench._orders import OrderTaken, Taken
from installation.bench._sync import SyncFigures
from installation.rig import Faults, Together

WELL = Taken(60.0, True, True, 1)


def found(*orders: OrderTaken) -> presses.PressesFound:
    together = Together(100, 100, 100, 0, 0, 0)
    figures = SyncFigures(
        *(100, 1.0, 0, 0.0, together, together, Faults(), Faults(), [], 0.0, True),
        *(0.3, 0.1, 400_000_000, list(orders), 1000),
    )
    return presses.PressesFound(figures, ())


def missed(them: presses.PressesFound) -> set[str]:
    return {bar.what for bar in presses.bars(them) if not bar.held}


def test_the_slowest_of_twenty_may_be_slower_and_the_second_may_not() -> None:
    quick, slow = (OrderTaken("go", replace(WELL, latency_ms=ms)) for ms in (250.0, 400.0))
    assert missed(found(*[quick] * 19, slow)) == set()
    assert missed(found(*[quick] * 18, slow, slow)) == {"go, 95 of 100, ms"}
    told = presses.summary(found(*[quick] * 19, slow)).splitlines()[1].split()
    assert told == ["go", "20", "250", "250", "400"]


def test_an_order_that_was_not_taken_cleanly_on_all_heads_is_missed() -> None:
    odd = [None, replace(WELL, together=False), replace(WELL, clean=False)]
    for taken in odd:
        them = found(OrderTaken("pause", WELL), OrderTaken("pause", taken))
        assert missed(them) == {"pause: at once, clean"}


def test_a_hold_before_the_seam_is_told() -> None:
    them = replace(
        found(), holds=((40.0, OrderTaken("resume", None)), (80.0, OrderTaken("resume", WELL)))
    )
    assert "2, bad: 40 ms" in presses.summary(them)

"""The bars of `bench door`, by what could have been measured."""

from dataclasses import replace

from installation.bench._door import DoorFound, PhonePress
from installation.bench._doorbars import bars, summary
from installation.bench._orders import Taken


def press(order: str, latency_ms: float | None) -> PhonePress:
    return PhonePress(order, None if latency_ms is None else Taken(latency_ms, True, True, 7))


GOOD = DoorFound(
    presses=[press(order, 90.0) for order in ("restart", "pause", "resume")] * 20,
    obeyed=60,
    rest_core=0.02,
    wrong=300,
    answers={401: 200, 403: 100},
    crowded=[press("pause", 120.0), press("resume", 150.0)] * 5,
    rubbish=2000,
    rubbish_s=10.0,
    idle=1000,
    backs_ms=[1200.0] * 5,
    shares={"presses": 1.0},
)


def missed(found: DoorFound) -> list[str]:
    return [bar.what for bar in bars(found) if not bar.held]


def test_a_good_door_holds_every_bar() -> None:
    assert missed(GOOD) == []
    assert "401" in summary(GOOD) and "200 pieces of rubbish a second" in summary(GOOD)


def test_each_bar_is_missed_by_what_it_is_for() -> None:
    slow = [press("pause", 201.0)] * 60
    for found, what in (
        (replace(GOOD, presses=slow), "button to glass"),
        (replace(GOOD, presses=[*GOOD.presses[1:], press("pause", None)]), "presses lost"),
        (replace(GOOD, obeyed=61), "presses doubled"),
        (replace(GOOD, rest_core=0.06), "at rest"),
        (replace(GOOD, carried_out=1), "carried out"),
        (replace(GOOD, answers={200: 1}), "carried out"),
        (replace(GOOD, crowded=[press("pause", 301.0)]), "in a crowd"),
        (replace(GOOD, crowded=[press("pause", None)]), "in a crowd"),
        (replace(GOOD, backs_ms=[2001.0]), "killed"),
        (replace(GOOD, shares={"kills": 0.9999}), "same picture"),
    ):
        (only,) = missed(found)
        assert what in only


def test_what_was_not_measured_has_no_bar() -> None:
    assert bars(DoorFound()) == []

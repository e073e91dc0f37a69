"""The bars of `bench door`, by what could have been measured."""

from dataclasses import replace

import numpy as np

from installation.bench._doorbars import bars, summary
from installation.bench._doorfound import DoorFound, PictureLook
from installation.bench._doorpictures import age_ms
from installation.bench._orders import OrderTaken, Taken
from installation.rig import Faults, SampleStream
from installation.units import MILLISECOND


def press(order: str, latency_ms: float | None) -> OrderTaken:
    return OrderTaken(order, None if latency_ms is None else Taken(latency_ms, True, True, 7))


GOOD = DoorFound(
    presses=[press(order, 90.0) for order in ("restart", "pause", "resume")] * 20,
    obeyed=60,
    rest_core=0.02,
    panel_core=0.1,
    held_ms=40.0,
    preview_core=0.2,
    beside_core=0.03,
    panels_ms=[1500.0] * 5,
    wrong=300,
    answers={401: 200, 403: 100},
    crowded=[press("pause", 120.0), press("resume", 150.0)] * 5,
    rubbish=2000,
    rubbish_s=10.0,
    idle=1000,
    backs_ms=[1200.0] * 5,
    ages_ms=[60.0, 310.0] * 50,
    shares={"presses": 1.0},
    faults={"kills": Faults()},
)


def missed(found: DoorFound) -> list[str]:
    return [bar.what for bar in bars(found) if not bar.held]


def test_a_good_door_holds_every_bar() -> None:
    assert missed(GOOD) == []
    assert "100 looks: median" in summary(GOOD)
    assert "401" in summary(GOOD) and "200 pieces of rubbish a second" in summary(GOOD)


def test_each_bar_is_missed_by_what_it_is_for() -> None:
    slow = [press("pause", 201.0)] * 60
    for found, what in (
        (replace(GOOD, presses=slow), "button to glass"),
        (replace(GOOD, presses=[*GOOD.presses[1:], press("pause", None)]), "not on all heads"),
        (replace(GOOD, obeyed=59), "lost on the way"),
        (replace(GOOD, obeyed=61), "presses doubled"),
        (replace(GOOD, rest_core=0.06), "at rest"),
        (replace(GOOD, panel_core=0.16), "a panel at rest"),
        (replace(GOOD, held_ms=101.0), "held up"),
        (replace(GOOD, beside_core=0.06), "beside a panel"),
        (replace(GOOD, panels_ms=[2001.0]), "a panel with a preview killed"),
        (replace(GOOD, carried_out=1), "carried out"),
        (replace(GOOD, answers={200: 1}), "carried out"),
        (replace(GOOD, crowded=[press("pause", 301.0)]), "in a crowd"),
        (replace(GOOD, crowded=[press("pause", None)]), "in a crowd"),
        (replace(GOOD, backs_ms=[2001.0]), "killed"),
        (replace(GOOD, ages_ms=[401.0]), "400 ms ago"),
        (replace(GOOD, ages_ms=[60.0, None]), "400 ms ago"),
        (replace(GOOD, apart=1), "different instants"),
        (replace(GOOD, shares={"kills": 0.9999}), "same picture"),
        (replace(GOOD, faults={"kills": Faults(skipped=1)}), "skipped"),
    ):
        (only,) = missed(found)
        assert what in only


def test_what_was_not_measured_has_no_bar() -> None:
    assert bars(DoorFound()) == []


def glass(*frames: tuple[int, int]) -> SampleStream:
    """Two heads, a sample every 10 ms."""
    at_ns = np.arange(len(frames), dtype=np.int64) * 10 * MILLISECOND
    quiet = np.ones(len(frames), np.bool_)
    return SampleStream(at_ns, np.array(frames, np.int32), quiet, 192, 1e9 / 24)


def test_a_look_is_as_old_as_its_oldest_picture() -> None:
    seen = glass((4, 4), (5, 5), (5, 5), (6, 6), (7, 7), (7, 7))
    now_ns = 100 * MILLISECOND
    assert age_ms(seen, PictureLook(now_ns, (7, 7))) == 50
    assert age_ms(seen, PictureLook(now_ns, (6, 7))) == 70
    assert age_ms(seen, PictureLook(now_ns, (5, 5))) == 80
    # what comes later on the glass cannot be what was seen
    assert age_ms(seen, PictureLook(25 * MILLISECOND, (7, 7))) is None
    assert age_ms(seen, PictureLook(now_ns, (8, 7))) is None
    assert age_ms(seen, PictureLook(now_ns, (-1, 7))) is None
    assert age_ms(seen, PictureLook(now_ns + 5000 * MILLISECOND, (7, 7))) is None

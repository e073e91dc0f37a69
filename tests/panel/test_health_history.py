"""The last ten minutes in bins: what was due, what was missed, what began again."""

from msgspec.structs import replace
from panel_status import a_show

from installation.panel._health_history import BIN_NS, LONG_NS, HealthHistory
from installation.show import ShowStatus


def seen(frame: int, missed: int = 0, skew: int = 0, lead_ms: float = 180.0) -> ShowStatus:
    plain = a_show()
    screens = tuple(
        replace(screen, frame=frame, held=missed, lead_ms=lead_ms) for screen in plain.screens
    )
    return replace(plain, screens=screens, stage=replace(plain.stage, skew=skew))


def test_what_was_due_is_what_the_pictures_went_on_by() -> None:
    history = HealthHistory()
    history.see(seen(100), 0)
    history.see(seen(124, missed=6), BIN_NS // 2)
    (one,) = history.bins
    assert (one.due, one.missed, one.shown) == (72, 18, 0.75)


def test_a_film_that_begins_again_says_nothing() -> None:
    history = HealthHistory()
    history.see(seen(800), 0)
    history.see(seen(3), 1)
    history.see(seen(3), 2)
    assert history.bins[0].shown is None


def test_a_stage_that_counts_from_nothing_is_no_gain() -> None:
    history = HealthHistory()
    history.see(seen(10, missed=50), 0)
    history.see(seen(20, missed=0), 1)
    assert history.bins[0].missed == 0


def test_only_a_rise_of_the_skew_is_news() -> None:
    history = HealthHistory()
    for number, skew in enumerate((3, 3, 4, 4)):
        history.see(seen(number, skew=skew), number * BIN_NS)
    assert [one.skew for one in history.bins] == [0, 0, 4, 0]


def test_the_least_lead_of_a_bin_counts_and_old_bins_go() -> None:
    history = HealthHistory()
    history.see(seen(1, lead_ms=190), 0)
    history.see(seen(2, lead_ms=40), 1)
    assert history.bins[0].lead_ms == 40
    for number in range(1, 400):
        history.see(seen(number), number * BIN_NS)
    now_ns = 399 * BIN_NS
    assert len(history.bins) == LONG_NS // BIN_NS + 1
    assert history.bins[0].at_ns >= now_ns - LONG_NS

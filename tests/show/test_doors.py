"""The doors of a house: opened and closed by the hours and by orders, also after a power cut."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from installation.model import Close, Open, Override
from installation.model._opening_hours import OpeningHours, OpenSpan
from installation.show import LazyWriter
from installation.show._doors import Doors

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = OpeningHours(BERLIN, ((OpenSpan(time(10), time(18)),),) * 7)


class Clock:
    """UTC, which somebody may set."""

    def __init__(self, text: str) -> None:
        self.now_s = datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp()

    def __call__(self) -> float:
        return self.now_s


def doors(folder: Path, clock: Clock, hours: OpeningHours | None = HOURS) -> Doors:
    made = Doors(folder, LazyWriter(), clock)
    made.keep(hours, 60.0)
    return made


def test_400_days_asked_every_second_around_each_change(tmp_path: Path) -> None:
    clock = Clock("2026-01-01T00:00")
    house = doors(tmp_path, clock)
    opened = 0
    for day in range(400):
        # Berlin is one hour ahead of UTC, two in summer
        noon = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
        summer = (
            datetime(2026, 3, 29, 1, tzinfo=UTC) <= noon < datetime(2026, 10, 25, 1, tzinfo=UTC)
        )
        for hour, opens in ((10, True), (18, False)):
            at_s = noon.replace(hour=hour - 1 - summer).timestamp()
            seen = []
            for away_s in (-61, -60, -1, 0, 1):
                clock.now_s = at_s + away_s
                seen.append((house.look().open, house.look().awake))
            before = not opens
            assert [open_ for open_, _ in seen] == [before, before, before, opens, opens]
            assert [awake for _, awake in seen] == [before, True, True, opens, opens]
            opened += opens
    assert opened == 400


def test_an_order_says_its_end_and_outlives_the_controller(tmp_path: Path) -> None:
    clock = Clock("2026-07-01T12:00")
    writer = LazyWriter()
    house = Doors(tmp_path, writer, clock)
    house.keep(HOURS, 60.0)
    assert house.order(Close()) == "closed by an order; opens Thursday 2 July, 10:00"
    writer.finish()
    again = doors(tmp_path, clock)
    assert not again.look().open and again.look().ordered
    clock.now_s += 7 * 3600
    assert again.look().ordered is False  # the hours have come to say the same
    clock.now_s += 16 * 3600
    assert again.look().open
    assert again.order(Open("22:30")) == "open by an order; closes Thursday 2 July, 22:30"


def test_without_hours_only_orders_close_and_the_status_has_a_house_only_then(
    tmp_path: Path,
) -> None:
    house = doors(tmp_path, Clock("2026-07-01T12:00"), None)
    assert house.told() is None and house.look().open
    assert house.order(Close()) == "closed by an order, until an order opens it"
    assert house.told() is not None
    house.order(Open())
    assert house.told() is None


def test_a_clock_that_is_set_back_or_ahead_is_followed_at_once(tmp_path: Path) -> None:
    clock = Clock("2026-07-01T12:00")
    house = doors(tmp_path, clock)
    assert house.look().open
    clock.now_s -= 6 * 3600
    assert not house.look().open
    clock.now_s += 30 * 3600
    assert house.look().open
    clock.now_s = 0.0
    assert house.look().open and "clock was never set" in house.trouble


def test_what_is_kept_and_cannot_be_read_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "house.json").write_text('{"opens": 3}')
    assert doors(tmp_path, Clock("2026-07-01T12:00")).look().open


def test_of_two_machines_the_later_order_holds_whenever_they_hear_it(tmp_path: Path) -> None:
    noon = Clock("2026-07-01T12:00")
    (tmp_path / "west").mkdir()
    east, west = doors(tmp_path, noon), doors(tmp_path / "west", noon)
    east.order(Close())
    assert west.hear(east.override) and not west.look().open
    assert not east.hear(west.override) and not west.hear(east.override)
    noon.now_s -= 3600  # set back: what is ordered later is later all the same
    east.order(Open())
    west.order(Close("22:30"))  # while the two do not hear each other
    assert [west.hear(east.override), east.hear(west.override)].count(True) == 1
    assert east.override == west.override and east.look() == west.look()


def test_what_was_heard_is_kept(tmp_path: Path) -> None:
    clock, writer = Clock("2026-07-01T12:00"), LazyWriter()
    house = Doors(tmp_path, writer, clock)
    assert house.hear(Override(False, at_s=clock.now_s))
    writer.finish()
    assert not doors(tmp_path, clock).look().open


def test_an_order_of_the_release_before_is_kept(tmp_path: Path) -> None:
    (tmp_path / "house.json").write_text('{"opens": false, "until_s": null}')
    house = doors(tmp_path, Clock("2026-07-01T12:00"))
    assert not house.look().open and house.hear(Override(True, at_s=1.0)) and house.look().open

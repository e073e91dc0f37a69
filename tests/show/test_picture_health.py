"""What visitors see decides: a screen that shows too few of its pictures is said to."""

from hypothesis import given
from hypothesis import strategies as st

from installation.link import ScreenShown, StageStatus
from installation.said import Said
from installation.show._picture_health import CLEAR_NS, WINDOW_NS, PictureHealth
from installation.units import MILLISECOND, SECOND

STEP_NS = 250 * MILLISECOND


class Stage:
    """A stage that reports four times a second what a screen showed of what was due."""

    def __init__(self) -> None:
        self.health, self.now_ns, self.pid = PictureHealth(), 10 * SECOND, 7
        self.shown = ScreenShown()
        self.news: list[dict[str, Said]] = []

    def plays(
        self, seconds: float, due: float = 24, shown: float = 24, held: float = 0, late: float = 0
    ) -> str:
        """Play for a while at these rates a second; what is said at the end."""
        before, began_ns = self.shown, self.now_ns
        while self.now_ns < began_ns + seconds * SECOND:
            self.now_ns += STEP_NS
            gone = (self.now_ns - began_ns) / SECOND
            self.shown = ScreenShown(
                due=before.due + round(due * gone),
                shown=before.shown + round(shown * gone),
                held=before.held + round(held * gone),
                overdue=before.overdue + round(late * gone),
            )
            said = StageStatus(self.pid, 1, screens={"left": self.shown, "right": ScreenShown()})
            changed = self.health.heard(said, self.now_ns)
            self.news += [changed] if changed else []
        assert "right" not in self.health.troubles  # nothing was due there
        return self.health.troubles.get("left", "")


def test_a_screen_that_shows_its_pictures_is_well() -> None:
    stage = Stage()
    assert stage.plays(60) == ""
    assert stage.plays(60, shown=23.5) == ""
    assert stage.news == []


def test_a_machine_that_draws_too_slowly_is_said_within_the_window() -> None:
    stage = Stage()
    stage.plays(20)
    assert stage.plays(5.25, shown=9) == (
        "shows 9 of 24 pictures a second: this machine draws too slowly"
    )
    assert len(stage.news) == 1


def test_pictures_that_do_not_come_are_the_player_s_and_not_the_stage_s() -> None:
    stage = Stage()
    assert "its player brings them too late" in stage.plays(6, shown=12, held=12)
    assert "draws too slowly" in Stage().plays(6, shown=12, held=2)


def test_pictures_that_are_late_again_and_again_are_said() -> None:
    assert Stage().plays(6, late=2) == ""
    said = Stage().plays(6, late=8)
    assert said.startswith("shows 40 of 120 pictures a whole picture late")


def test_a_pause_is_no_trouble_and_ends_none_too_soon() -> None:
    stage = Stage()
    assert stage.plays(60, due=0, shown=0) == ""
    assert stage.plays(10, shown=9)
    stage.plays(10, due=0, shown=0)
    assert stage.health.troubles  # it is not known to be well


def test_it_is_over_when_it_has_been_well_for_a_while() -> None:
    stage = Stage()
    stage.plays(10, shown=9)
    assert stage.plays(CLEAR_NS / SECOND - 1)
    assert stage.plays(WINDOW_NS / SECOND + 2) == ""
    assert [list(news) for news in stage.news] == [["left"], ["left"]]
    assert stage.news[-1] == {"left": ""}


def test_another_stage_counts_from_its_own_beginning() -> None:
    stage = Stage()
    stage.plays(60)
    stage.pid, stage.shown = 8, ScreenShown()
    assert stage.plays(4, shown=0) == ""
    assert stage.plays(1.5, shown=0)


@given(st.lists(st.floats(0, 24), min_size=1, max_size=40))
def test_news_come_in_turn_and_seldom(rates: list[float]) -> None:
    stage = Stage()
    for shown in rates:
        stage.plays(2, shown=shown)
    words = [bool(news["left"]) for news in stage.news]
    assert words == [n % 2 == 0 for n in range(len(words))]
    assert len(words) <= 2 * (1 + len(rates) * 2 * SECOND // CLEAR_NS)

from hypothesis import given
from hypothesis import strategies as st

from installation.model import Rect
from installation.panel._place import beside, flags

GAP = 4
ROWS = 3
marks_on_a_line = st.lists(st.tuples(st.integers(0, 700), st.integers(20, 160)), max_size=14).map(
    sorted
)


def test_names_with_room_hang_in_the_first_row() -> None:
    assert flags([(0, 50), (100, 50)], 300, ROWS, GAP) == [(0, 50, 0), (100, 50, 0)]


def test_a_name_in_the_way_hangs_lower() -> None:
    assert flags([(0, 50), (30, 50)], 300, ROWS, GAP) == [(0, 50, 1), (30, 50, 0)]


def test_in_the_last_row_it_is_cut_short() -> None:
    crowded = [(0, 90), (20, 90), (40, 90), (60, 90)]
    placed = flags(crowded, 300, ROWS, GAP)
    assert placed == [(0, 16, 2), (20, 90, 2), (40, 90, 1), (60, 90, 0)]


def test_the_last_name_stays_on_the_line() -> None:
    assert flags([(290, 50)], 300, ROWS, GAP) == [(250, 50, 0)]


@given(marks_on_a_line)
def test_no_name_covers_another(marks: list[tuple[int, int]]) -> None:
    placed = flags(marks, 700, ROWS, GAP)
    assert len(placed) == len(marks)
    for number, (left, width, row) in enumerate(placed):
        assert left >= 0 and left + width <= 700
        assert 0 <= row < ROWS and 0 <= width <= marks[number][1]
        for other_left, other_width, other_row in placed[number + 1 :]:
            if row == other_row and width and other_width:
                assert left + width <= other_left


@given(marks_on_a_line)
def test_no_pole_crosses_a_name_further_left(marks: list[tuple[int, int]]) -> None:
    placed = flags(marks, 700, ROWS, GAP)
    for number, (left, width, row) in enumerate(placed):
        for (at, wide), (_, _, other_row) in zip(
            marks[number + 1 :], placed[number + 1 :], strict=True
        ):
            if other_row >= row and width and at + wide <= 700:
                assert left + width <= at


DISPLAY = Rect(100, 50, 1920, 1080)


def test_the_panel_takes_the_corner_that_covers_least() -> None:
    upper = Rect(100, 50, 1920, 400)
    assert beside(upper, DISPLAY, 900, 500) == Rect(1096, 606, 900, 500)
    lower_right = Rect(1000, 500, 1020, 630)
    assert beside(lower_right, DISPLAY, 700, 300) == Rect(124, 806, 700, 300)


def test_a_small_display_makes_a_small_panel() -> None:
    assert beside(Rect(0, 0, 10, 10), Rect(0, 0, 800, 480), 900, 500) == Rect(24, 24, 752, 432)

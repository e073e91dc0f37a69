"""What readers would have trouble with, in words, with line and time."""

from hypothesis import given
from hypothesis import strategies as st

from installation.said import verbatim
from installation.units import SECOND
from installation.words._checks import checked, shortened
from installation.words._script import Remark, Script, SpokenLine


def remarks(*lines: SpokenLine) -> list[str]:
    return [str(remark) for remark in checked(Script(lines))]


def line(start: float, end: float, text: str, at: int = 2) -> SpokenLine:
    return SpokenLine(round(start * SECOND), round(end * SECOND), text, text, at)


def test_a_good_line_is_not_spoken_of() -> None:
    assert remarks(line(1, 3, "Two rows\nof a few words")) == []
    assert remarks(line(1, 3, "x" * 40), line(3, 4, "Then.")) == []


def test_each_trouble_has_its_line_and_time() -> None:
    assert remarks(line(1, 9, "a\nb\nc")) == [
        "line 2, at 0:00:01.000: has 3 lines; 2 are read with ease"
    ]
    assert remarks(line(61.5, 70, "x" * 41, 7)) == [
        "line 7, at 0:01:01.500: has a line of 41 letters; 40 are read with ease"
    ]
    assert remarks(line(1, 2, "x" * 21)) == [
        "line 2, at 0:00:01.000: has 21 letters a second; 20 are read with ease"
    ]
    assert remarks(line(1, 1.5, "Oh.")) == [
        "line 2, at 0:00:01.000: is on for 0.50 s; nobody reads in less than 1 s"
    ]
    assert remarks(line(1, 3, "Oh."), line(2.5, 4, "No.", 6)) == [
        "line 6, at 0:00:02.500: overlaps one before it"
    ]
    long, within, later = line(1, 9, "Oh."), line(2, 4, "No.", 6), line(5, 7, "Yes.", 9)
    assert [text.split(",")[0] for text in remarks(long, within, later)] == ["line 6", "line 9"]


def test_many_of_a_kind_are_counted() -> None:
    many = [Remark(n, n * SECOND, verbatim(f"is on for 0.{n} s; nobody reads")) for n in range(9)]
    said = shortened([*many, Remark(3, 0, verbatim("overlaps one before it"))])
    assert len(said) == 5
    assert said[3:] == ("line 3, at 0:00:00.000: overlaps one before it", "and 6 more of these")


@given(
    st.lists(
        st.tuples(st.integers(0, 10**11), st.integers(1, 10**11), st.text(min_size=1)), max_size=9
    )
)
def test_every_remark_is_about_a_line_that_is_there(drawn) -> None:
    lines = sorted(SpokenLine(a, a + b, text, text, n) for n, (a, b, text) in enumerate(drawn))
    places = {(one.line, one.start_ns) for one in lines}
    assert all((r.line, r.at_ns) in places for r in checked(Script(tuple(lines))))

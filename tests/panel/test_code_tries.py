"""The code of a locked panel."""

from installation.panel._code_tries import MOST_WRONG, REST_S, CodeAnswer, CodeTries


def test_the_code_opens() -> None:
    tries = CodeTries("0420")
    assert tries.digits == 4
    assert [tries.take(typed, 0.0) for typed in ("0421", "0420")] == [
        CodeAnswer.WRONG,
        CodeAnswer.RIGHT,
    ]


def test_after_three_wrong_ones_none_is_taken_for_a_while() -> None:
    tries = CodeTries("0420")
    wrong = [tries.take("1111", 100.0) for _ in range(MOST_WRONG)]
    assert wrong == [CodeAnswer.WRONG, CodeAnswer.WRONG, CodeAnswer.RESTS]
    assert tries.take("0420", 100.0 + REST_S - 1) is CodeAnswer.RESTS
    assert tries.take("0420", 100.0 + REST_S) is CodeAnswer.RIGHT


def test_a_right_one_forgives_those_before_it() -> None:
    tries = CodeTries("0420")
    for typed in ("1", "2", "0420", "3", "4"):
        tries.take(typed, 0.0)
    assert tries.take("0420", 0.0) is CodeAnswer.RIGHT

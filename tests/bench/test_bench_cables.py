"""How words between machines are judged: by ones that are made up."""

from installation.bench._cables import FAR_MS, CablesFound, bars, summary


def found(*late_ms: float, said: int = 0) -> CablesFound:
    return CablesFound(2.0, 0.01, said or len(late_ms), late_ms)


def missed(what: CablesFound) -> list[str]:
    return [bar.what for bar in bars(what) if not bar.held]


def test_words_in_time_hold_both_bars() -> None:
    assert missed(found(*[3.0] * 999, FAR_MS + 100)) == []


def test_words_that_never_come_are_missed() -> None:
    assert missed(found(*[3.0] * 999, said=1000)) == ["words heard"]


def test_words_that_come_behind_the_instant_are_missed() -> None:
    late = missed(found(*[3.0] * 99, FAR_MS + 1))
    assert late == [f"heard within {FAR_MS:.0f} ms"]


def test_what_was_found_in_words() -> None:
    assert "4 of 5 words heard" in summary(found(1.0, 2.0, 3.0, 90.0, said=5))

"""How it is judged what strangers are given: by ones that are made up."""

from dataclasses import replace

from installation.bench._strangers import StrangersFound, StrangersSeen, bars, summary

GOOD = StrangersFound((StrangersSeen("no TLS", 500, 0, 0, 7),), 0, 0, 90, 90)


def missed(found: StrangersFound) -> list[str]:
    return [bar.what for bar in bars(found) if not bar.held]


def test_bars() -> None:
    assert missed(GOOD) == []
    answered = replace(GOOD, kinds=(StrangersSeen("TLS", 500, 1, 30),))
    assert missed(answered) == ["answered, of 500 connections"]
    assert missed(replace(GOOD, kinds=())) == ["answered, of 0 connections"]
    for brought in (replace(GOOD, orders=1), replace(GOOD, programmes=1)):
        assert missed(brought) == ["orders and programmes of strangers"]
    for lost in (replace(GOOD, heard=89), replace(GOOD, said=0, heard=0)):
        assert missed(lost) == ["words of the pair heard"]
    assert "no TLS" in summary(GOOD) and "90 of 90 heard" in summary(GOOD)

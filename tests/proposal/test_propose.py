"""Proposals on made-up pairs of films: near where it matters, and as sure as they are right."""

from dataclasses import replace

import numpy as np
import pytest
from made_up import SECOND, Kinship, story, telling

from installation.proposal import Portrait, Proposal, propose
from installation.proposal._propose import CEILING


def pair(seed: int, kin: Kinship, scenes: int = 6) -> tuple[Portrait, Portrait]:
    rng = np.random.default_rng(seed)
    told = story(rng, scenes)
    return telling(rng, told, kin), telling(rng, told, kin)


def results(kin: Kinship, seeds: range, subtitles: bool = True) -> np.ndarray:
    """(proposals, 2): the confidence, and whether it is within half a second."""
    rows = []
    for seed in seeds:
        model, film = pair(seed, kin)
        if not subtitles:
            model = replace(model, cues=())
        truth = dict(film.beats)
        rows += [
            (one.confidence, abs(one.at_ns - truth[one.name]) <= SECOND / 2)
            for one in propose(model, replace(film, beats=()))
            if one.there_ns
        ]
    return np.array(rows, float)


@pytest.mark.thorough
def test_a_confidence_is_how_often_it_is_right() -> None:
    found = np.concatenate(
        [
            results(Kinship(), range(4)),
            results(Kinship(), range(10, 14), subtitles=False),
            results(Kinship(looks=0.0, sound=0.0), range(20, 26)),
            results(Kinship(looks=0.25, sound=0.2, pace=0.3), range(30, 36), subtitles=False),
            results(Kinship(0.0, 0.0, 0.0), range(40, 44)),
        ]
    )
    sure, right = found[:, 0], found[:, 1]
    assert right[sure >= 0.8].mean() >= 0.85
    assert right[(sure >= 0.5) & (sure < 0.8)].mean() >= 0.5
    assert sure.mean() == pytest.approx(right.mean(), abs=0.1)
    # better than saying the same of all
    assert np.mean((sure - right) ** 2) < 0.75 * np.mean((right.mean() - right) ** 2)


@pytest.mark.thorough
def test_what_has_nothing_in_common_is_not_called_sure() -> None:
    found = results(Kinship(0.0, 0.0, 0.0), range(50, 55))
    assert (found[:, 0] >= 0.8).mean() <= 0.1


def test_a_film_beside_itself() -> None:
    _, film = pair(7, Kinship())
    for one in propose(film, replace(film, beats=())):
        assert abs(one.at_ns - one.there_ns) <= SECOND // 24
        assert one.confidence == CEILING
        assert one.verdict == "sure"


def test_beats_that_are_there_hold_the_rest() -> None:
    model, film = pair(8, Kinship(words=0.0, looks=0.2, sound=0.2))
    known = film.beats[1:4:2]
    known = tuple((name.upper(), at_ns) for name, at_ns in known)
    found = propose(model, replace(film, beats=known))
    assert [one.name for one in found] == ["beat 0", "beat 2", "beat 4", "beat 5"]
    places = {one.name: one.at_ns for one in found}
    assert known[0][1] < places["beat 2"] < known[1][1] < places["beat 4"]
    assert propose(model, film) == ()


def test_proposals_are_in_order_and_inside_whatever_the_films() -> None:
    model, _ = pair(9, Kinship())
    _, other = pair(10, Kinship(), scenes=3)
    found = propose(model, replace(other, beats=(), loudness=np.empty(0, np.float32)))
    places = [one.at_ns for one in found]
    assert all(0 <= at_ns <= other.index.pts_ns[-1] for at_ns in places)
    assert all(0 <= one.confidence <= 1 for one in found)


def test_words_for_confidence() -> None:
    words = [Proposal("a", 0, 0, sure, ()).verdict for sure in (0.9, 0.6, 0.2)]
    assert words == ["sure", "likely", "not sure"]

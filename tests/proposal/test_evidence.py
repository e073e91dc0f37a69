"""Wording, changes of scene, and what becomes of them on a grid."""

import numpy as np
import pytest
from made_up import FPS, SECOND, Kinship, story, telling

from installation.model import FilmIndex, Subtitle
from installation.proposal import _evidence as evidence
from installation.proposal import fold_words, scene_changes
from installation.proposal._evidence import Grid
from installation.proposal._wording import likeness


def test_case_and_accents_do_not_count() -> None:
    assert fold_words("Le Bàiser") == fold_words("LE BAISER")
    assert likeness(["Là, dans la nuit."], ["la dans, LA NUIT!"])[0, 0] == pytest.approx(1)


def test_the_reworded_line_is_the_most_alike() -> None:
    first = ["They dance. I have never danced.", "On the way back I take the wrong door."]
    second = ["Coming back, I opened the wrong door.", "The others danced; I never learned to."]
    alike = likeness(first, second)
    assert alike.argmax(axis=1).tolist() == [1, 0]
    assert likeness(first, ["..."]).max() == 0


def film(prints: np.ndarray) -> FilmIndex:
    made = telling(np.random.default_rng(1), story(np.random.default_rng(1), 2), Kinship())
    pts = np.round(np.arange(len(prints)) * SECOND / FPS).astype(np.int64)
    return FilmIndex(made.index.facts, pts, prints.astype(np.uint8))


def test_a_hard_cut_is_found_to_the_picture() -> None:
    rng = np.random.default_rng(2)
    scenes = rng.integers(40, 200, (3, 144))
    prints = np.repeat(scenes, [50, 71, 60], axis=0) + rng.integers(-3, 4, (181, 144))
    found = scene_changes(film(prints))
    assert [round(cut.at_ns * FPS / SECOND) for cut in found] == [50, 121]
    assert all(cut.strength == 1 for cut in found)


def test_a_dissolve_is_found_at_its_middle_and_a_flash_is_not() -> None:
    rng = np.random.default_rng(3)
    one, other = rng.integers(40, 200, (2, 144))
    part = np.clip((np.arange(200) - 90) / 20, 0, 1)[:, None]
    prints = one + (other - one) * part
    prints[40] = 255 - prints[40]
    found = scene_changes(film(prints))
    strong = [cut for cut in found if cut.strength > 0.5]
    assert len(strong) == 1
    assert strong[0].at_ns * FPS / SECOND == pytest.approx(100, abs=2)


def test_a_still_film_has_no_cuts() -> None:
    assert scene_changes(film(np.full((100, 144), 80))) == ()


def test_lines_speak_for_each_other_where_they_are() -> None:
    first = [
        Subtitle(SECOND, 2 * SECOND, "At last she came"),
        Subtitle(3 * SECOND, 4 * SECOND, "and went"),
    ]
    second = [Subtitle(2 * SECOND, 3 * SECOND, "At last, she came!")]
    grid = Grid(5 * SECOND, SECOND // 10)
    table = evidence.words(first, second, grid, grid)
    assert table[10].argmax() == 20
    assert table[15, 25] > 0 > table[15, 5]
    assert table[35, 25] < 0  # another line
    assert table[5, 45] == 0  # nothing is said in either
    assert not evidence.words(first, [], grid, grid).any()

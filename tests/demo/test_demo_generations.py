from itertools import pairwise

import numpy as np
import pytest

from installation.demo._canvas import Canvas
from installation.demo._generations import GENERATIONS, SCENES, Generation, moment, picture
from installation.demo._screenplay import BEATS, DISSOLVE, LENGTH

EACH = pytest.mark.parametrize("generation", GENERATIONS, ids=lambda g: f"generation{g.number}")


@EACH
@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_sound_before_during_and_after_its_beat(
    name: str, generation: Generation
) -> None:
    pictures = []
    for t in (-DISSOLVE, 0.0, 2.3, 4.0, 6.5):
        canvas = Canvas(160, 90)
        SCENES[name](canvas, t, generation.memory)
        assert np.isfinite(canvas.rgb).all()
        assert canvas.rgb.min() > -0.01
        pictures.append(canvas.rgb)
    for one, other in pairwise(pictures):
        assert np.abs(one - other).max() > 0.01


@EACH
def test_a_picture_is_whole_and_always_the_same(generation: Generation) -> None:
    once, again = (picture(generation, 8.0, 160, 90) for _ in range(2))
    assert once.shape[0] == 3
    assert once.shape[2] == pytest.approx(160 * generation.share, abs=2)
    assert once.min() >= 0 and once.max() <= 1
    assert np.array_equal(once, again)


@EACH
def test_every_beat_has_light_and_the_dark_room_has_little(generation: Generation) -> None:
    means = {
        name: float(picture(generation, at + 1.0, 160, 90).mean()) for name, at in BEATS.items()
    }
    assert all(mean > 0.03 for mean in means.values())
    assert means["dark room"] < 0.6 * means["ball"]
    kiss = float(picture(generation, BEATS["kiss"] + 0.3, 160, 90).mean())
    assert kiss > 1.5 * means["dark room"]


@EACH
def test_the_loop_closes(generation: Generation) -> None:
    last, first = (picture(generation, at, 160, 90) for at in (LENGTH - 1 / 96, 0.0))
    early = picture(generation, LENGTH - 2.0, 160, 90)
    assert np.abs(last - first).mean() < 0.5 * np.abs(early - first).mean()


def test_only_the_first_generation_stutters() -> None:
    shown = [{moment(g, frame / 24) for frame in range(240)} for g in GENERATIONS]
    assert [len(times) for times in shown] == [80, 240, 240]


def test_each_generation_remembers_differently() -> None:
    a, b, c = (g.memory for g in GENERATIONS)
    for trait in ("windows", "arches", "couples", "candles", "guests", "kiss"):
        assert len({getattr(memory, trait) for memory in (a, b, c)}) == 3

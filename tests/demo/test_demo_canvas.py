import numpy as np
import pytest

from installation.demo._canvas import Canvas, between, stretched
from installation.demo._noise import TILE, tile


@pytest.fixture
def canvas() -> Canvas:
    return Canvas(320, 180)


def area(canvas: Canvas, cover: np.ndarray) -> float:
    return float(cover.sum()) * canvas.pixel**2


def test_a_box_covers_its_area(canvas: Canvas) -> None:
    box = canvas.box(-0.5, -0.25, 0.5, 0.25)
    assert box is not None
    assert area(canvas, box.cover) == pytest.approx(0.5, rel=0.02)


def test_a_disc_covers_its_area(canvas: Canvas) -> None:
    disc = canvas.disc(0.1, -0.1, 0.5, 0.3)
    assert disc is not None
    assert area(canvas, disc.cover) == pytest.approx(np.pi * 0.15, rel=0.02)


def test_a_form_follows_its_profile(canvas: Canvas) -> None:
    triangle = canvas.form(-0.5, 0.5, lambda v: 0 * v, lambda v: 0.5 * v)
    assert triangle is not None
    assert area(canvas, triangle.cover) == pytest.approx(0.5, rel=0.02)
    widths = triangle.cover.sum(axis=1)
    assert np.all(np.diff(widths) > -1e-3)


def test_what_is_out_of_view_costs_nothing(canvas: Canvas) -> None:
    assert canvas.box(5, 5, 6, 6) is None
    assert canvas.disc(-9, 0, 1, 1) is None
    assert canvas.form(2, 3, lambda v: 0 * v, lambda v: v) is None
    canvas.glow(0, 9, 0.1, 0.1, (1, 1, 1))
    assert not canvas.rgb.any()


def test_the_camera_moves_the_world_the_other_way(canvas: Canvas) -> None:
    def middle() -> float:
        canvas.rgb[:] = 0
        canvas.glow(0, 0, 0.2, 0.2, (1, 1, 1))
        weights = canvas.rgb[0].sum(axis=0)
        return float((weights * np.arange(320)).sum() / weights.sum())

    before = middle()
    canvas.look(x=0.3)
    assert middle() == pytest.approx(before - 0.3 * 90, abs=0.5)


def test_paint_covers_and_light_adds(canvas: Canvas) -> None:
    canvas.gradient([(-1, (0.2, 0.2, 0.2)), (1, (0.2, 0.2, 0.2))])
    box = canvas.box(-3, -2, 3, 2)
    assert box is not None
    canvas.paint(box.where, box.cover * 0.5, (1.0, 0.0, 0.2))
    assert canvas.rgb[:, 90, 160] == pytest.approx((0.6, 0.1, 0.2))
    canvas.shine(box.where, box.cover, (0.0, 0.5, 0.0))
    assert canvas.rgb[:, 90, 160] == pytest.approx((0.6, 0.6, 0.2))


def test_a_mirror_shows_what_stands_above_it(canvas: Canvas) -> None:
    canvas.glow(0.4, -0.1, 0.05, 0.05, (1, 1, 1))
    canvas.mirror(0.0, stretch=1.0, strength=1.0, reach=50.0, ripple=0.0, t=0.0)
    above, below = canvas.rgb[0, :90], canvas.rgb[0, 90:]
    assert below == pytest.approx(above[::-1], abs=0.1)
    assert below.max() > 0.8


def test_noise_is_even_and_has_no_seam() -> None:
    noise = tile(1)
    assert np.histogram(noise, bins=8, range=(0, 1))[0] == pytest.approx(TILE * TILE / 8, rel=0.01)
    inside = np.abs(np.diff(noise, axis=0)).mean()
    assert np.abs(noise[0] - noise[-1]).mean() < 2 * inside


def test_clouds_drift_without_steps(canvas: Canvas) -> None:
    a, b = (canvas.clouds(tile(7, 1.9), (60, 60), (shift, 0)) for shift in (0.0, 0.05))
    assert a.shape == (180, 320)
    assert 0 < np.abs(a - b).max() < 0.02


def test_between_meets_the_samples() -> None:
    noise = tile(1)
    at = np.array([3.0, 511.0])
    assert between(noise, at, at) == pytest.approx(noise[np.ix_([3, 511], [3, 511])])


def test_stretching_keeps_an_even_plane_even() -> None:
    assert stretched(np.full((5, 7), 0.4, np.float32), 50, 64) == pytest.approx(0.4, abs=1e-5)

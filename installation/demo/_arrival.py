"""Arrival at the house: dusk, an avenue of poplars, every window lit."""

import numpy as np

from installation.demo._canvas import Canvas, Cover, lit
from installation.demo._memory import SceneMemory
from installation.demo._noise import Plane, tile, wander

HORIZON = 0.16
SHORE = 0.20


def arrival(c: Canvas, t: float, m: SceneMemory) -> None:
    """Come nearer across the pond; ``t`` seconds into the beat."""
    zoom = 0.97 * 1.042**t
    c.look(0.03 * wander(t * 0.7, m.seed), 0.02 * wander(t * 0.5, 3), zoom)
    _sky(c, t, m)
    _house(c, t, m)
    for i in range(m.poplars):
        _poplar(c, t, m, i)
    _lanterns(c, t, m)
    _pond(c, t, m)
    fog = c.clouds(tile(7, 1.9), (60, 220), (9 * t, 0))
    band = np.exp(-(((c.y - SHORE - 0.04) / 0.13) ** 2))[:, None]
    c.shine(c.everywhere, np.clip(fog - 0.15, 0, 1) * band, (0.050, 0.055, 0.095))
    _near_bank(c, t, m)


def _sky(c: Canvas, t: float, m: SceneMemory) -> None:
    c.gradient(
        [
            (-1.1, (0.004, 0.014, 0.062)),
            (-0.50, (0.014, 0.044, 0.150)),
            (-0.16, (0.070, 0.098, 0.235)),
            (0.02, (0.30, 0.190, 0.245)),
            (HORIZON, (0.50, 0.27, 0.190)),
        ]
    )
    streaks = c.clouds(tile(11, 1.8), (55, 190), (3.0 * t, 40 * m.seed))
    high = np.clip((HORIZON - c.y) * 1.6, 0, 1)[:, None]
    c.shine(c.everywhere, np.clip(streaks - 0.45, 0, 1) * high, (0.16, 0.10, 0.16))
    c.dim(c.everywhere, 0.82 + 0.36 * streaks)
    if m.detail > 0.2:
        rng = np.random.default_rng(5)
        for x, y, size in rng.uniform((-2, -1.1, 0.4), (2, -0.35, 1.0), (int(90 * m.detail), 3)):
            bright = size**3 * (0.75 + 0.25 * np.sin(3 * t + 40 * x))
            c.glow(x, y, 0.0035, 0.0035, (0.5 * bright, 0.55 * bright, 0.7 * bright))
    if m.moon:
        c.glow(0.98, -0.62, 0.22, 0.22, (0.06, 0.07, 0.11))
        moon = c.disc(0.98, -0.62, 0.062, 0.062, 0.02)
        if moon:
            c.paint(moon.where, moon.cover, (0.62, 0.62, 0.66))


def _house(c: Canvas, t: float, m: SceneMemory) -> None:
    """A long low manor with a gable in the middle, warm from inside."""
    wall = (0.022, 0.022, 0.042)
    foot = SHORE
    c.glow(0, -0.02, 1.15, 0.40, lit(m.warm, 0.13))
    c.ridge(_treeline, (0.018, 0.021, 0.040), 0.03)
    for x in (-0.52, 0.52):
        chimney = c.box(x - 0.03, -0.47, x + 0.03, -0.25)
        if chimney:
            c.paint(chimney.where, chimney.cover, (0.014, 0.015, 0.034))
    roof = c.form(-0.39, -0.24, 0.0, lambda v: 0.70 + 0.12 * v, 0.006)
    gable = c.form(-0.47, -0.24, 0.0, lambda v: 0.30 * v, 0.006)
    body = c.box(-0.78, -0.25, 0.78, foot)
    for part, colour in (
        (roof, (0.016, 0.018, 0.040)),
        (body, wall),
        (gable, (0.028, 0.027, 0.050)),
    ):
        if part:
            c.paint(part.where, part.cover, colour)
    if m.detail > 0.5:
        for x in (-0.235, -0.085, 0.085, 0.235):
            column = c.box(x - 0.013, -0.23, x + 0.013, foot)
            if column:
                c.paint(column.where, column.cover * (0.55 + 0.4 * column.u), (0.16, 0.12, 0.11))
    for i in range(m.windows):
        x = (i - (m.windows - 1) / 2) * 1.42 / m.windows
        for y, height in ((-0.165, 0.075), (0.035, 0.115)):
            if y > 0 and abs(x) < 0.05:
                continue
            _window(c, x, y, 0.33 / m.windows, height, t, m, 17 * i + 100 * y)
    door = c.box(-0.042, 0.02, 0.042, foot)
    if door:
        c.paint(door.where, door.cover, lit(m.warm, 1.9))
    c.glow(0, 0.10, 0.16, 0.16, lit(m.warm, 0.55))


def _treeline(x: Plane) -> Cover:
    """The garden's trees behind the house, out of waves that never meet again."""
    crowns = 0.050 * np.sin(2.9 * x + 1) + 0.026 * np.sin(7.3 * x) + 0.014 * np.sin(17 * x + 2)
    leaves = 0.007 * np.sin(41 * x) + 0.004 * np.sin(97 * x + 1)
    return np.asarray(HORIZON - 0.10 - crowns - leaves, np.float32)


def _window(
    c: Canvas, x: float, y: float, half: float, height: float, t: float, m: SceneMemory, seed: float
) -> None:
    """One lit window; now and then somebody passes behind it."""
    life = 0.85 + 0.25 * wander(1.3 * t, seed)
    light = c.box(x - half, y - height * 0.75, x + half, y + height * 0.75, 0.008)
    if light is None:
        return
    passer = np.exp(-((light.u - 2.4 * wander(0.45 * t, seed + 1)) ** 2) / 0.12)
    inside = (0.75 + 0.7 * light.v) * (1 - 0.62 * passer * (light.v > 0.25))
    c.paint(light.where, light.cover, (0.05, 0.03, 0.02))
    c.shine(light.where, light.cover * inside, lit(m.warm, 1.55 * life))
    c.glow(x, y, half * 2.2, height * 1.9, lit(m.warm, 0.16 * life))
    if m.detail > 0.5:
        for bar in (
            c.box(x - 0.003, y - height, x + 0.003, y + height),
            c.box(x - half, y - 0.004, x + half, y + 0.002),
        ):
            if bar:
                c.paint(bar.where, bar.cover * 0.8, (0.03, 0.02, 0.02))


def _poplar(c: Canvas, t: float, m: SceneMemory, i: int) -> None:
    """One of the poplars on the bank, left and right in turn."""
    side, pair = (-1) ** i, i // 2
    x = side * (0.99 + 0.235 * pair + 0.06 * np.sin(5 * i + m.seed))
    tall = 0.62 + 0.30 * abs(np.sin(2.7 * i + m.seed))
    lean = 0.012 * wander(t, i)
    tree = c.form(
        SHORE - tall,
        SHORE + 0.01,
        lambda v: x + lean * (1 - v) ** 2,
        lambda v: 0.105 * tall * np.sqrt(np.clip(v, 0, 1)) * (1.15 - v**3),
        0.03,
    )
    if tree is None:
        return
    cover: Cover = tree.cover
    if m.detail > 0.2:
        shift = (60 * i + 6 * wander(t, i), 90.0 * side)
        foliage = c.texture(tile(23, 1.1), (230, 170), shift, tree.where)
        leaves = np.clip((foliage * 1.5 + 0.35 - 1.25 * tree.u**2) * 3.0, 0, 1)
        cover = leaves * np.minimum(cover * 2, 1)
    c.paint(tree.where, cover, (0.008, 0.012, 0.024))
    lit_side = cover * np.clip(-side * tree.u, 0, 1) ** 2 * tree.v / (0.4 + pair)
    c.shine(tree.where, lit_side, lit(m.warm, 0.05))


def _lanterns(c: Canvas, t: float, m: SceneMemory) -> None:
    """Small lights along the bank for those who come."""
    for i in range(m.windows + 3):
        x = (i - (m.windows + 2) / 2) * 3.4 / (m.windows + 2)
        if abs(x) < 0.12:
            continue
        bright = 0.8 + 0.35 * wander(3 * t, i)
        c.glow(x, SHORE - 0.018, 0.007, 0.009, lit(m.warm, 2.2 * bright))
        c.glow(x, SHORE - 0.018, 0.05, 0.05, lit(m.warm, 0.12 * bright))


def _pond(c: Canvas, t: float, m: SceneMemory) -> None:
    """Still water, a little darker than the sky; the door's light comes all the way to us."""
    water = c.box(-3, SHORE, 3, 3)
    if water is None:
        return
    c.paint(water.where, water.cover, (0.003, 0.006, 0.014))
    c.mirror(SHORE, stretch=1.35, strength=0.62, reach=0.95, ripple=0.045 + 0.03 * m.detail, t=t)
    glitter = 0.10 * (1 + 0.3 * wander(2.1 * t, 1))
    c.glow(0, SHORE + 0.22, 0.035, 0.34, lit(m.warm, glitter * 2))
    c.glow(0, SHORE + 0.02, 0.70, 0.06, lit(m.warm, 0.10))


def _near_bank(c: Canvas, t: float, m: SceneMemory) -> None:
    """Leaves so near that they are only dark; they part as one comes closer."""
    c.look(0.05 * wander(t * 0.7, m.seed), 0.03 * wander(t * 0.5, 3), 1.0)
    for side in (-1, 1):
        _branch(c, t, m, side)


def _branch(c: Canvas, t: float, m: SceneMemory, side: int) -> None:
    x = side * (1.70 + 0.035 * t) + 0.05 * m.seed + 0.02 * wander(t, side)
    branch = c.form(
        -1.15,
        1.25,
        lambda v: x + side * 0.10 * np.sin(2.2 * v),
        lambda v: 0.20 + 0.10 * np.cos(5 * v + side),
        0.22,
    )
    if branch:
        shift = (12 * wander(0.7 * t, side), 40.0 * side)
        leaves = c.texture(tile(23, 1.5), (70, 60), shift, branch.where)
        cover = np.clip(branch.cover * (0.55 + 0.9 * leaves), 0, 0.97)
        c.paint(branch.where, cover, (0.004, 0.006, 0.013))

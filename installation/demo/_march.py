"""The march away: a grey and lilac dawn, fog, backs, and the beat of boots."""

import numpy as np

from installation.demo._canvas import Canvas, Cover, Rows, lit
from installation.demo._memory import SceneMemory
from installation.demo._noise import Plane, tile, wander

HORIZON = -0.08
STEPS = 1.85
"""Steps a second."""


def march(c: Canvas, t: float, m: SceneMemory) -> None:
    """Walk among them; ``t`` seconds into the beat."""
    stride = np.pi * STEPS * t
    bob = 0.016 * abs(np.sin(stride))
    c.look(0.010 * np.sin(stride) + 0.02 * wander(0.5 * t, 2), -bob, 1.0)
    _dawn(c, t, m)
    _road(c, t, m)
    _trees(c, t, m)
    _column(c, t, m)
    fog = c.clouds(tile(7, 1.8), (50, 150), (22 * t, 6 * t))
    low = np.exp(-(((c.y - HORIZON - 0.16) / 0.24) ** 2))[:, None]
    c.shine(c.everywhere, np.clip(fog - 0.25, 0, 1) * low, (0.17, 0.145, 0.165))


def _dawn(c: Canvas, t: float, m: SceneMemory) -> None:
    c.gradient(
        [
            (-1.0, (0.085, 0.090, 0.185)),
            (-0.45, (0.205, 0.175, 0.290)),
            (HORIZON - 0.02, (0.60, 0.40, 0.385)),
            (HORIZON + 0.1, (0.36, 0.27, 0.31)),
        ]
    )
    veil = c.clouds(tile(11, 1.7), (40, 170), (5 * t, 30 * m.seed))
    c.dim(c.everywhere, 0.72 + 0.56 * veil)
    c.glow(0.42, HORIZON - 0.14, 0.75, 0.30, (0.36, 0.17, 0.09))
    c.glow(0.42, HORIZON - 0.14, 0.17, 0.15, (0.45, 0.27, 0.16))
    sun = c.disc(0.42, HORIZON - 0.15, 0.062, 0.062, 0.014)
    if sun:
        c.shine(sun.where, sun.cover, (1.3, 0.86, 0.58))
    c.ridge(_hills(0.075, 0.0), (0.30, 0.25, 0.30), 0.05)
    c.ridge(_hills(0.030, 2.0), (0.20, 0.17, 0.215), 0.05)
    for i in range(9) if m.detail > 0.5 else ():
        _bird(c, t, i)


def _hills(lift: float, place: float) -> Rows:
    """A far line of hills, up to ``lift`` above the horizon."""

    def height(x: Plane) -> Cover:
        waves = np.sin(1.7 * x + place) * np.sin(0.9 * x + 2 * place)
        return np.asarray(HORIZON + 0.03 - lift * (0.5 + 0.5 * waves))

    return height


def _bird(c: Canvas, t: float, i: int) -> None:
    x = -1.5 + 0.16 * t + 0.13 * i + 0.05 * np.sin(3 * i)
    y = -0.58 - 0.06 * abs(4 - i) + 0.02 * wander(t, i) - 0.015 * t
    soft = 0.008 + 0.003 * abs(np.sin(8 * t + i))
    wings = c.form(y - 0.010, y + 0.010, x, lambda v: 0.018 * (1 - v), soft)
    if wings:
        c.dim(wings.where, 1 - 0.55 * wings.cover * np.clip(np.abs(wings.u) + wings.v, 0, 1))


def _road(c: Canvas, t: float, m: SceneMemory) -> None:
    field = c.box(-3, HORIZON + 0.03, 3, 3, 0.03)
    if field is None:
        return
    y = c.y[field.where[0]]
    depth = 1 / np.maximum(y - HORIZON, 0.025)
    mist = np.exp(-np.clip(y - HORIZON, 0, None) * 3.0)[:, None]
    c.paint(field.where, field.cover * (1 - 0.8 * mist), (0.046, 0.040, 0.062))
    road = c.form(
        HORIZON + 0.01,
        1.3,
        lambda v: 0.05 * np.sin(3 * v) * (1 - v),
        lambda v: 0.01 + 1.15 * v,
        0.02,
    )
    if road:
        c.paint(
            road.where,
            road.cover * (0.35 + 0.45 * np.clip(road.v * 3, 0, 1)),
            (0.150, 0.118, 0.135),
        )
        for rut in (-0.52, 0.52):
            groove = np.exp(-(((road.u - rut) / 0.085) ** 2))
            c.dim(road.where, 1 - 0.38 * groove * road.cover)
    ground = tile(3, 0.9 if m.detail > 0.5 else 1.3)
    rows = (depth * 90 + 90 * 1.05 * t).astype(np.intp) % 512
    across = (c.x[field.where[1]][None, :] * depth[:, None] * 110).astype(np.intp) % 512
    rough = ground[rows[:, None], across]
    strength = 0.75 * (1 - mist)
    c.dim(field.where, 1 - strength * 0.5 + strength * rough)
    c.shine(field.where, field.cover * mist, (0.115, 0.080, 0.095))


def _trees(c: Canvas, t: float, m: SceneMemory) -> None:
    """Bare poplars at the roadside, one after another out of the fog."""
    for i in range(7, -1, -1):
        for side in (-1, 1):
            _tree(c, m, (i * 0.95 - 0.55 * t) % 7.6 + 0.55, i, side)


def _tree(c: Canvas, m: SceneMemory, depth: float, i: int, side: int) -> None:
    x = side * 1.75 / depth + 0.02
    foot = HORIZON + 0.42 / depth
    top = foot - (1.30 + 0.2 * np.sin(3 * i + side)) / depth
    near = float(np.exp(-0.34 * (depth - 0.5)))
    tree = c.form(
        top,
        foot,
        x,
        lambda v: (0.010 + 0.075 * np.sin(np.pi * np.clip(v, 0, 1) ** 0.8)) / depth,
        0.05 / depth,
    )
    if tree:
        cover = tree.cover * 0.75
        if m.detail > 0.2:
            twigs = c.texture(tile(23, 0.9), (150 * depth, 60 * depth), (90.0 * i, 0), tree.where)
            cover = cover * np.clip((twigs - 0.55 * np.abs(tree.u)) * 3.2, 0, 1)
        c.paint(tree.where, cover * near, (0.060, 0.052, 0.068))
    trunk = c.box(x - 0.011 / depth, top + 0.6 / depth, x + 0.011 / depth, foot)
    if trunk:
        c.paint(trunk.where, trunk.cover * near, (0.050, 0.043, 0.056))


def _column(c: Canvas, t: float, m: SceneMemory) -> None:
    """Rank behind rank of greatcoats; every boot falls on the beat."""
    for rank in range(m.ranks - 1, -1, -1):
        depth = 0.92 + 0.62 * rank
        near = float(np.exp(-0.30 * (depth - 0.7)))
        files = (-0.60, -0.21, 0.20, 0.61) if m.detail > 0.2 else (-0.46, 0.0, 0.46)
        for k, lane in enumerate(files):
            if rank == 0 and abs(lane) < 0.3:
                continue
            _soldier(c, t, m, lane / depth, depth, near, rank + 3 * k)


def _soldier(
    c: Canvas, t: float, m: SceneMemory, x: float, depth: float, near: float, who: int
) -> None:
    stride = np.pi * STEPS * t + 0.35 * np.sin(5 * who)
    size = 0.96 / depth
    bob = 0.020 * size * abs(np.sin(stride + 0.4 * np.sin(who)))
    x += 0.014 * size * np.sin(stride) + 0.02 * size * np.sin(9 * who)
    foot = HORIZON + 0.70 / depth + 0.02
    top = foot - (0.98 + 0.03 * np.sin(3 * who)) * size - bob
    tone = lit((0.036, 0.035, 0.048), 1.0)
    soft = 0.010 + 0.012 * (1 - m.detail)
    for leg in (-1, 1):
        lift = 0.05 * size * max(0.0, leg * np.sin(stride))
        boot = c.box(
            x + leg * 0.05 * size - 0.036 * size,
            foot - 0.24 * size,
            x + leg * 0.05 * size + 0.036 * size,
            foot - lift,
            soft,
        )
        if boot:
            c.paint(boot.where, boot.cover * near, lit(tone, 0.6))
    rifle_top, lean = top - 0.20 * size, 0.10 * size
    rifle = c.form(
        rifle_top,
        top + 0.50 * size,
        lambda v: x + 0.115 * size - lean * (v - 0.35),
        lambda v: size * (0.005 + 0.008 * (v > 0.30) + 0.010 * (v > 0.78)),
        0.004,
    )
    if rifle:
        c.paint(rifle.where, rifle.cover * near, lit(tone, 0.7))
    coat = c.form(top, foot - 0.13 * size, x, lambda v: size * _greatcoat(v), soft)
    if coat:
        c.paint(coat.where, coat.cover * near, tone)
        rim = np.clip((coat.u - 0.35) * 1.6, 0, 1) ** 2 * np.clip(1.1 - coat.v, 0, 1)
        c.shine(coat.where, coat.cover * rim, (0.16 * near, 0.105 * near, 0.085 * near))
        if m.detail > 0.5:
            strap = (
                np.exp(-(((coat.u - (coat.v - 0.38) * 3.2) / 0.10) ** 2))
                * (coat.v > 0.2)
                * (coat.v < 0.6)
            )
            c.shine(coat.where, coat.cover * strap, (0.05 * near, 0.045 * near, 0.05 * near))
            seam = np.exp(-((coat.u / 0.04) ** 2)) * (coat.v > 0.62)
            c.dim(coat.where, 1 - 0.45 * coat.cover * seam * near)


def _greatcoat(v: Plane) -> Cover:
    """Half width from the cap down: cap, head, collar, pack, belt, skirts."""
    at = (0.0, 0.012, 0.05, 0.055, 0.10, 0.135, 0.15, 0.175, 0.21, 0.40, 0.53, 0.60, 1.0)
    width = (
        0.046,
        0.062,
        0.055,
        0.047,
        0.045,
        0.036,
        0.052,
        0.105,
        0.128,
        0.120,
        0.098,
        0.106,
        0.138,
    )
    return np.asarray(np.interp(v, at, width), np.float32)

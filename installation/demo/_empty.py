"""The return: a pale room, a window, a curtain that moves, and nobody."""

import numpy as np

from installation.demo._canvas import Canvas, Cover, lit
from installation.demo._memory import SceneMemory
from installation.demo._noise import Plane, smooth, tile, wander

FLOOR = 0.46
LEFT, RIGHT, TOP, SILL = 0.14, 0.86, -0.70, 0.16


def empty_room(c: Canvas, t: float, m: SceneMemory) -> None:
    """Stand there again; ``t`` seconds into the beat."""
    c.look(
        0.10 + 0.035 * t - 0.06 + 0.02 * wander(0.5 * t, 1),
        -0.01 + 0.015 * wander(0.4 * t, 7),
        1.0 + 0.022 * t,
    )
    cloud = 1 + 0.10 * wander(0.7 * t, 5)
    _room(c, m, cloud)
    _traces(c, t, m)
    _window(c, t, m, cloud)
    _light(c, t, m, cloud)
    if m.chair:
        _chair(c)
    _curtain(c, t, m, -1)
    _curtain(c, t, m, 1)
    _dust(c, t, m)


def _room(c: Canvas, m: SceneMemory, cloud: float) -> None:
    c.gradient(
        [(-1, (0.200, 0.225, 0.290)), (-0.2, (0.380, 0.350, 0.325)), (FLOOR, (0.34, 0.275, 0.225))]
    )
    plaster = c.clouds(tile(71, 1.4), (90, 110), (40 * m.seed, 0))
    c.dim(c.everywhere, 0.86 + 0.28 * plaster)
    away = (
        np.exp(-(((c.x - 0.45) / 1.15) ** 2))[None, :]
        * np.exp(-(((c.y + 0.05) / 1.1) ** 2))[:, None]
    )
    # What the window does not reach keeps the blue of the morning; what it reaches is cream.
    for channel, (dark, bright) in enumerate(((0.34, 0.98), (0.40, 0.86), (0.56, 0.70))):
        c.rgb[channel] *= dark + (bright - dark) * cloud * away * 1.25
    corner = c.form(-1.4, FLOOR + 0.3, -1.95, lambda v: 0.70 + 0.02 * v, 0.02)
    if corner:
        c.dim(corner.where, 1 - 0.30 * corner.cover)
    floor = c.box(-4, FLOOR, 4, 3, 0.006)
    if floor is None:
        return
    y = c.y[floor.where[0]]
    depth = 1 / np.maximum(y - FLOOR + 0.30, 0.05)
    c.paint(floor.where, floor.cover, (0.165, 0.120, 0.090))
    across = (c.x[floor.where[1]] - 0.2)[None, :] * depth[:, None]
    if m.detail > 0.2:
        boards = across * 2.6
        gap = np.exp(-(((boards % 1.0) - 0.5) ** 2) / 0.0016)
        tone = np.sin(np.floor(boards + 0.5) * 12.9) * 0.13
        wood = tile(41, 1.0)
        rows, columns = (depth * 24).astype(np.intp) % 512, (across * 190).astype(np.intp) % 512
        fibre = wood[(rows[:, None] + (boards + 0.5).astype(np.intp) * 57) % 512, columns] - 0.5
        c.dim(floor.where, (1 - 0.5 * gap) * (1 + tone + 0.34 * m.detail * fibre))
    skirting = c.box(-4, FLOOR - 0.055, 4, FLOOR, 0.004)
    if skirting:
        c.dim(skirting.where, 1 + skirting.cover * (0.30 - 0.45 * skirting.v))


def _traces(c: Canvas, t: float, m: SceneMemory) -> None:
    """Draw where a picture hung, the wrong door, and a warmth on the wall that may be nothing."""
    mark = c.box(-0.42, -0.56, -0.10, -0.12, 0.012)
    if mark:
        c.dim(mark.where, 1 + 0.13 * mark.cover)
    door = c.box(-1.12, -0.50, -0.72, FLOOR, 0.008)
    if door:
        c.dim(door.where, 1 - 0.14 * door.cover)
        if m.detail > 0.2:
            for low, high in ((0.07, 0.44), (0.52, 0.92)):
                panel = np.clip((0.72 - np.abs(door.u)) * 24, 0, 1) * np.clip(
                    np.minimum(door.v - low, high - door.v) * 60, 0, 1
                )
                c.dim(door.where, 1 - 0.5 * panel * (1 - panel) * door.cover)
    seam = c.box(-0.735, -0.50, -0.715, FLOOR, 0.008)
    if seam:
        c.dim(seam.where, 1 - 0.75 * seam.cover)
    warmth = 0.5 + 0.5 * np.sin(0.9 * t - 0.6)
    c.glow(-0.36, 0.0, 0.32, 0.36, lit(m.kiss, 0.13 * warmth * warmth))


def _window(c: Canvas, t: float, m: SceneMemory, cloud: float) -> None:
    c.glow(
        (LEFT + RIGHT) / 2,
        (TOP + SILL) / 2,
        0.85,
        0.80,
        (0.20 * cloud, 0.175 * cloud, 0.14 * cloud),
    )
    frame = c.box(LEFT - 0.035, TOP - 0.035, RIGHT + 0.035, SILL + 0.05, 0.006)
    glass = c.box(LEFT, TOP, RIGHT, SILL, 0.006)
    if frame:
        c.paint(frame.where, frame.cover, (0.50, 0.49, 0.47))
    if glass is None:
        return
    c.paint(glass.where, glass.cover, (1.10 * cloud, 1.08 * cloud, 1.02 * cloud))
    if m.detail > 0.2:
        trees = c.texture(tile(23, 1.7), (95, 75), (4 * wander(0.8 * t, 3), 20), glass.where)
        leaf = np.clip((trees * 0.9 + glass.v - 0.86) * (1.6 + 2.0 * m.detail), 0, 1)
        c.paint(glass.where, glass.cover * leaf * 0.62, (0.40, 0.47, 0.42))
        for x in (0.27, 0.73):
            bend = 0.006 * wander(t, x)
            poplar = c.form(TOP, SILL, x + bend, lambda v: 0.055 * np.sqrt(np.clip(v, 0, 1)), 0.04)
            if poplar:
                c.paint(poplar.where, poplar.cover * 0.42, (0.30, 0.37, 0.34))
    else:
        garden = glass.cover * np.clip((glass.v - 0.6) * 4, 0, 1)
        c.paint(glass.where, garden * 0.5, (0.36, 0.45, 0.40))
    bars = [c.box((LEFT + RIGHT) / 2 - 0.013, TOP, (LEFT + RIGHT) / 2 + 0.013, SILL, 0.005)]
    for k in range(1, m.panes + 1):
        y = TOP + (SILL - TOP) * k / (m.panes + 1)
        bars.append(c.box(LEFT, y - 0.009, RIGHT, y + 0.009, 0.005))
    for bar in bars:
        if bar:
            c.paint(bar.where, bar.cover, (0.40, 0.39, 0.385))
    ledge = c.box(LEFT - 0.07, SILL + 0.035, RIGHT + 0.07, SILL + 0.075, 0.006)
    if ledge:
        c.paint(ledge.where, ledge.cover, (0.60, 0.58, 0.55))


def _light(c: Canvas, t: float, m: SceneMemory, cloud: float) -> None:
    """The window lies once more on the floor, with the leaves moving in it."""
    for side in (-1, 1):
        _patch(c, t, m, cloud, side)
    shaft = c.form(
        TOP, FLOOR + 0.42, lambda v: 0.50 - 0.62 * v**1.3, lambda v: 0.36 + 0.13 * v, 0.16
    )
    if shaft and m.detail > 0.2:
        haze = c.clouds(tile(7, 1.8), (60, 40), (5 * t, 3 * t))[shaft.where]
        c.shine(shaft.where, shaft.cover * haze * (0.4 + 0.6 * shaft.v), (0.10, 0.095, 0.08))


def _patch(c: Canvas, t: float, m: SceneMemory, cloud: float, side: int) -> None:
    patch = c.form(
        FLOOR + 0.09,
        FLOOR + 0.42,
        lambda v: 0.36 - 0.50 * v + side * (0.165 + 0.085 * v),
        lambda v: 0.150 + 0.080 * v,
        0.018 + 0.03 * (1 - m.detail),
    )
    if patch is None:
        return
    shift = (10 * wander(0.8 * t, 3), 6 * wander(0.6 * t, 8))
    leaves = c.texture(tile(23, 1.7), (80, 130), shift, patch.where)
    cover = patch.cover * (0.45 + 0.75 * leaves)
    for i in range(1, m.panes + 1):
        cover = cover * (1 - 0.7 * np.exp(-(((patch.v - i / (m.panes + 1)) / 0.03) ** 2)))
    c.shine(patch.where, cover, (1.25 * cloud, 0.95 * cloud, 0.56 * cloud))


def _chair(c: Canvas) -> None:
    """One chair, turned to the window."""
    shadow = c.form(0.74, 0.90, lambda v: -0.36 - 0.55 * v, lambda v: 0.17 + 0.06 * v, 0.05)
    if shadow:
        c.dim(shadow.where, 1 - 0.42 * shadow.cover * (1 - 0.6 * shadow.v))
    for x0, y0, x1, y1 in (
        (-0.165, 0.36, -0.148, 0.68),
        (-0.445, 0.36, -0.428, 0.68),
        (-0.160, -0.06, -0.145, 0.36),
        (-0.440, -0.06, -0.425, 0.36),
        (-0.450, -0.08, -0.135, -0.045),
        (-0.440, 0.03, -0.145, 0.048),
        (-0.440, 0.12, -0.145, 0.138),
        (-0.385, 0.36, -0.365, 0.80),
        (-0.085, 0.36, -0.065, 0.80),
    ):
        part = c.box(x0, y0, x1, y1, 0.006)
        if part:
            c.paint(part.where, part.cover, (0.060, 0.043, 0.036))
            c.shine(part.where, part.cover * np.clip(part.u, 0, 1) ** 2, (0.17, 0.155, 0.14))
    seat = c.form(0.345, 0.41, lambda v: -0.30 + 0.045 * v, lambda v: 0.155 + 0.04 * v, 0.006)
    if seat:
        c.paint(seat.where, seat.cover, (0.085, 0.062, 0.050))
        c.shine(
            seat.where, seat.cover * (1 - seat.v) * np.clip(0.5 + seat.u, 0, 1), (0.34, 0.32, 0.29)
        )


def _curtain(c: Canvas, t: float, m: SceneMemory, side: int) -> None:
    """Sheer cloth; the air lifts the left one into the room."""
    air = (0.65 + 0.5 * wander(0.9 * t, 11)) * (1.0 if side < 0 else 0.35)
    anchor = LEFT - 0.03 if side < 0 else RIGHT + 0.03
    width = 0.125

    def centre(v: Plane) -> Cover:
        wave = 0.035 * np.sin(4.2 * v - 1.9 * t + side) * v
        lifted = -side * 0.24 * air * np.sin(1.35 * v) ** 2 * v
        return np.asarray(anchor + side * 0.02 + lifted + wave * air)

    cloth = c.form(
        TOP - 0.07, FLOOR + 0.05, centre, lambda v: width * (1 + 0.55 * air * v**1.5), 0.014
    )
    if cloth is None:
        return
    folds = np.sin(cloth.u * (7 + 6 * m.detail) + 2.2 * np.sin(2.4 * cloth.v - 1.3 * t) + side)
    if m.detail > 0.5:
        folds = 0.65 * folds + 0.35 * np.sin(cloth.u * 29 + 3.1 * np.sin(3 * cloth.v - 1.7 * t))
    glow = np.clip(1 - side * -0.45 * cloth.u, 0.4, 1.5)
    c.paint(cloth.where, cloth.cover * (0.70 + 0.12 * folds), (0.50, 0.505, 0.53))
    c.shine(cloth.where, cloth.cover * (0.5 + 0.5 * folds) * glow, (0.36, 0.33, 0.28))


def _dust(c: Canvas, t: float, m: SceneMemory) -> None:
    if m.detail < 0.2:
        return
    rng = np.random.default_rng(88)
    for i in range(round(60 * m.detail)):
        x0, y0, size = rng.uniform((-0.7, -0.6, 0.2), (0.95, 0.8, 1.0))
        x = x0 + 0.10 * wander(0.35 * t, i)
        y = y0 + 0.09 * wander(0.3 * t, i + 50) + 0.008 * t
        sunlit = smooth(-0.25, 0.25, 0.42 - abs(x - (0.5 - 0.62 * (y + 0.7) / 1.58)))
        r = 0.0028 + 0.003 * size
        c.glow(x, y, r, r, lit((0.55, 0.52, 0.44), sunlit * size))

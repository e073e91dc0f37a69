"""The ball: gold, candles without number, and dancers who are all movement."""

import numpy as np

from installation.demo._canvas import Canvas, Cover, lit
from installation.demo._memory import SceneMemory
from installation.demo._noise import Plane, tile, wander

FLOOR = 0.20
WALTZ = 1.15
"""Seconds of one turn of the waltz."""


def ball(c: Canvas, t: float, m: SceneMemory) -> None:
    """Stand at the edge of the dance; ``t`` seconds into the beat."""
    beat = np.sin(2 * np.pi * t / WALTZ)
    c.look(0.13 * np.sin(0.42 * t + 0.4) + 0.008 * beat, 0.012 * beat, 1.04 + 0.02 * t)
    _hall(c, t, m)
    _lights(c, t, m)
    _floor(c, t, m)
    _dancers(c, t, m)
    _bokeh(c, t, m)


def _hall(c: Canvas, t: float, m: SceneMemory) -> None:
    c.gradient(
        [
            (-1.0, (0.030, 0.011, 0.004)),
            (-0.70, (0.085, 0.036, 0.010)),
            (-0.66, (0.17, 0.078, 0.022)),
            (-0.25, (0.27, 0.132, 0.036)),
            (FLOOR, (0.13, 0.055, 0.014)),
        ]
    )
    c.dim(c.everywhere, 0.42 + 0.68 * np.exp(-((c.x / 1.25) ** 2))[None, :])
    damask = c.clouds(tile(31, 1.4), (120, 120), (20 * m.seed, 0))
    c.dim(c.everywhere, 0.82 + 0.36 * damask)
    for y, depth in ((-0.70, 0.55), (-0.665, 1.5), (FLOOR - 0.05, 0.6)):
        cornice = c.box(-3, y - 0.012, 3, y + 0.012, 0.008)
        if cornice:
            c.dim(cornice.where, 1 + cornice.cover * (depth - 1))
    for i in range(m.arches):
        _arch(c, t, m, i)


def _arch(c: Canvas, t: float, m: SceneMemory, i: int) -> None:
    """One tall window with the night in it, and the candles at its sides."""
    spread = 3.0 / m.arches
    x, half, foot = (i - (m.arches - 1) / 2) * spread, 0.27 * spread, FLOOR - 0.02

    def round_top(v: Plane) -> Cover:
        return np.asarray(half * np.sqrt(1 - np.clip(1 - v / 0.30, 0, 1) ** 2))

    frame = c.form(-0.60, foot, x, lambda v: round_top(v) * 1.13, 0.01)
    glass = c.form(-0.57, foot, x, round_top, 0.008)
    if frame:
        c.paint(frame.where, frame.cover, (0.52, 0.29, 0.085))
    if glass:
        c.paint(glass.where, glass.cover, (0.020, 0.034, 0.085))
        c.shine(glass.where, glass.cover * np.clip(1 - glass.v, 0, 1), (0.02, 0.05, 0.16))
        sheen = np.exp(-((glass.u - 0.5 * float(np.sin(0.3 * t + i))) ** 2) / 0.05)
        c.shine(glass.where, glass.cover * sheen * glass.v, lit(m.warm, 0.20))
        for dx in (-0.33, 0.33) if m.detail > 0.2 else ():
            bar = c.box(x + dx * half - 0.004, -0.57, x + dx * half + 0.004, foot)
            if bar:
                c.paint(bar.where, bar.cover * 0.8, (0.30, 0.16, 0.05))
    for side in (-1, 1):
        sconce = x + side * spread / 2
        flicker = 1 + 0.2 * wander(4 * t, 7 * i + side)
        c.glow(sconce, -0.20, 0.020, 0.034, lit(m.warm, 1.4 * flicker))
        c.glow(sconce, -0.20, 0.16, 0.22, lit(m.warm, 0.13 * flicker))


def _chandeliers(m: SceneMemory) -> tuple[tuple[float, float, float], ...]:
    """Return where they hang and how large: x, y, radius."""
    if m.detail > 0.7:
        return (-0.98, -0.66, 0.20), (0.0, -0.60, 0.34), (0.98, -0.66, 0.20)
    if m.detail > 0.2:
        return (-0.72, -0.62, 0.26), (0.66, -0.64, 0.30)
    return ((0.05, -0.60, 0.36),)


def _lights(c: Canvas, t: float, m: SceneMemory) -> None:
    for x, y, radius in _chandeliers(m):
        c.glow(x, y, radius * 2.6, radius * 1.9, lit(m.warm, 0.30))
        c.glow(x, y, radius * 1.1, radius * 0.6, lit(m.warm, 0.35))
        for ring, lift in ((1.0, 0.0), (0.55, -0.10)) if m.detail > 0.2 else ((1.0, 0.0),):
            flames = round((6 + 10 * m.detail) * (0.5 + ring / 2))
            for i in range(flames):
                a = 2 * np.pi * i / flames + 0.16 * t
                fx = x + ring * radius * np.cos(a)
                fy = y + lift * radius * 3 + ring * radius * 0.24 * np.sin(a)
                size = radius * (0.034 + 0.012 * np.sin(a) + 0.035 * (1 - m.detail))
                bright = 1.6 + 0.5 * wander(5 * t, i)
                c.glow(fx, fy, size, size * 1.7, lit(m.warm, bright))
                if m.detail > 0.5:
                    c.glow(fx, fy + 0.1 * radius, 0.004, 0.09 * radius, (0.5, 0.4, 0.28))


def _floor(c: Canvas, t: float, m: SceneMemory) -> None:
    ground = c.box(-3, FLOOR, 3, 3, 0.006)
    if ground is None:
        return
    y = c.y[ground.where[0]]
    depth = 1 / np.maximum(y - FLOOR + 0.16, 0.05)
    fall = np.exp(-(y - FLOOR) * 1.2)[:, None]
    c.paint(ground.where, ground.cover, (0.035, 0.013, 0.004))
    c.shine(ground.where, ground.cover * fall, (0.10, 0.044, 0.010))
    c.mirror(FLOOR, stretch=1.5, strength=0.46, reach=0.50, ripple=0.16, t=0.0)
    if m.detail > 0.2:
        across = c.x[ground.where[1]][None, :] * depth[:, None]
        boards = np.sin(across * 10.0 + 1.6 * np.sign(np.sin(depth * 5.5))[:, None])
        c.dim(ground.where, 1 - 0.09 * m.detail * np.clip(boards * 3, -1, 1))
    ripple = 0.02 * np.sin(2.2 * t)
    for x, _, radius in _chandeliers(m):
        c.glow(x, FLOOR + 0.34, radius * 0.55, 0.34, lit(m.warm, 0.26))
        c.glow(x + ripple, FLOOR + 0.30, radius * 0.16, 0.36, lit(m.warm, 0.40))
    spread = 3.0 / m.arches
    for i in range(m.arches + 1):
        x = (i - m.arches / 2) * spread
        c.glow(x, FLOOR + 0.15, 0.025, 0.20, lit(m.warm, 0.30))


def _dancers(c: Canvas, t: float, m: SceneMemory) -> None:
    """Couples on their round, the far ones first; nobody has a face."""
    couples = []
    for i in range(m.couples):
        a = 2 * np.pi * i / m.couples + 0.50 * t + m.seed
        couples.append((1.75 - 0.95 * np.sin(a), 1.55 * np.cos(a), i))
    for depth, x, i in sorted(couples, reverse=True):
        _couple(c, t, m, x / depth**0.55, depth, i)


def _couple(c: Canvas, t: float, m: SceneMemory, x: float, depth: float, i: int) -> None:
    turn = 2 * np.pi * t / WALTZ / 2 + 2.1 * i
    size = 0.92 / depth
    foot = FLOOR + 0.30 / depth**1.3 - 0.012 * abs(np.sin(turn)) * size
    swirl, facing = float(np.cos(turn)), float(np.sin(turn))
    blur = (0.055 + 0.045 * abs(swirl)) * size
    gown = m.gowns[i % len(m.gowns)]
    light = 0.85 - 0.25 * min(depth - 0.8, 1.0)
    hem = size * (0.185 + 0.045 * abs(swirl))

    def coat() -> None:
        him = c.form(
            foot - 0.90 * size,
            foot,
            x - 0.085 * size * swirl,
            lambda v: size * _coat(v),
            blur,
        )
        if him:
            cover = him.cover * np.clip((0.985 - him.v) * 28, 0, 1)
            c.paint(him.where, cover * 0.94, (0.020, 0.018, 0.028))
            c.shine(him.where, cover * np.clip(him.u, 0, 1) ** 3, lit(m.warm, 0.12))

    def dress() -> None:
        her = c.form(
            foot - 0.80 * size,
            foot,
            lambda v: x + 0.075 * size * swirl + 0.05 * size * facing * v**2,
            lambda v: size * _gown(v) * hem / (0.2 * size),
            blur,
        )
        if her:
            folds = 1 + 0.30 * m.detail * np.sin(her.u * 8 + turn * 2 + 2 * her.v) * her.v
            round_ = 0.55 + 0.55 * np.sqrt(np.clip(1 - (her.u * 0.9 - 0.2 * swirl) ** 2, 0, 1))
            cover = her.cover * np.clip((0.985 - her.v - 0.045 * her.u**2) * 28, 0, 1)
            c.paint(her.where, cover * 0.92, lit(gown, 0.16 * light))
            c.shine(her.where, cover * folds * round_, lit(gown, 0.66 * light))
            skin = np.clip((0.26 - her.v) * 10, 0, 1)
            c.shine(her.where, cover * skin, lit((0.16, 0.075, 0.035), light))

    mirror = c.form(
        foot,
        foot + 0.42 * size,
        x + 0.05 * size * swirl,
        lambda v: size * 0.19 * (1 - 0.6 * v),
        blur * 2.5,
    )
    if mirror:
        c.paint(mirror.where, mirror.cover * (0.40 * (1 - mirror.v)), lit(gown, 0.30 * light))
    for draw in (coat, dress) if facing > 0 else (dress, coat):
        draw()


def _gown(v: Plane) -> Cover:
    """Half width from the hair down: head, shoulders, waist, bell."""
    at = (0.0, 0.02, 0.06, 0.11, 0.15, 0.175, 0.20, 0.24, 0.30, 0.38, 0.43, 0.60, 0.80, 1.0)
    width = (
        0,
        0.020,
        0.035,
        0.032,
        0.018,
        0.022,
        0.048,
        0.062,
        0.050,
        0.033,
        0.042,
        0.11,
        0.17,
        0.205,
    )
    return np.asarray(np.interp(v, at, width), np.float32)


def _coat(v: Plane) -> Cover:
    """Half width of an officer: head, epaulettes, a long straight back, the skirts of the coat."""
    at = (0.0, 0.02, 0.06, 0.11, 0.145, 0.165, 0.19, 0.23, 0.42, 0.66, 0.72, 1.0)
    width = (0, 0.024, 0.036, 0.032, 0.020, 0.028, 0.074, 0.084, 0.062, 0.076, 0.050, 0.040)
    return np.asarray(np.interp(v, at, width), np.float32)


def _bokeh(c: Canvas, t: float, m: SceneMemory) -> None:
    """Lights so near that they are only discs, drifting through the room."""
    rng = np.random.default_rng(70 + m.seed)
    for i in range(round(7 + 9 * m.detail)):
        x0, y0, size, tempo = rng.uniform((-1.9, -0.9, 0.03, 0.4), (1.9, 0.9, 0.12, 1.0))
        x = x0 + 0.25 * wander(tempo * t, i) + 0.05 * t * (0.5 - tempo)
        y = y0 + 0.16 * wander(tempo * t, i + 40)
        disc = c.disc(x, y, size, size, 0.02 + 0.2 * size)
        if disc:
            ring = disc.cover * (0.55 + 0.45 * (disc.u**2 + (disc.v * 2 - 1) ** 2))
            c.shine(disc.where, ring, lit(m.warm, 0.045 + 0.05 * tempo * (1 + wander(2 * t, i))))

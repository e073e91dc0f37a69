"""Supper: candles, linen, and across the table the question, which of them."""

import numpy as np

from installation.demo._canvas import Canvas, Colour, lit
from installation.demo._memory import BLACK, LILAC, ROSE, SceneMemory
from installation.demo._noise import tile, wander

EDGE = 0.34
SEAT = 0.60
"""From one guest to the next."""

DRESSES: tuple[Colour, ...] = (LILAC, BLACK, ROSE, (0.35, 0.42, 0.36), (0.75, 0.66, 0.52))


def supper(c: Canvas, t: float, m: SceneMemory) -> None:
    """Look from one to the next; ``t`` seconds into the beat."""
    regard = (m.guests - 1) * (0.5 - 0.5 * np.cos(np.clip(t / 4.6, 0, 1) * np.pi))
    x = (regard / (m.guests - 1) - 0.5) * 0.22 * m.guests
    c.look(x + 0.015 * wander(t, 3), 0.012 * wander(0.8 * t, 8), 1.02 + 0.012 * t)
    _wall(c, t, m)
    for i in range(m.guests):
        _guest(c, t, m, i, float(np.exp(-((i - regard) ** 2) * 2.2)))
    _table(c, t, m)
    _candles(c, t, m)


def _wall(c: Canvas, t: float, m: SceneMemory) -> None:
    c.gradient(
        [(-1, (0.008, 0.002, 0.003)), (-0.3, (0.045, 0.010, 0.009)), (EDGE, (0.040, 0.010, 0.008))]
    )
    damask = c.clouds(tile(31, 1.2), (150, 150), (0, 50 * m.seed))
    c.dim(c.everywhere, 0.65 + 0.7 * damask)
    if m.detail > 0.2:
        for px, half in ((-1.35, 0.34), (0.0, 0.42), (1.35, 0.34)):
            frame = c.box(px - half, -1.02, px + half, -0.56, 0.01)
            inner = c.box(px - half + 0.035, -0.985, px + half - 0.035, -0.595, 0.008)
            if frame:
                c.paint(frame.where, frame.cover, (0.060, 0.028, 0.008))
                c.shine(frame.where, frame.cover * frame.v**2, lit(m.warm, 0.05))
            if inner:
                c.paint(inner.where, inner.cover, (0.010, 0.007, 0.006))
                c.shine(
                    inner.where, inner.cover * inner.v * (1 - inner.u**2), (0.016, 0.013, 0.009)
                )
    for i in range(m.candles):
        c.glow(
            _candle_x(m, i), -0.15, 0.45, 0.55, lit(m.warm, 0.032 * (1 + 0.3 * wander(3 * t, i)))
        )


def _guest(c: Canvas, t: float, m: SceneMemory, i: int, regard: float) -> None:
    """A head, shoulders, a blank oval where memory keeps no face."""
    x = (i - (m.guests - 1) / 2) * SEAT + 0.03 * np.sin(3 * i)
    x += 0.010 * wander(1.1 * t, 20 + i)
    y = -0.20 + 0.05 * np.sin(2.3 * i + m.seed) + 0.008 * wander(1.4 * t, i)
    size = 1.42 + 0.12 * np.sin(4 * i + m.seed)
    turn = 0.020 * float(np.sin(5 * i + 1)) + 0.010 * wander(0.9 * t, 60 + i)
    dress = DRESSES[(i + m.seed) % len(DRESSES)]
    soft = 0.018 + 0.02 * (1 - m.detail)
    c.glow(x, y + 0.05, 0.34, 0.44, lit(m.kiss, 0.22 * regard))
    _shoulders(c, x, y, size, soft, dress, regard)
    hair: Colour = (0.016, 0.008, 0.006) if i % 2 else (0.034, 0.019, 0.009)
    for dx, dy, rx, ry in (
        (0.03 * np.sin(7 * i), -0.165, 0.052 + 0.012 * np.sin(3 * i), 0.042),
        (0.0, -0.050, 0.104, 0.128),
    ):
        part = c.disc(x + dx, y + dy * size, rx * size, ry * size, soft * 1.5)
        if part:
            c.paint(part.where, part.cover, hair)
            sheen = np.clip(part.u**2 - 0.35, 0, 1) * (0.3 + part.v)
            c.shine(part.where, part.cover * sheen, lit(m.warm, 0.05 + 0.30 * regard))
    oval = c.disc(x + turn, y - 0.008, 0.074 * size, 0.104 * size, soft * 2.2)
    if oval:
        below = np.clip(0.12 + 0.88 * oval.v, 0, 1) ** 1.5
        side = np.clip(1 - 0.8 * (oval.u - 8 * turn) ** 2, 0, 1)
        bright = 0.12 + 1.25 * regard
        c.paint(oval.where, oval.cover * 0.9, (0.035, 0.018, 0.012))
        c.shine(oval.where, oval.cover * below * side, lit((0.85, 0.47, 0.25), bright))


def _shoulders(
    c: Canvas, x: float, y: float, size: float, soft: float, dress: Colour, regard: float
) -> None:
    at = (0.0, 0.17, 0.25, 0.31, 0.38, 0.48, 0.75, 1.0)
    width = (0.036, 0.036, 0.048, 0.100, 0.140, 0.158, 0.150, 0.165)
    top, foot = y + 0.06, EDGE + 0.04
    body = c.form(top, foot, x, lambda v: size * np.interp(v, at, width), soft)
    if body is None:
        return
    c.paint(body.where, body.cover, lit(dress, 0.022))
    rim = np.clip(np.abs(body.u), 0, 1) ** 5
    cloth = np.clip((body.v - 0.50) * 12, 0, 1)
    # Light comes from the candles: from below, and only on what is turned to them.
    c.shine(body.where, body.cover * cloth * (body.v - 0.2), lit(dress, 0.13 + 0.34 * regard))
    c.shine(body.where, body.cover * rim, lit(dress, 0.10 + 0.20 * regard))
    skin = (1 - cloth) * np.clip(0.35 + body.v, 0, 1) * np.clip(1.05 - body.u**2, 0, 1)
    c.shine(body.where, body.cover * skin, lit((0.42, 0.21, 0.115), 0.16 + 1.05 * regard))


def _table(c: Canvas, t: float, m: SceneMemory) -> None:
    cloth = c.box(-4, EDGE, 4, 3, 0.008)
    if cloth is None:
        return
    y = c.y[cloth.where[0]]
    near = np.exp(-((y - EDGE) * 1.5))[:, None]
    c.paint(cloth.where, cloth.cover, (0.045, 0.026, 0.018))
    c.shine(cloth.where, cloth.cover * near, (0.17, 0.100, 0.056))
    linen = c.clouds(tile(31, 1.5), (60, 300), (0, 0))[cloth.where]
    c.dim(cloth.where, 0.80 + 0.4 * linen)
    if m.detail > 0.5:
        depth = 1 / np.maximum(y - EDGE + 0.35, 0.1)
        across = c.x[cloth.where[1]][None, :] * depth[:, None]
        creases = np.exp(-((np.sin(across * 2.4) / 0.03) ** 2))
        c.dim(cloth.where, 1 + 0.10 * creases)
    for i in range(m.candles):
        x = _candle_x(m, i)
        c.glow(x, EDGE + 0.22, 0.20, 0.17, lit(m.warm, 0.20 * (1 + 0.2 * wander(4 * t, i))))
    for i in range(m.guests):
        x = (i - (m.guests - 1) / 2) * SEAT + 0.08
        _place(c, x, EDGE + 0.13, 0.55, m)
    own = c.disc(0.12 * np.sin(m.seed), 1.00, 0.46, 0.20, 0.01)
    if own:
        rim = np.clip(1 - np.abs(np.sqrt(own.u**2 + (2 * own.v - 1) ** 2) - 0.80) * 9, 0, 1)
        c.paint(own.where, own.cover, (0.17, 0.125, 0.10))
        c.shine(own.where, own.cover * (0.35 * (1 - own.v) + 0.35 * rim), (0.55, 0.36, 0.22))


def _place(c: Canvas, x: float, y: float, size: float, m: SceneMemory) -> None:
    """A plate and a glass that holds a candle upside down."""
    plate = c.disc(x - 0.10 * size, y, 0.19 * size, 0.045 * size, 0.008)
    if plate:
        c.paint(plate.where, plate.cover * 0.8, (0.26, 0.18, 0.12))
        c.shine(plate.where, plate.cover * plate.u**2, (0.20, 0.13, 0.07))
    if m.detail < 0.2:
        return
    bowl = c.form(
        y - 0.34 * size,
        y - 0.12 * size,
        x + 0.16 * size,
        lambda v: 0.058 * size * np.sqrt(np.clip(1 - v**3, 0, 1)),
        0.006,
    )
    if bowl:
        c.paint(bowl.where, bowl.cover * 0.35, (0.10, 0.045, 0.03))
        c.shine(bowl.where, bowl.cover * np.clip(np.abs(bowl.u), 0, 1) ** 6, (0.55, 0.40, 0.26))
        wine = bowl.cover * np.clip((bowl.v - 0.45) * 20, 0, 1)
        c.shine(bowl.where, wine * (1 - bowl.u**2), (0.22, 0.02, 0.025))
        c.glow(x + 0.13 * size, y - 0.27 * size, 0.006, 0.012, (1.6, 1.1, 0.7))
    c.glow(x + 0.16 * size, y - 0.04 * size, 0.005, 0.07 * size, (0.34, 0.24, 0.15))


def _candle_x(m: SceneMemory, i: int) -> float:
    return float((i - (m.candles - 1) / 2) * 3.1 / m.candles + 0.06 * np.sin(7 * i))


def _candles(c: Canvas, t: float, m: SceneMemory) -> None:
    for i in range(m.candles):
        _candle(c, t, m, i)


def _candle(c: Canvas, t: float, m: SceneMemory, i: int) -> None:
    x, foot = _candle_x(m, i), EDGE + 0.20 + 0.04 * np.cos(3 * i)
    top = foot - 0.27 - 0.05 * np.sin(5 * i)
    stick = c.box(x - 0.013, top, x + 0.013, foot, 0.006)
    if stick:
        c.paint(stick.where, stick.cover, (0.42, 0.28, 0.17))
        c.shine(stick.where, stick.cover * np.exp(-stick.v * 6), lit(m.warm, 1.3))
    dish = c.disc(x, foot, 0.06, 0.016, 0.006)
    if dish:
        c.paint(dish.where, dish.cover, (0.30, 0.17, 0.06))
    lean, breath = 0.010 * wander(5 * t, i), 1 + 0.16 * wander(7 * t, i + 9)
    flame = c.form(
        top - 0.078 * breath,
        top + 0.006,
        lambda v: x + lean * (1 - v) ** 2,
        lambda v: 0.0145 * np.sin(np.pi * np.clip(v, 0, 1) ** 1.5) + 0.001,
        0.010 + 0.012 * (1 - m.detail),
    )
    if flame:
        c.shine(flame.where, flame.cover * (0.5 + 0.6 * flame.v), (3.2, 1.9, 0.75))
    c.glow(x, top - 0.03, 0.055, 0.075, lit(m.warm, 0.75 * breath))
    c.glow(x, top - 0.03, 0.20, 0.24, lit(m.warm, 0.20 * breath))

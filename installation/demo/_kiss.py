"""The dark room: poplar, lilac and rose, a rustle, and for one second everything is light."""

import numpy as np

from installation.demo._canvas import Canvas, Cover, lit
from installation.demo._memory import SceneMemory
from installation.demo._noise import Plane, smooth, tile, wander
from installation.demo._screenplay import BEATS

MOMENT = BEATS["kiss"] - BEATS["dark room"]
"""Seconds into the dark room."""

CHEEK = (-0.16, 0.02)
PANE = 0.115
"""Half a window pane's width."""


def dark_room(c: Canvas, t: float, m: SceneMemory) -> None:
    """Stand in the dark; ``t`` seconds into the beat."""
    since = t - MOMENT
    startled = 0.05 * np.exp(-((since - 0.12) ** 2) / 0.02)
    c.look(0.05 * wander(0.6 * t, 4) + startled, 0.03 * wander(0.5 * t, 6), 1.0 + 0.015 * t)
    c.gradient(
        [(-1, (0.006, 0.006, 0.016)), (0.3, (0.010, 0.006, 0.016)), (1, (0.004, 0.002, 0.006))]
    )
    _window(c, t, m)
    scent = c.clouds(tile(53, 1.9), (80, 80), (14 * t, -9 * t))
    drift = c.clouds(tile(57, 1.9), (60, 60), (-11 * t, 5 * t))
    for x, y, size, colour, which in (
        (-0.95, -0.30, 0.85, (0.026, 0.021, 0.070), scent),
        (0.55, 0.15, 0.80, (0.058, 0.014, 0.034), drift),
        (-0.10, 0.70, 0.75, (0.010, 0.020, 0.022), scent),
    ):
        away = (
            np.exp(-(((c.x - x) / size) ** 2))[None, :]
            * np.exp(-(((c.y - y) / size) ** 2))[:, None]
        )
        breath = 0.85 + 0.3 * wander(0.9 * t, x)
        c.shine(c.everywhere, away * (0.15 + which), lit(colour, breath))
    _she(c, t, m)
    _bloom(c, since, t, m, scent)
    _peppermint(c, since, m)


def _window(c: Canvas, t: float, m: SceneMemory) -> None:
    """A tall window at the left with what the night leaves over; branches move in it."""
    for i in range(m.panes):
        _pane(c, t, m, -1.05 + i * 2.25 * PANE)


def _pane(c: Canvas, t: float, m: SceneMemory, x: float) -> None:
    pane = c.box(x - PANE, -0.72, x + PANE, 0.30, 0.02)
    if pane is None:
        return
    branches = c.texture(tile(23, 1.6), (120, 90), (9 * wander(0.8 * t, 2), 0), pane.where)
    shade = np.clip((branches - 0.30) * 3, 0.12, 1)
    c.shine(pane.where, pane.cover * shade * (1.1 - 0.6 * pane.v), (0.050, 0.058, 0.125))
    for y in (-0.40, -0.06) if m.detail > 0.2 else ():
        bar = c.box(x - PANE, y - 0.008, x + PANE, y + 0.008)
        if bar:
            c.dim(bar.where, 1 - 0.85 * bar.cover)
    fall = c.form(0.58, 1.2, lambda v: x + 0.14 + 0.30 * v, lambda v: PANE * (1.1 + 0.8 * v), 0.10)
    if fall:
        c.shine(fall.where, fall.cover * (1 - 0.8 * fall.v), (0.016, 0.018, 0.040))


def _she(c: Canvas, t: float, m: SceneMemory) -> None:
    """Somebody comes: a paler dark, without a face, nearer and nearer, and gone."""
    near = smooth(0.8, MOMENT, t)
    gone = smooth(MOMENT + 0.5, MOMENT + 1.3, t)
    x = 0.98 - 0.92 * near + 1.3 * gone
    size = 0.95 + 0.95 * near - 0.5 * gone
    seen = (0.25 + 0.75 * near) * (1 - gone) * smooth(0.0, 1.2, t)
    sway = 0.02 * np.sin(2 * np.pi * 0.9 * t) * (1 - near)
    top = -0.42 * size + 0.05

    def half(v: Plane) -> Cover:
        head = 0.070 * np.sqrt(np.clip(1 - ((v - 0.11) / 0.10) ** 2, 0, 1))
        slope = np.clip((v - 0.17) / 0.16, 0, 1)
        shoulders = np.where(v > 0.17, 0.030 + 0.100 * slope * slope * (3 - 2 * slope), 0)
        waist = -0.045 * np.exp(-(((v - 0.48) / 0.11) ** 2))
        skirt = 0.26 * np.clip((v - 0.45) / 0.55, 0, 1) ** 1.2
        return np.asarray(size * np.maximum(head, shoulders + waist + skirt))

    soft = (0.11 + 0.05 * (1 - m.detail)) * size
    her = c.form(top, top + 1.35 * size, lambda v: x + sway * v, half, soft)
    if her is None or seen <= 0:
        return
    cloth = c.texture(tile(61, 1.9), (60, 130), (30 * t, 20 * t), her.where)
    fade = np.clip(her.v / 0.10, 0, 1) * np.clip((1 - her.v) / 0.4, 0, 1)
    cover = her.cover * fade * seen
    # She is mostly what is missing from the glow behind her, and a breath of cloth.
    c.glow(x + 0.05, top + 0.5 * size, 0.42 * size, 0.62 * size, lit((0.062, 0.026, 0.074), seen))
    c.paint(her.where, cover * 0.88, (0.010, 0.005, 0.013))
    lapped = np.exp(-(((her.u - 0.55) / 0.42) ** 2)) + 0.6 * np.exp(-(((her.u + 0.8) / 0.25) ** 2))
    c.shine(her.where, cover * lapped * (0.35 + 0.9 * cloth), (0.100, 0.052, 0.118))


def _bloom(c: Canvas, since: float, t: float, m: SceneMemory, scent: Plane) -> None:
    """The kiss itself: light without a thing that gives it."""
    before = 0.16 * smooth(-0.9, 0, since)
    fading = float(np.exp(-max(since - 0.30, 0) * 2.4))
    light = (before + smooth(-0.10, 0.22, since)) * fading
    if light < 0.002:
        return
    x, y = CHEEK
    grow = 0.35 + 0.65 * smooth(-0.1, 0.9, since)
    for size, colour, bright in (
        (0.15, (1.0, 0.80, 0.58), 1.7),
        (0.40, m.kiss, 1.25),
        (0.95, m.kiss, 0.62),
        (1.9, (0.50, 0.16, 0.46), 0.30),
    ):
        c.glow(x, y, size * grow * 1.15, size * grow, lit(colour, bright * light))
    # Petals: the light opens unevenly, in five soft leaves that turn a little.
    dx, dy = c.x[None, ::4] - x, c.y[::4, None] - y
    angle, away = np.arctan2(dy, dx), np.sqrt(dx * dx + dy * dy)
    turn = 0.5 * t
    petals = np.cos(2.5 * (angle - turn)) ** 2 + 0.6 * np.cos(4 * angle + 1.3 * turn) ** 4
    reach = 0.34 + 0.5 * grow
    leaf = petals * np.exp(-((away / reach) ** 2)) * (1 - np.exp(-((away / 0.16) ** 2)))
    full = np.repeat(np.repeat(leaf, 4, axis=0), 4, axis=1)[: c.height, : c.width]
    c.shine(c.everywhere, full.astype(np.float32) * (0.4 + scent), lit(m.kiss, 1.1 * light))


def _peppermint(c: Canvas, since: float, m: SceneMemory) -> None:
    """Afterwards: a coolness on the cheek, as of peppermint drops."""
    light = smooth(0.25, 0.7, since) * (1 - smooth(1.6, 2.6, since))
    if light <= 0:
        return
    rng = np.random.default_rng(12)
    for i in range(round(10 + 34 * m.detail)):
        a, away, size = rng.uniform((0, 0.03, 0.4), (2 * np.pi, 0.42, 1.0))
        away *= 0.5 + 0.35 * since
        x = CHEEK[0] + away * np.cos(a + 0.3 * since)
        y = CHEEK[1] + away * np.sin(a + 0.3 * since) * 0.9
        twinkle = light * size * (0.55 + 0.45 * np.sin(9 * since + 5 * i))
        r = 0.004 + 0.005 * size * (1.6 - m.detail)
        c.glow(x, y, r, r, (0.45 * twinkle, 0.95 * twinkle, 0.85 * twinkle))
    c.glow(*CHEEK, 0.22, 0.22, (0.02 * light, 0.06 * light, 0.055 * light))

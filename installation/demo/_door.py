"""The wrong door: a dark corridor, and one seam of light."""

import numpy as np

from installation.demo._canvas import Canvas, lit
from installation.demo._memory import SceneMemory
from installation.demo._noise import TILE, smooth, tile, wander

HALF_WIDTH, ABOVE, BELOW = 0.62, 0.66, 0.60


def wrong_door(c: Canvas, t: float, m: SceneMemory) -> None:
    """Feel one's way along; ``t`` seconds into the beat."""
    walked = 0.56 * t
    step = 0.010 * np.sin(2 * np.pi * 0.95 * t)
    vx, vy = 0.16 + 0.05 * wander(0.8 * t, 2), -0.03 + 0.02 * wander(0.6 * t, 5) + step
    c.look(-vx, -vy, 1.0)
    near = 4.9 - walked
    _walls(c, t, m, near, walked)
    _door(c, t, m, near)


def _walls(c: Canvas, t: float, m: SceneMemory, end: float, walked: float) -> None:
    """Four planes that run to one point; what is lit on them is lit by the seam alone."""
    x = np.abs(c.x)[None, :] / np.float32(HALF_WIDTH)
    y = c.y[:, None]
    floor, ceiling = np.maximum(y, 0) / np.float32(BELOW), np.maximum(-y, 0) / np.float32(ABOVE)
    flat = np.maximum(floor, ceiling)
    nearness = np.maximum(np.maximum(x, flat), np.float32(1 / end))
    depth = 1 / nearness
    is_wall = np.clip((x - flat) * 60, 0, 1)
    is_end = np.clip((np.float32(1 / end) + 0.002 - np.maximum(x, flat)) * 400, 0, 1)
    along = depth + np.float32(walked)

    left = np.clip(end - depth, 0, None)
    glow = np.exp(-left * 0.50) * np.float32(0.85)
    grazing = np.where(y > 0, is_wall * 0.6 + (1 - is_wall) * 1.15, is_wall * 0.6 + 0.12)
    light = glow * grazing * (1 - is_end) + is_end * np.float32(0.20)

    height = y * depth
    if m.detail > 0.2:
        paper = tile(41, 0.8)
        rows = (height * 130).astype(np.intp) % TILE
        columns = (along * 60).astype(np.intp) % TILE
        light *= 0.80 + 0.40 * paper[rows, columns]
        stripes = np.sin(along * 34) * is_wall * (height < 0.17) * np.clip(1.6 - depth * 0.3, 0, 1)
        light *= 1 + 0.14 * m.detail * stripes
        planks = np.sin(c.x[None, :] * depth * 42)
        light *= 1 - 0.22 * m.detail * np.clip(planks * 5 - 4, 0, 1) * (1 - is_wall)
        rail = np.exp(-(((height - 0.18) / 0.012) ** 2)) * is_wall
        light *= 1 + 0.8 * rail
    period = along / 1.55 % 1.0
    recess = is_wall * np.clip((0.20 - np.abs(period - 0.5)) * 24, 0, 1) * (height > -0.40)
    light *= 1 - 0.55 * recess
    if m.detail > 0.5:
        jamb = np.exp(-(((np.abs(period - 0.5) - 0.21) / 0.014) ** 2)) * is_wall * (height > -0.42)
        light *= 1 + 1.1 * jamb
    breath = 1 + 0.07 * wander(2.3 * t, 1)
    for channel, (near_tone, cold) in enumerate(
        zip(lit(m.warm, 0.36), (0.006, 0.007, 0.016), strict=True)
    ):
        c.rgb[channel] = light * np.float32(near_tone * breath) + np.float32(cold)
    c.dim(c.everywhere, 0.35 + 0.65 * np.clip(1.25 - 0.42 * np.abs(c.x[None, :]), 0.2, 1))


def _door(c: Canvas, t: float, m: SceneMemory, end: float) -> None:
    """At the end: tall, shut but for a hand's breadth; behind it something rose and lilac."""
    top, foot = -0.46 * 1.06 / end, BELOW / end
    half = 0.30 / end
    leaf = c.box(-half, top, half, foot)
    if leaf:
        c.paint(leaf.where, leaf.cover, (0.016, 0.010, 0.012))
        if m.detail > 0.5:
            for low, high in ((0.08, 0.44), (0.52, 0.92)):
                panel = np.clip((0.70 - np.abs(leaf.u)) * 16, 0, 1) * np.clip(
                    np.minimum(leaf.v - low, high - leaf.v) * 40, 0, 1
                )
                c.shine(leaf.where, leaf.cover * panel * (1 - panel) * 4, lit(m.warm, 0.05))
                c.shine(leaf.where, leaf.cover * panel, (0.008, 0.004, 0.006))
    ajar = 0.020 + 0.05 * smooth(2.2, 4.6, t)
    pulse = 1 + 0.10 * wander(3 * t, 9)
    tone = tuple(w * (1 - 0.35 * smooth(2.8, 4.6, t)) for w in m.warm)
    warm = (tone[0], tone[1], tone[2] + 0.25 * smooth(2.8, 4.6, t))
    seam_x = half * 0.86
    seam = c.box(seam_x - ajar * half, top, seam_x + ajar * half, foot, 0.006)
    if seam:
        c.shine(seam.where, seam.cover, lit(warm, 4.2 * pulse))
    sill = c.box(-half * 0.98, foot - 0.004, half * 0.98, foot + 0.003, 0.006)
    if sill:
        c.shine(sill.where, sill.cover, lit(warm, 1.5 * pulse))
    middle, tall = (top + foot) / 2, (foot - top) / 2
    c.glow(seam_x, middle, 0.07, tall * 0.9, lit(warm, 0.50 * pulse))
    c.glow(seam_x, middle, 0.34, tall * 1.6, lit(warm, 0.16 * pulse))
    spill = c.form(
        foot,
        1.3,
        lambda v: seam_x + 0.16 * v,
        lambda v: 0.004 + (0.05 + 1.6 * ajar) * v,
        0.02 + 0.03 * m.detail,
    )
    if spill:
        c.shine(spill.where, spill.cover * np.exp(-2.6 * spill.v), lit(warm, 0.75 * pulse))
    c.glow(seam_x, foot, 0.16, 0.05, lit(warm, 0.40))
    if m.detail > 0.5:
        rng = np.random.default_rng(9)
        for i, (x, y, size) in enumerate(rng.uniform((-0.4, -0.5, 0.3), (0.5, 0.6, 1), (26, 3))):
            fx, fy = x + 0.1 * wander(0.5 * t, i), y + 0.08 * wander(0.4 * t, i + 30) - 0.01 * t
            near = np.exp(-((fx - seam_x) ** 2) / 0.03)
            c.glow(
                fx, fy, 0.003 + 0.003 * size, 0.003 + 0.003 * size, lit(warm, 0.35 * near * size)
            )

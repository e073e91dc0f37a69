"""Three generations' looks at the same scenes, from linear light to picture.

1, storyboards of 2022: a few pictures a second, few colours, paint that never sits still.
2, moving pictures of 2023: soft and melting, everything is always about to become another thing.
3, the newest: calm and lucid.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from installation.demo._arrival import arrival
from installation.demo._ball import ball
from installation.demo._canvas import Canvas, Colour, between, stretched
from installation.demo._door import wrong_door
from installation.demo._empty import empty_room
from installation.demo._kiss import dark_room
from installation.demo._march import march
from installation.demo._memory import LUCID, MELTING, STORYBOARD, SceneMemory
from installation.demo._noise import TILE, Plane, tile, wander
from installation.demo._screenplay import scenes_at
from installation.demo._supper import supper

Scene = Callable[[Canvas, float, SceneMemory], None]

SCENES: dict[str, Scene] = {
    "arrival": arrival,
    "ball": ball,
    "wrong door": wrong_door,
    "dark room": dark_room,
    "supper": supper,
    "march": march,
    "return": empty_room,
}

HOLD = 8.0
"""Pictures a second of the first generation; each is held until the next."""


FINENESS = 8192
"""Steps of the film curve's table."""


@dataclass(frozen=True)
class Generation:
    """One iteration's tools: how finely it draws, and how the film it was kept on looks.

    ``share`` of the film's height is drawn, the rest is stretched. Grain and flicker are in
    steps of 8-bit luma, grain size in pixels of a 720-line picture; ``crf`` is how hard the
    encoder may press.
    """

    number: int
    memory: SceneMemory
    share: float
    grain: float
    grain_size: float
    flicker: float
    crf: int


GENERATIONS = (
    Generation(1, STORYBOARD, 0.375, grain=3.6, grain_size=2.4, flicker=3.0, crf=26),
    Generation(2, MELTING, 0.45, grain=1.9, grain_size=1.7, flicker=0.8, crf=22),
    Generation(3, LUCID, 0.7, grain=1.7, grain_size=1.2, flicker=0.5, crf=20),
)


def picture(generation: Generation, story: float, width: int, height: int) -> Plane:
    """The picture at a story time: (3, h, w) in 0..1, ready for the screen but for its grain.

    h and w are about ``share`` of the film's.
    """
    w = max(round(width * generation.share / 2) * 2, 16)
    h = max(round(height * generation.share / 2) * 2, 10)
    look = (_storyboard, _melting, _lucid)[generation.number - 1]
    return look(generation, story, w, h)


def moment(generation: Generation, story: float) -> float:
    """The story time of the picture that is on: the first generation holds each for a while."""
    return np.floor(story * HOLD + 1e-6) / HOLD if generation.number == 1 else story


def light(m: SceneMemory, story: float, w: int, h: int) -> Plane:
    """Return what the scenes themselves show at a story time, in linear light."""
    seen = None
    for name, t, weight in scenes_at(story):
        canvas = Canvas(w, h)
        SCENES[name](canvas, t, m)
        np.maximum(canvas.rgb, 0, out=canvas.rgb)
        if seen is None:
            seen = canvas.rgb if weight == 1 else canvas.rgb * np.float32(weight)
        else:
            seen += canvas.rgb * np.float32(weight)
    assert seen is not None
    return seen


def _lucid(generation: Generation, story: float, w: int, h: int) -> Plane:
    rgb = light(generation.memory, story, w, h)
    _bloom(rgb, threshold=0.85, strength=0.30, softness=1.7)
    rgb *= _vignette(w, h, 0.34)
    return _developed(rgb, exposure=1.65, lift=(0.006, 0.006, 0.010), contrast=0.62)


def _melting(generation: Generation, story: float, w: int, h: int) -> Plane:
    scenes = scenes_at(story)
    seconds, fading = scenes[0][1], 1 - scenes[0][2]
    rgb = light(generation.memory, story, w, h)
    # A generated shot keeps its shape for a moment, then forgets it; most of all at its end.
    amount = 0.010 + 0.006 * min(max(seconds, 0), 6) + 0.07 * fading
    near = _warped(rgb, story, amount, seed=81)
    far = _warped(rgb, story * 0.8 + 9, amount * 2.1, seed=85, fine=False)
    rgb = near * np.float32(0.64) + far * np.float32(0.36)
    _bloom(rgb, threshold=0.25, strength=0.55, softness=2.6)
    tint = np.array((1.04, 0.93, 1.10), np.float32) * np.float32(1 + 0.04 * wander(2 * story, 4))
    rgb *= _vignette(w, h, 0.42) * tint[:, None, None]
    return _developed(rgb, exposure=1.35, lift=(0.036, 0.028, 0.052), contrast=0.25)


def _storyboard(generation: Generation, story: float, w: int, h: int) -> Plane:
    held = round(story * HOLD)
    rng = np.random.default_rng(1000 + held)
    rgb = light(generation.memory, held / HOLD, w, h)
    rgb = _warped(rgb, held // 7 * 3.7, 0.045, seed=91)
    rgb = _warped(rgb, float(rng.uniform(0, 400)), 0.020, seed=93, scale=190)
    rgb *= _vignette(w, h, 0.30) * np.float32(1.0 + 0.10 * rng.standard_normal())
    flat = _developed(rgb, exposure=1.5, lift=(0.02, 0.018, 0.03), contrast=0.45)
    return _painted(flat, rng)


def _painted(flat: Plane, rng: np.random.Generator) -> Plane:
    """Few colours, ragged between them, with the strokes of the brush and a line of charcoal."""
    _, h, w = flat.shape
    strokes = tile(95, 1.0)
    dy, dx = rng.integers(0, 400, 2)
    fine = np.float32(320 / w)
    rows = np.arange(h, dtype=np.float32)[:, None] * fine
    columns = np.arange(w, dtype=np.float32)[None, :] * fine
    down = (rows * 2 + columns + dy).astype(np.intp) % TILE
    along = ((columns - rows) * 0.35 + dx).astype(np.intp) % TILE
    brush = strokes[down, along] - np.float32(0.5)
    luma = flat[0] * 0.25 + flat[1] * 0.6 + flat[2] * 0.15
    stepped = _stepped(luma + brush * np.float32(0.05), 7)
    out = flat - luma
    out *= np.float32(1.45)
    for k in range(3):
        out[k] = _stepped(out[k] + brush * np.float32(0.035), 11)
    out += stepped
    edge = np.zeros_like(luma)
    edge[:-1, :-1] = np.abs(luma[1:, :-1] - luma[:-1, :-1]) + np.abs(luma[:-1, 1:] - luma[:-1, :-1])
    charcoal = np.clip(edge * (3.2 * w / 320) - 0.12, 0, 0.7) * (0.65 + brush)
    out *= 1 - charcoal
    out += brush * np.float32(0.05)
    return np.asarray(np.clip(out, 0, 1), np.float32)


def _stepped(plane: Plane, levels: int) -> Plane:
    """Rounded to so many levels, with an edge that is a little wet."""
    scaled = plane * np.float32(levels)
    whole = np.floor(scaled)
    wet = np.clip((scaled - whole - np.float32(0.5)) * 5 + 0.5, 0, 1)
    return np.asarray((whole + wet) / levels, np.float32)


def _warped(
    rgb: Plane, at: float, amount: float, seed: int, scale: float = 46, fine: bool = True
) -> Plane:
    """The picture seen through moving water; ``amount`` in picture heights.

    Not ``fine``: by the nearest sample, a quarter of the work, for a layer that is faint anyway.
    """
    _, h, w = rgb.shape
    rows, columns = max(h // 8, 4), max(w // 8, 4)
    y = np.linspace(0, scale * 2, rows)
    x = np.linspace(0, scale * 2 * w / h, columns)
    swell = [between(tile(seed + k, 2.0), y + 7.0 * at, x + (5.0 - 9 * k) * at) for k in (0, 1)]
    across, down = (stretched((s - 0.5) * 2 * amount * h, h, w, 1.0) for s in swell)
    row = np.clip(np.arange(h, dtype=np.float32)[:, None] + down, 0, h - 1.01)
    column = np.clip(np.arange(w, dtype=np.float32)[None, :] + across, 0, w - 1.01)
    r0, c0 = row.astype(np.intp), column.astype(np.intp)
    flat = rgb.reshape(3, h * w)
    index = r0 * w + c0
    if not fine:
        return np.asarray(flat.take(index, axis=1))
    fr, fc = (row - r0).astype(np.float32), (column - c0).astype(np.float32)
    out = np.empty_like(rgb)
    for k in range(3):
        a, b = flat[k].take(index), flat[k].take(index + 1)
        top = a + (b - a) * fc
        a, b = flat[k].take(index + w), flat[k].take(index + w + 1)
        out[k] = top + (a + (b - a) * fc - top) * fr
    return out


def _bloom(rgb: Plane, threshold: float, strength: float, softness: float) -> None:
    """Let what is bright spill over, in place."""
    _, h, w = rgb.shape
    for channel in rgb:
        coarse = _shrunk(channel)
        np.maximum(coarse - np.float32(threshold), 0, out=coarse)
        channel += stretched(coarse, h, w, softness) * np.float32(strength)


def _shrunk(plane: Plane) -> Plane:
    """A plane at a twelfth of its size, smoothed; by sums of slices, which cost next to nothing."""
    for step, used in ((4, (0, 2)), (3, (0, 1, 2))):
        if min(plane.shape) < 3 * step:
            break
        h, w = (side // step * step for side in plane.shape)
        rows = sum((plane[k:h:step] for k in used[1:]), plane[used[0] : h : step])
        plane = sum((rows[:, k:w:step] for k in used[1:]), rows[:, used[0] : w : step])
        plane = plane / np.float32(len(used) ** 2)
    return plane


@lru_cache(maxsize=8)
def _vignette(w: int, h: int, depth: float) -> Plane:
    x = np.linspace(-1, 1, w, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, h, dtype=np.float32)[:, None]
    away = x * x * 0.9 + y * y * 0.75
    return np.asarray(1 - depth * np.clip(away, 0, 1.5) ** 1.3, np.float32)


def _developed(rgb: Plane, exposure: float, lift: Colour, contrast: float) -> Plane:
    """Linear light to the screen, in place: highlights roll off like film, blacks keep a colour."""
    np.sqrt(rgb, out=rgb)
    rgb *= np.float32(FINENESS / 3)
    steps = rgb.astype(np.uint16)
    curve = _film_curve(exposure, contrast)
    for channel, black in enumerate(lift):
        toned = curve * np.float32(1 - black) + np.float32(black)
        np.take(toned, steps[channel], out=rgb[channel], mode="clip")
    return rgb


@lru_cache(maxsize=4)
def _film_curve(exposure: float, contrast: float) -> Plane:
    """The film's answer to light 0..9, at even steps of the light's square root."""
    light_ = (np.linspace(0, 3, FINENESS) ** 2).astype(np.float32)
    tone = (1 - np.exp(-exposure * light_)) ** (1 / 2.1)
    steep = tone * tone * (3 - 2 * tone)
    return np.asarray(tone + (steep - tone) * contrast, np.float32)

"""The memories of each generation. The evening was one; the memories of it are not."""

from dataclasses import dataclass

from installation.demo._canvas import Colour


@dataclass(frozen=True)
class SceneMemory:
    """One iteration's way of telling the scenes.

    ``detail`` 0..1 is how finely things are seen; the counts and colours are what the soldier
    is sure of, differently every time.
    """

    seed: int
    detail: float
    windows: int
    poplars: int
    arches: int
    couples: int
    candles: int
    guests: int
    ranks: int
    panes: int
    moon: bool
    chair: bool
    gowns: tuple[Colour, ...]
    warm: Colour
    kiss: Colour


WHITE: Colour = (0.80, 0.74, 0.66)
ROSE: Colour = (0.78, 0.30, 0.30)
LILAC: Colour = (0.46, 0.36, 0.70)
GOLD: Colour = (0.80, 0.52, 0.18)
BLACK: Colour = (0.035, 0.022, 0.025)

STORYBOARD = SceneMemory(
    seed=1,
    detail=0.0,
    windows=5,
    poplars=4,
    arches=3,
    couples=5,
    candles=3,
    guests=3,
    ranks=4,
    panes=1,
    moon=False,
    chair=False,
    gowns=(WHITE, ROSE, GOLD),
    warm=(1.0, 0.50, 0.13),
    kiss=(1.0, 0.22, 0.16),
)
MELTING = SceneMemory(
    seed=2,
    detail=0.4,
    windows=6,
    poplars=6,
    arches=4,
    couples=7,
    candles=5,
    guests=4,
    ranks=6,
    panes=2,
    moon=True,
    chair=False,
    gowns=(LILAC, WHITE, ROSE, BLACK),
    warm=(1.0, 0.52, 0.20),
    kiss=(0.80, 0.28, 0.62),
)
LUCID = SceneMemory(
    seed=3,
    detail=1.0,
    windows=7,
    poplars=8,
    arches=5,
    couples=9,
    candles=7,
    guests=5,
    ranks=8,
    panes=2,
    moon=False,
    chair=True,
    gowns=(WHITE, LILAC, ROSE, GOLD, BLACK),
    warm=(1.0, 0.56, 0.20),
    kiss=(1.0, 0.46, 0.26),
)

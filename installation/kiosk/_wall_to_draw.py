"""The task of who measures drawing: the wall as the stage would have it."""

from msgspec import Struct

from installation.link import ViewportPlace
from installation.model import Drawing


class WallToDraw(Struct, frozen=True):
    """The stage's window, its viewports, and the films' sizes to draw in them.

    A size is drawn for ``seconds`` at the most. ``state`` is the show's state folder, where it is
    noted that a driver has let a stage down.
    """

    window: tuple[int, int, int, int]
    title: str
    places: tuple[ViewportPlace, ...]
    sizes: tuple[tuple[int, int], ...]
    drawing: Drawing
    state: str
    seconds: float

"""The terms for house copies. Apart, so that what reads a layout loads no NumPy for it."""

from typing import Literal

from msgspec import Struct

CopyRule = Literal["auto", "always", "never"]


class CopyTerms(Struct, frozen=True):
    """A show's terms for house copies: which films get one, and where it will be seen.

    ``screens`` are the sizes of the screens that may show it, none while no display is known, and
    ``background`` is what is seen through a transparent picture.
    """

    rule: CopyRule = "never"
    screens: tuple[tuple[int, int], ...] = ()
    background: str = "#000000"


NO_COPIES = CopyTerms()

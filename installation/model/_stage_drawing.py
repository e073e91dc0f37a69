"""The means by which the stage draws, as a layout asks for it. Pure, and quick to load."""

from typing import Literal, get_args

Drawing = Literal["auto", "opengl", "software"]
"""A graphics card if there is one; OpenGL whoever draws it; the processor without OpenGL."""
DRAWINGS: tuple[Drawing, ...] = get_args(Drawing)

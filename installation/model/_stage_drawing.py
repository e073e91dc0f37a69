"""The means by which the stage draws, as a layout asks for it. Pure, and quick to load."""

from typing import Literal, get_args

Drawing = Literal["auto", "opengl", "software"]
"""A graphics card if there is one; OpenGL whoever draws it; the processor without OpenGL."""
WITHOUT_OPENGL = "software, without OpenGL"
"""What a stage that draws so says in place of an OpenGL renderer's name."""
DRAWINGS: tuple[Drawing, ...] = get_args(Drawing)

"""Words over a film's picture: a texture for each, and the shader that lays it on a viewport.

It goes through the projector's pin and correction as the film does.
"""

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyglet.gl import gl

from installation.model import Optics
from installation.stage._fitting import Fitting
from installation.stage._laid_corners import LaidCorners
from installation.stage._shading import CORRECTION, ShaderKind, compiled, tell

Rect = tuple[int, int, int, int]

_FRAGMENT = (
    """#version 330 core
in vec2 at;
out vec4 colour;
uniform sampler2D words;
uniform float strength;
"""
    + CORRECTION
    + """
void main() {
    vec4 word = texture(words, at);
#ifdef CORRECTED
    // its colours are multiplied by their cover, which a gamma must not see
    word.rgb = word.a * corrected(word.rgb / max(word.a, 0.001));
#endif
    colour = strength * word;
}
"""
)


class CaptionTexture:
    """A picture of words on the card, for the pictures ``first`` to ``last`` of a film.

    ``place`` is (x, y, width, height) in the upright picture, y downwards; ``rgba`` its rows, each
    colour multiplied by its cover. ``sheet`` tells whose it is.
    """

    def __init__(self, sheet: int, first: int, last: int, place: Rect, rgba: bytes) -> None:
        self.sheet, self.first, self.last, self.place = sheet, first, last, place
        self.name = gl.GLuint()
        gl.glGenTextures(1, self.name)
        gl.glBindTexture(gl.GL_TEXTURE_2D, self.name)
        for key, value in (
            (gl.GL_TEXTURE_MIN_FILTER, gl.GL_LINEAR),
            (gl.GL_TEXTURE_MAG_FILTER, gl.GL_LINEAR),
            (gl.GL_TEXTURE_WRAP_S, gl.GL_CLAMP_TO_EDGE),
            (gl.GL_TEXTURE_WRAP_T, gl.GL_CLAMP_TO_EDGE),
        ):
            gl.glTexParameteri(gl.GL_TEXTURE_2D, key, value)
        gl.glPixelStorei(gl.GL_UNPACK_ROW_LENGTH, 0)
        gl.glPixelStorei(gl.GL_UNPACK_ALIGNMENT, 4)
        whole = (gl.GL_TEXTURE_2D, 0, gl.GL_RGBA8, place[2], place[3], 0)
        gl.glTexImage2D(*whole, gl.GL_RGBA, gl.GL_UNSIGNED_BYTE, ctypes.c_char_p(rgba))

    def delete(self) -> None:
        """Free the card's memory."""
        gl.glDeleteTextures(1, self.name)


@dataclass
class Overlay:
    """Words in their place over a viewport; ``strength`` is how much of them is seen, 0 to 1."""

    corners: LaidCorners
    texture: CaptionTexture | None = None
    strength: float = 1.0


class CaptionLayer:
    """One viewport's. Compiles and draws once out of sight when it is made (see the painter)."""

    def __init__(self, rect: Rect, optics: Optics) -> None:
        self._kind = ShaderKind("", False, optics.recolours, True, 0)
        corrected = ["#define CORRECTED"] if optics.recolours else []
        self._program = compiled(_FRAGMENT, ["#define PLANE", *corrected])
        self.calibrate(optics)
        nothing = CaptionTexture(-1, 0, 0, (0, 0, 1, 1), bytes(4))
        overlay = Overlay(LaidCorners(), nothing)
        overlay.corners.lay(np.zeros((4, 4), np.float32))
        self.draw((*rect[:2], 1, 1), overlay)
        overlay.corners.delete()
        nothing.delete()

    def fits(self, optics: Optics) -> bool:
        """Tell whether its shader does for a projector."""
        return self._kind.corrected == optics.recolours

    def calibrate(self, optics: Optics) -> None:
        """Draw with a projector's numbers from now on."""
        tell(self._program, self._kind, optics)

    def draw(self, rect: Rect, overlay: Overlay) -> None:
        """Draw over what is drawn in a viewport."""
        if overlay.texture is None or overlay.strength <= 0:
            return
        gl.glViewport(*rect)
        self._program.use()
        self._program["strength"] = overlay.strength
        gl.glActiveTexture(gl.GL_TEXTURE0)
        gl.glBindTexture(gl.GL_TEXTURE_2D, overlay.texture.name)
        gl.glEnable(gl.GL_BLEND)
        gl.glBlendFunc(gl.GL_ONE, gl.GL_ONE_MINUS_SRC_ALPHA)
        overlay.corners.draw()
        gl.glDisable(gl.GL_BLEND)

    def delete(self) -> None:
        """Free the card's memory."""
        self._program.delete()


def corners_of(filling: Fitting, place: Rect, size: tuple[int, int]) -> NDArray[np.float32]:
    """The corners, (4, 4) float32, of a part of an upright picture that fills a viewport.

    ``filling`` is how the whole picture lies there; ``place`` is the part, of ``size``.
    """
    whole = filling.corners.astype(float)
    # the place in clip coordinates is an affine function of the place in the picture
    inside = np.column_stack([whole[:, 2:], np.ones(4)])
    to_clip = np.linalg.lstsq(inside, whole[:, :2], rcond=None)[0]
    x, y, width, height = place
    parts = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], float)
    points = (parts * (width, height) + (x, y)) / size
    clip = np.column_stack([points, np.ones(4)]) @ to_clip
    return np.hstack([clip, parts]).astype(np.float32)

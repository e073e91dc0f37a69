"""Keeps a copy of a viewport's pixels, to dissolve from when another film comes on.

The old picture is kept as it lay on the glass, with its background, pin and correction, so that
films of any two shapes dissolve exactly, and a dissolve costs one plain rectangle more. Each of
the film's next pictures that is there takes its place; where none is, it stands still.
"""

from pyglet.gl import gl
from pyglet.graphics.shader import Shader, ShaderProgram

Rect = tuple[int, int, int, int]
"""x, y, width, height in the window, y upwards."""

_VERTEX = """#version 330 core
void main() {
    gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0, 0.0, 1.0);
}
"""
_FRAGMENT = """#version 330 core
out vec4 colour;
uniform sampler2D kept;
uniform ivec2 corner;
uniform float share;
void main() {
    colour = vec4(texelFetch(kept, ivec2(gl_FragCoord.xy) - corner, 0).rgb, share);
}
"""


class Dissolve:
    """One viewport's. Compiles and draws once out of sight when it is made (see the painter)."""

    def __init__(self, rect: Rect) -> None:
        self._program = ShaderProgram(Shader(_VERTEX, "vertex"), Shader(_FRAGMENT, "fragment"))
        self._array, self._name = gl.GLuint(), gl.GLuint()
        gl.glGenVertexArrays(1, self._array)
        gl.glGenTextures(1, self._name)
        self._size = (0, 0)
        self.share = 0.0
        """How much of the kept picture is seen, 0 to 1."""
        x, y, *_ = rect
        self.keep((x, y, 1, 1))
        self._draw((x, y, 1, 1), 1.0)

    def keep(self, rect: Rect) -> None:
        """Copy what was drawn in a rectangle of the window and is not on the glass yet."""
        x, y, width, height = rect
        gl.glBindTexture(gl.GL_TEXTURE_2D, self._name)
        if self._size != (width, height):
            self._size = width, height
            for key in (gl.GL_TEXTURE_MIN_FILTER, gl.GL_TEXTURE_MAG_FILTER):
                gl.glTexParameteri(gl.GL_TEXTURE_2D, key, gl.GL_NEAREST)
            gl.glCopyTexImage2D(gl.GL_TEXTURE_2D, 0, gl.GL_RGB8, x, y, width, height, 0)
        else:
            gl.glCopyTexSubImage2D(gl.GL_TEXTURE_2D, 0, 0, 0, x, y, width, height)

    def paint(self, rect: Rect) -> None:
        """Lay what was kept over what is drawn there."""
        if self.share > 0 and self._size == rect[2:]:
            self._draw(rect, self.share)

    def _draw(self, rect: Rect, share: float) -> None:
        gl.glViewport(*rect)
        self._program.use()
        self._program["corner"] = rect[:2]
        self._program["share"] = share
        gl.glBindTexture(gl.GL_TEXTURE_2D, self._name)
        gl.glEnable(gl.GL_BLEND)
        gl.glBlendFunc(gl.GL_SRC_ALPHA, gl.GL_ONE_MINUS_SRC_ALPHA)
        gl.glBindVertexArray(self._array)
        gl.glDrawArrays(gl.GL_TRIANGLE_STRIP, 0, 4)
        gl.glBindVertexArray(0)
        gl.glDisable(gl.GL_BLEND)

    def delete(self) -> None:
        """Free the card's memory."""
        gl.glDeleteTextures(1, self._name)
        gl.glDeleteVertexArrays(1, self._array)
        self._program.delete()

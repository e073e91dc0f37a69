"""The dark that is drawn over everything while the wall fades: one triangle, blended.

Over the finished wall, not as a factor in the painters' shaders, where it would cost a machine
without a graphics card a part of every picture's drawing all day long.
"""

from pyglet.gl import gl
from pyglet.graphics.shader import Shader, ShaderProgram

_VERTEX = """#version 330 core
void main() {
    vec2 at = vec2((gl_VertexID & 1) * 4 - 1, (gl_VertexID >> 1) * 4 - 1);
    gl_Position = vec4(at, 0.0, 1.0);
}
"""
_FRAGMENT = """#version 330 core
out vec4 colour;
void main() {
    colour = vec4(1.0);
}
"""


class Veil:
    """Darkens the whole window, or a viewport towards its background."""

    def __init__(self) -> None:
        self._program = ShaderProgram(Shader(_VERTEX, "vertex"), Shader(_FRAGMENT, "fragment"))
        self._array = gl.GLuint()
        gl.glGenVertexArrays(1, self._array)

    def paint(
        self,
        rect: tuple[int, int, int, int],
        light: float,
        shade: tuple[float, float, float] = (0.0, 0.0, 0.0),
    ) -> None:
        """Leave this much light of what is drawn, over a rectangle of the window."""
        gl.glDisable(gl.GL_SCISSOR_TEST)
        gl.glViewport(*rect)
        self._program.use()
        # the blending's own constants: with two uniforms Mesa's processor renderer (22.3) left one
        # byte of four up to 17 too bright
        red, green, blue = (part * (1.0 - light) for part in shade)
        gl.glBlendColor(red, green, blue, light)
        gl.glEnable(gl.GL_BLEND)
        gl.glBlendFunc(gl.GL_CONSTANT_COLOR, gl.GL_CONSTANT_ALPHA)
        gl.glBindVertexArray(self._array)
        gl.glDrawArrays(gl.GL_TRIANGLES, 0, 3)
        gl.glBindVertexArray(0)
        gl.glDisable(gl.GL_BLEND)

"""The calm picture of a wall that waits for its first film: a dusk, and one line of text."""

from pyglet.gl import gl
from pyglet.graphics.shader import Shader, ShaderProgram
from pyglet.math import Mat4
from pyglet.text import Label
from pyglet.window import Window

_VERTEX = """#version 330 core
out vec2 at;
void main() {
    at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}
"""
_FRAGMENT = """#version 330 core
in vec2 at;
out vec4 colour;
void main() {
    vec3 dusk = mix(vec3(0.055, 0.045, 0.06), vec3(0.02, 0.022, 0.04), at.y);
    float lamp = exp(-dot((at - vec2(0.5, 0.12)) * vec2(2.2, 3.0),
                          (at - vec2(0.5, 0.12)) * vec2(2.2, 3.0)));
    // a little noise, or so dark a gradient shows its steps
    float grain = fract(sin(dot(gl_FragCoord.xy, vec2(12.9898, 78.233))) * 43758.5453);
    colour = vec4(dusk + lamp * vec3(0.11, 0.06, 0.03) + (grain - 0.5) / 128.0, 1.0);
}
"""


class WaitingCard:
    """Draws the card into viewports of a window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._program = ShaderProgram(Shader(_VERTEX, "vertex"), Shader(_FRAGMENT, "fragment"))
        self._array = gl.GLuint()
        gl.glGenVertexArrays(1, self._array)
        self._labels: dict[tuple[int, int, int, int], Label] = {}

    def paint(self, rect: tuple[int, int, int, int], notice: str) -> None:
        """Fill a viewport (x, y, width, height in the window, y upwards)."""
        gl.glDisable(gl.GL_SCISSOR_TEST)
        gl.glViewport(*rect)
        self._program.use()
        gl.glBindVertexArray(self._array)
        gl.glDrawArrays(gl.GL_TRIANGLE_STRIP, 0, 4)
        gl.glBindVertexArray(0)
        self.write(rect, notice)

    def write(self, rect: tuple[int, int, int, int], text: str, strength: float = 1.0) -> None:
        """Only a text, in the middle of a viewport, with so much of its light."""
        gl.glDisable(gl.GL_SCISSOR_TEST)
        gl.glViewport(*rect)
        width, height = rect[2:]
        label = self._label(rect, text)
        label.opacity = round(255 * strength)
        self._window.projection = Mat4.orthogonal_projection(0, width, 0, height, -1, 1)
        gl.glEnable(gl.GL_BLEND)
        label.draw()
        gl.glDisable(gl.GL_BLEND)

    def _label(self, rect: tuple[int, int, int, int], text: str) -> Label:
        """A viewport's text, kept: to lay one out takes as long as some pictures."""
        kept = self._labels.get(rect)
        if kept is not None and kept.text == text:
            return kept
        if kept is not None:
            kept.delete()
        width, height = rect[2:]
        self._labels[rect] = made = Label(
            text,
            font_name=["DejaVu Serif", "DejaVu Sans"],
            font_size=max(9, height // 32),
            x=width // 2,
            y=height // 2,
            width=int(width * 0.8),
            multiline=True,
            align="center",
            anchor_x="center",
            anchor_y="center",
            color=(190, 170, 150, 255),
        )
        return made

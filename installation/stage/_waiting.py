"""Words on a screen: a wall's that waits for its first film, a beat's title, a caption.

The wall that waits shows a dusk and one line of text. A title stands alone, like a silent film's.
A caption lies over a picture, where subtitles are, and has a shadow, or bright pictures swallow it.
"""

from pyglet.gl import gl
from pyglet.graphics.shader import Shader, ShaderProgram
from pyglet.math import Mat4
from pyglet.text import Label
from pyglet.window import Window

from installation.stage._manners import FONTS, NOTICE, Manner

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


POINTS = 72 / 96
"""Of a pixel, as pyglet counts."""
_SHADOW = ((-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1), (1, -2))


class Words:
    """A text in a viewport, laid out once: that takes as long as some pictures."""

    def __init__(self, size: tuple[int, int], text: str, manner: Manner) -> None:
        self.what = (text, manner)
        self._size = size
        self._face = self._made(manner.colour)
        self._shade = self._made((0, 0, 0)) if manner.shade else None

    def draw(self, window: Window, strength: float) -> None:
        """Draw with so much of its light, 0 to 1."""
        width, height = self._size
        step = max(1.0, self.what[1].size * height / 18)
        if self._shade is not None:
            _set_opacity(self._shade, 90 * strength)
            for across, down in _SHADOW:
                x, y = across * step, down * step
                window.projection = Mat4.orthogonal_projection(-x, width - x, -y, height - y, -1, 1)
                self._shade.draw()
        _set_opacity(self._face, 255 * strength)
        window.projection = Mat4.orthogonal_projection(0, width, 0, height, -1, 1)
        self._face.draw()

    def delete(self) -> None:
        """Give back what it holds."""
        self._face.delete()
        if self._shade is not None:
            self._shade.delete()

    def _made(self, colour: tuple[int, int, int]) -> Label:
        (width, height), (text, manner) = self._size, self.what
        return Label(
            text,
            font_name=FONTS,
            font_size=max(12.0, height * manner.size) * POINTS,
            x=width // 2,
            y=round(height * manner.middle),
            width=int(width * 0.86),
            multiline=True,
            align="center",
            anchor_x="center",
            anchor_y="center",
            color=(*colour, 255),
        )


def _set_opacity(label: Label, opacity: float) -> None:
    """A label that is given the opacity that it has is laid out again all the same."""
    if label.opacity != round(opacity):
        label.opacity = round(opacity)


class WaitingCard:
    """Draws the card, and words, into viewports of a window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._program = ShaderProgram(Shader(_VERTEX, "vertex"), Shader(_FRAGMENT, "fragment"))
        self._array = gl.GLuint()
        gl.glGenVertexArrays(1, self._array)
        self._words: dict[tuple[int, int, int, int], Words] = {}

    def paint(self, rect: tuple[int, int, int, int], notice: str) -> None:
        """Fill a viewport (x, y, width, height in the window, y upwards)."""
        gl.glDisable(gl.GL_SCISSOR_TEST)
        gl.glViewport(*rect)
        self._program.use()
        gl.glBindVertexArray(self._array)
        gl.glDrawArrays(gl.GL_TRIANGLE_STRIP, 0, 4)
        gl.glBindVertexArray(0)
        self.write(rect, notice, NOTICE)

    def write(
        self, rect: tuple[int, int, int, int], text: str, manner: Manner, strength: float = 1.0
    ) -> None:
        """Only a text in a viewport, with so much of its light."""
        gl.glDisable(gl.GL_SCISSOR_TEST)
        gl.glViewport(*rect)
        words = self._words.get(rect)
        if words is None or words.what != (text, manner):
            if words is not None:
                words.delete()
            self._words[rect] = words = Words(rect[2:], text, manner)
        gl.glEnable(gl.GL_BLEND)
        words.draw(self._window, strength)
        gl.glDisable(gl.GL_BLEND)

"""Pictures into textures, textures onto a viewport: the only OpenGL drawing of the stage."""

import ctypes
from collections.abc import Iterator

import numpy as np
from pyglet.gl import gl
from pyglet.graphics.shader import Shader, ShaderProgram

from installation.calibration.colour import Triple, yuv_to_rgb
from installation.calibration.geometry import Fit, fit_quad
from installation.calibration.pin import Map
from installation.link.ring import Picture, Shape
from installation.stage.dissolve import Dissolve
from installation.timeline.rest import PLAIN, Look

_VERTEX = """#version 330 core
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 texture_at;
uniform mat3 pin;
out vec2 at;
void main() {
    vec3 pinned = pin * vec3(position, 1.0);
    gl_Position = vec4(pinned.xy, 0.0, pinned.z);
    at = texture_at;
}
"""
_FRAGMENT = """#version 330 core
in vec2 at;
out vec4 colour;
uniform sampler2D luma, blue, red;
#ifdef CORRECTED
uniform vec3 gain, gamma, black;
#endif
void main() {
    vec3 yuv = vec3(texture(luma, at).r, texture(blue, at).r, texture(red, at).r);
    vec3 rgb = vec3(
        RY * yuv.x + RV * yuv.z + R0,
        GY * yuv.x + GU * yuv.y + GV * yuv.z + G0,
        BY * yuv.x + BU * yuv.y + B0);
#ifdef CORRECTED
    rgb = clamp(gain * clamp(rgb, 0.0, 1.0), 0.0, 1.0);
    rgb = black + (1.0 - black) * pow(rgb, 1.0 / gamma);
#endif
    colour = vec4(rgb, 1.0);
}
"""
Correction = tuple[Triple, Triple, Triple]
"""A projector's gain, gamma and black level; see :mod:`installation.calibration.colour`."""


def program(matrix: str, full_range: bool, corrected: bool) -> ShaderProgram:
    """The shader for a film's matrix and range, with or without a projector's correction.

    The numbers stand in its text: as uniforms they cost a quarter of all drawing on a machine that
    draws with its processor (11.5 ms for 8.5 ms on three 640x360 heads).
    """
    colours = yuv_to_rgb(matrix, full_range)
    defined = {
        f"{channel}{part}": float(colours.matrix[row, column])
        for row, channel in enumerate("RGB")
        for column, part in enumerate("YUV")
    }
    defined |= {f"{channel}0": float(colours.offset[row]) for row, channel in enumerate("RGB")}
    lines = [f"#define {name} ({value:.7f})" for name, value in defined.items()]
    lines += ["#define CORRECTED"] if corrected else []
    fragment = _FRAGMENT.replace("core\n", "core\n" + "\n".join(lines) + "\n", 1)
    return ShaderProgram(Shader(_VERTEX, "vertex"), Shader(fragment, "fragment"))


def _samplers() -> tuple[int, int]:
    """How textures are read: smoothed, and as they are.

    A plane that is drawn one sample to a pixel looks the same either way, and reading it as it is
    costs a third less on a machine that draws with its processor (12.9 ms for 19.4 ms on three
    640x360 heads whose films are 1280x720: their chroma is such a plane).
    """
    names = (gl.GLuint * 2)()
    gl.glGenSamplers(2, names)
    for name, how in zip(names, (gl.GL_LINEAR, gl.GL_NEAREST), strict=True):
        for key in (gl.GL_TEXTURE_MIN_FILTER, gl.GL_TEXTURE_MAG_FILTER):
            gl.glSamplerParameteri(name, key, how)
        for key in (gl.GL_TEXTURE_WRAP_S, gl.GL_TEXTURE_WRAP_T):
            gl.glSamplerParameteri(name, key, gl.GL_CLAMP_TO_EDGE)
    return names[0], names[1]


class Textures:
    """One picture's three planes on the graphics card."""

    def __init__(self) -> None:
        self.shape: Shape | None = None
        names = (gl.GLuint * 3)()
        gl.glGenTextures(3, names)
        self.names = tuple(names)

    def load(self, picture: Picture) -> None:
        """Copy a picture out of its slot. The slot may be released when this returns."""
        self.allocate(picture.shape)
        gl.glPixelStorei(gl.GL_UNPACK_ALIGNMENT, 1)
        for plane, (name, width, height) in enumerate(self._planes(picture.shape)):
            gl.glBindTexture(gl.GL_TEXTURE_2D, name)
            gl.glPixelStorei(gl.GL_UNPACK_ROW_LENGTH, picture.shape.pitch // min(plane + 1, 2))
            address = ctypes.c_void_p(picture.address + picture.shape.offsets[plane])
            at = (gl.GL_TEXTURE_2D, 0, 0, 0, width, height)
            gl.glTexSubImage2D(*at, gl.GL_RED, gl.GL_UNSIGNED_BYTE, address)
        gl.glPixelStorei(gl.GL_UNPACK_ROW_LENGTH, 0)

    def allocate(self, shape: Shape) -> None:
        """Have room for a picture of a shape."""
        if shape == self.shape:
            return
        self.shape = shape
        for name, width, height in self._planes(shape):
            gl.glBindTexture(gl.GL_TEXTURE_2D, name)
            size = (gl.GL_TEXTURE_2D, 0, gl.GL_R8, width, height, 0)
            gl.glTexImage2D(*size, gl.GL_RED, gl.GL_UNSIGNED_BYTE, None)

    def _planes(self, shape: Shape) -> Iterator[tuple[int, int, int]]:
        """Each plane's texture, width and height; chroma has half of both, rounded up."""
        for name, part in zip(self.names, (1, 2, 2), strict=True):
            yield name, -(-shape.width // part), -(-shape.height // part)

    def delete(self) -> None:
        """Free the card's memory."""
        gl.glDeleteTextures(3, (gl.GLuint * 3)(*self.names))


class Painter:
    """Draws one viewport. ``rect`` is (x, y, width, height) in the window, y upwards.

    A picture is loaded aside (:meth:`load`) and becomes the one that is drawn by :meth:`take`, so
    that a picture which turns out torn is never drawn.
    """

    def __init__(
        self,
        rect: tuple[int, int, int, int],
        fit: Fit,
        rotation: int,
        background: Triple,
        pin: Map,
        correction: Correction | None,
    ) -> None:
        self.rect = rect
        self._fit: Fit = fit
        self._rotation = rotation
        self.look = PLAIN
        self.background = background
        self._pin = pin
        self._correction = correction
        self._programs: dict[tuple[str, bool], ShaderProgram] = {}
        self._drawn, self._aside = Textures(), Textures()
        self._shaped: Shape | None = None
        self._covers = False
        self._rehearsed: set[Shape] = set()
        self._dissolve: Dissolve | None = None
        self._array, self._buffer = gl.GLuint(), gl.GLuint()
        self._smooth, self._plain = _samplers()
        self._pinned = not np.allclose(pin, np.eye(3))
        self._sampled = [self._smooth] * 3
        gl.glGenVertexArrays(1, self._array)
        gl.glGenBuffers(1, self._buffer)

    def prepare(self, matrix: str, full_range: bool) -> ShaderProgram:
        """The program for a film's matrix and range; the first call for one compiles it."""
        key = (matrix, full_range)
        if key not in self._programs:
            made = self._programs[key] = program(matrix, full_range, self._correction is not None)
            with made:
                for unit, name in enumerate(("luma", "blue", "red")):
                    made[name] = unit
                made["pin"] = tuple(self._pin.T.ravel())
                if self._correction is not None:
                    parts = zip(("gain", "gamma", "black"), self._correction, strict=True)
                    for name, value in parts:
                        made[name] = value
        return self._programs[key]

    def rehearse(self, shape: Shape) -> None:
        """Draw one pixel of an empty picture of a shape, out of sight.

        OpenGL compiles at the first draw, 45-65 ms on a machine that draws with its processor;
        done seconds before a swap, nobody sees it. The next paint draws over it.
        """
        if shape in self._rehearsed:
            return
        self._rehearsed.add(shape)
        self._aside.allocate(shape)
        gl.glEnable(gl.GL_SCISSOR_TEST)
        gl.glScissor(self.rect[0], self.rect[1], 1, 1)
        self._draw(self._aside)
        if self._dissolve is None:
            self._dissolve = Dissolve(self.rect)

    def dress(self, look: Look) -> None:
        """Be seen like this from now on."""
        self.look = look

    def load(self, picture: Picture) -> None:
        """Copy a picture aside."""
        self._aside.load(picture)

    def take(self) -> None:
        """What was loaded aside is drawn from now on."""
        self._drawn, self._aside = self._aside, self._drawn

    def keep(self) -> None:
        """Keep what is drawn now, to dissolve from; :meth:`dissolve` says how much is seen."""
        self.paint()
        if self._dissolve is not None:
            self._dissolve.keep(self.rect)

    def dissolve(self, share: float) -> None:
        """See so much of what was kept, 0 to 1, over what is drawn."""
        if self._dissolve is not None:
            self._dissolve.share = share

    @property
    def dark(self) -> bool:
        """No picture has been taken yet."""
        return self._drawn.shape is None

    def clear(self) -> None:
        """Fill the viewport with its background."""
        self._bound()
        gl.glClearColor(*self.background, 1.0)
        gl.glClear(gl.GL_COLOR_BUFFER_BIT)

    def paint(self) -> None:
        """Draw the background, where the picture leaves any of it to be seen, and the picture."""
        if self._covers and self._drawn.shape == self._shaped:
            self._bound()
        else:
            self.clear()
        if self._drawn.shape is not None:
            self._draw(self._drawn)
        if self._dissolve is not None:
            self._dissolve.paint(self.rect)

    def _bound(self) -> None:
        gl.glEnable(gl.GL_SCISSOR_TEST)
        gl.glScissor(*self.rect)

    def _draw(self, textures: Textures) -> None:
        shape = textures.shape
        assert shape is not None
        gl.glViewport(*self.rect)
        self.prepare(shape.matrix, shape.full_range).use()
        if shape != self._shaped:
            self._fit_to(shape)
        for unit, name in enumerate(textures.names):
            gl.glActiveTexture(gl.GL_TEXTURE0 + unit)
            gl.glBindTexture(gl.GL_TEXTURE_2D, name)
            gl.glBindSampler(unit, self._sampled[unit])
        gl.glActiveTexture(gl.GL_TEXTURE0)
        gl.glBindVertexArray(self._array)
        gl.glDrawArrays(gl.GL_TRIANGLE_FAN, 0, 4)
        gl.glBindVertexArray(0)
        for unit in range(3):
            gl.glBindSampler(unit, 0)

    def _fit_to(self, shape: Shape) -> None:
        self._shaped = shape
        size = self.rect[2], self.rect[3]
        quad = fit_quad(self._fit, self._rotation, (shape.width, shape.height), shape.sar, size)
        corners = np.hstack([quad.positions, quad.texcoords]).astype(np.float32)
        gl.glBindVertexArray(self._array)
        gl.glBindBuffer(gl.GL_ARRAY_BUFFER, self._buffer)
        gl.glBufferData(gl.GL_ARRAY_BUFFER, corners.nbytes, corners.ctypes.data, gl.GL_STATIC_DRAW)
        for place in (0, 1):
            gl.glEnableVertexAttribArray(place)
            gl.glVertexAttribPointer(place, 2, gl.GL_FLOAT, gl.GL_FALSE, 16, place * 8)
        gl.glBindVertexArray(0)
        filled = np.abs(quad.positions).min() > 1 - 1e-6  # every corner in a corner
        self._covers = bool(filled) and not self._pinned
        drawn = quad.positions.max(axis=0) * size
        upright = self._rotation == 0 and not self._pinned and quad.texcoords.max() == 1
        for plane in range(3):
            part = 1 if plane == 0 else 2
            samples = (shape.width / part, shape.height / part)
            exact = upright and np.allclose(drawn, samples, atol=0.01)
            self._sampled[plane] = self._plain if exact else self._smooth

    def delete(self) -> None:
        """Free the card's memory."""
        self._drawn.delete()
        self._aside.delete()
        if self._dissolve is not None:
            self._dissolve.delete()
        gl.glDeleteVertexArrays(1, self._array)
        gl.glDeleteBuffers(1, self._buffer)
        gl.glDeleteSamplers(2, (gl.GLuint * 2)(self._smooth, self._plain))
        for made in self._programs.values():
            made.delete()

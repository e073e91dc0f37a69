"""A picture's planes on the graphics card, and how they are read from it."""

import ctypes
from collections.abc import Iterator

from pyglet.gl import gl

from installation.link import RingPicture, RingShape
from installation.stage._card_memory import CardMemory
from installation.stage._fitting import Fitting, Reading

_INSIDE = {
    (gl.GL_RED, gl.GL_UNSIGNED_BYTE): gl.GL_R8,
    (gl.GL_RG, gl.GL_UNSIGNED_BYTE): gl.GL_RG8,
    (gl.GL_RED, gl.GL_UNSIGNED_SHORT): gl.GL_R16,
    (gl.GL_RG, gl.GL_UNSIGNED_SHORT): gl.GL_RG16,
}


def _kind(shape: RingShape) -> int:
    return int(gl.GL_UNSIGNED_SHORT if shape.sample > 1 else gl.GL_UNSIGNED_BYTE)


class Textures:
    """One picture's three planes, loaded ``through`` memory of the card where there is any."""

    def __init__(self, through: CardMemory | None = None) -> None:
        self._through = through
        self.shape: RingShape | None = None
        self.fitting: Fitting | None = None
        """How what is in them lies in the viewport, and is read."""
        names = (gl.GLuint * 3)()
        gl.glGenTextures(3, names)
        self._names = tuple(names)
        self._pairs = False

    def load(self, picture: RingPicture, fitting: Fitting) -> None:
        """Copy a picture out of its slot. The slot may be released when this returns."""
        self.allocate(picture.shape, fitting)
        if self._through is None or not self._through.has_room(picture.shape.size):
            self._load(picture, picture.address)
            return
        with self._through.holding(picture.address, picture.shape.size):
            self._load(picture, 0)

    def _load(self, picture: RingPicture, begin: int) -> None:
        gl.glPixelStorei(gl.GL_UNPACK_ALIGNMENT, 1)
        for plane, (name, width, height) in enumerate(self._planes(picture.shape)):
            gl.glBindTexture(gl.GL_TEXTURE_2D, name)
            halved = plane > 0 or self._pairs
            gl.glPixelStorei(gl.GL_UNPACK_ROW_LENGTH, picture.shape.pitch // (2 if halved else 1))
            address = ctypes.c_void_p(begin + picture.shape.offsets[plane])
            at = (gl.GL_TEXTURE_2D, 0, 0, 0, width, height)
            gl.glTexSubImage2D(*at, self._parts(plane), _kind(picture.shape), address)
        gl.glPixelStorei(gl.GL_UNPACK_ROW_LENGTH, 0)

    def allocate(self, shape: RingShape, fitting: Fitting) -> None:
        """Have room for a picture of a shape, as its fitting will read it."""
        self.fitting, pairs = fitting, fitting.luma is Reading.PAIRED
        if shape == self.shape and pairs == self._pairs:
            return
        self.shape, self._pairs = shape, pairs
        for plane, (name, width, height) in enumerate(self._planes(shape)):
            gl.glBindTexture(gl.GL_TEXTURE_2D, name)
            parts = self._parts(plane)
            size = (gl.GL_TEXTURE_2D, 0, _INSIDE[parts, _kind(shape)], width, height, 0)
            gl.glTexImage2D(*size, parts, _kind(shape), None)

    def bind(self, samplers: tuple[int, int, int]) -> None:
        """Have the next drawing read them, each by its sampler: luma, blue, red."""
        for unit, (name, sampler) in enumerate(zip(self._names, samplers, strict=True)):
            gl.glActiveTexture(gl.GL_TEXTURE0 + unit)
            gl.glBindTexture(gl.GL_TEXTURE_2D, name)
            gl.glBindSampler(unit, sampler)
        gl.glActiveTexture(gl.GL_TEXTURE0)

    def _parts(self, plane: int) -> int:
        return gl.GL_RG if plane == 0 and self._pairs else gl.GL_RED

    def _planes(self, shape: RingShape) -> Iterator[tuple[int, int, int]]:
        """Each plane's texture, width and height in texels; chroma has half of both, rounded up."""
        for plane, (name, part) in enumerate(zip(self._names, (1, 2, 2), strict=True)):
            across = 2 if plane == 0 and self._pairs else part
            yield name, -(-shape.width // across), -(-shape.height // part)

    def delete(self) -> None:
        """Free the card's memory."""
        gl.glDeleteTextures(3, (gl.GLuint * 3)(*self._names))
        if self._through is not None:
            self._through.delete()


class Samplers:
    """The samplers that read textures: smoothed, or as they are."""

    def __init__(self) -> None:
        self._names = (gl.GLuint * 2)()
        gl.glGenSamplers(2, self._names)
        for name, how in zip(self._names, (gl.GL_LINEAR, gl.GL_NEAREST), strict=True):
            for key in (gl.GL_TEXTURE_MIN_FILTER, gl.GL_TEXTURE_MAG_FILTER):
                gl.glSamplerParameteri(name, key, how)
            for key in (gl.GL_TEXTURE_WRAP_S, gl.GL_TEXTURE_WRAP_T):
                gl.glSamplerParameteri(name, key, gl.GL_CLAMP_TO_EDGE)

    def of(self, fitting: Fitting) -> tuple[int, int, int]:
        """The samplers for a fitting's luma, blue and red."""
        smooth, plain = self._names
        luma, chroma = (
            smooth if reading is Reading.SMOOTH else plain
            for reading in (fitting.luma, fitting.chroma)
        )
        return luma, chroma, chroma

    def release(self) -> None:
        """Let drawing that knows nothing of samplers read as it likes."""
        for unit in range(3):
            gl.glBindSampler(unit, 0)

    def delete(self) -> None:
        """Free what the card keeps of them."""
        gl.glDeleteSamplers(2, self._names)

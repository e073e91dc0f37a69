"""A rectangle on a viewport that a shader fills: its corners on the card, and their drawing."""

import numpy as np
from numpy.typing import NDArray
from pyglet.gl import gl


class LaidCorners:
    """Four corners; the shader that is in use draws what lies between them."""

    def __init__(self) -> None:
        self._array, self._buffer = gl.GLuint(), gl.GLuint()
        gl.glGenVertexArrays(1, self._array)
        gl.glGenBuffers(1, self._buffer)

    def lay(self, corners: NDArray[np.float32]) -> None:
        """Take other corners, (4, 4): each its place in clip coordinates and in the texture."""
        gl.glBindVertexArray(self._array)
        gl.glBindBuffer(gl.GL_ARRAY_BUFFER, self._buffer)
        gl.glBufferData(gl.GL_ARRAY_BUFFER, corners.nbytes, corners.ctypes.data, gl.GL_STATIC_DRAW)
        for place in (0, 1):
            gl.glEnableVertexAttribArray(place)
            gl.glVertexAttribPointer(place, 2, gl.GL_FLOAT, gl.GL_FALSE, 16, place * 8)
        gl.glBindVertexArray(0)

    def draw(self) -> None:
        """Draw with the shader and the textures that are in use."""
        gl.glBindVertexArray(self._array)
        gl.glDrawArrays(gl.GL_TRIANGLE_FAN, 0, 4)
        gl.glBindVertexArray(0)

    def delete(self) -> None:
        """Free the card's memory."""
        gl.glDeleteVertexArrays(1, self._array)
        gl.glDeleteBuffers(1, self._buffer)

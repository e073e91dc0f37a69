"""The wall's small pictures as JPEG: of one instant, compressed once, upright."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from installation.door import WallPictures
from installation.link import ThumbnailReader, ThumbnailWriter, in_a_row
from installation.units import MILLISECOND

NOW = 10**12
SCREENS = in_a_row([("left", 640, 360, 0), ("right", 360, 640, 90)])
BLUE, RED = (255, 0, 0, 0), (0, 0, 255, 0)


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    assert image.format == "JPEG"
    return image


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[WallPictures]:
    wall = WallPictures(ThumbnailReader(tmp_path / "small"))
    yield wall
    wall.close()


def draw(writer: ThumbnailWriter, at_ns: int, *colours: tuple[int, ...]) -> None:
    for pixels, colour in zip(writer.begin(), colours, strict=True):
        pixels.reshape(-1, 4)[:] = colour
    writer.publish(at_ns)


def test_pictures_are_what_is_on_the_glass(tmp_path: Path, wall: WallPictures) -> None:
    writer = ThumbnailWriter(tmp_path / "small", SCREENS, 0)
    assert wall.wall(NOW) is None and wall.screen("left", NOW) is None
    assert writer.wanted_until_ns > NOW  # somebody looks
    draw(writer, NOW, BLUE, RED)
    found = wall.wall(NOW + 90 * MILLISECOND)
    assert found is not None and found.age_ns == 90 * MILLISECOND
    whole = opened(found.data)
    # side by side, the turned one upright: as wide as it was high
    assert whole.size == (384 + 8 + 384, 216)
    assert np.allclose(np.asarray(whole)[108, 10], (0, 0, 255), atol=6)
    assert np.allclose(np.asarray(whole)[108, 770], (255, 0, 0), atol=6)
    left = wall.screen("left", NOW)
    assert left is not None and opened(left.data).size == (384, 216)
    assert wall.screen("nowhere", NOW) is None


def test_a_picture_is_compressed_once_for_all(tmp_path: Path, wall: WallPictures) -> None:
    writer = ThumbnailWriter(tmp_path / "small", SCREENS, 0)
    draw(writer, NOW, BLUE, RED)
    first, again = wall.wall(NOW), wall.wall(NOW)
    assert first is not None and again is not None and first.data is again.data
    draw(writer, NOW + 1, RED, BLUE)
    other = wall.wall(NOW + 1)
    assert other is not None and (other.number, other.data) != (first.number, first.data)

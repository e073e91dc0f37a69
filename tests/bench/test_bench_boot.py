"""What the bench's machine shows, told from its screen dumps; the machine itself is the bench's."""

from pathlib import Path

import numpy as np

from installation.bench import _boot as boot
from installation.bench import _bootmachine as bootmachine
from installation.bench._boot import Boots, Seen, seen
from installation.rig import barcode

HEIGHT, WIDTH = bootmachine.HEIGHT, bootmachine.WIDTH


def shown(luma: np.ndarray) -> np.ndarray:
    return np.repeat(luma[:, :, None], 3, axis=2)


def test_a_film_is_told_from_a_waiting_picture_and_from_the_dark() -> None:
    luma = np.zeros((HEIGHT, WIDTH), np.uint8)
    assert seen(shown(luma)) is Seen.DARK
    luma[200:210, 100:300] = 180
    assert seen(shown(luma)) is Seen.WAITING
    tall = WIDTH * 9 // 16
    middle = luma[(HEIGHT - tall) // 2 :][:tall]
    barcode.draw(middle, 17, 2)
    assert seen(shown(luma)) is Seen.FILM


def test_a_screen_dump_counts_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "head.ppm"
    assert bootmachine._picture(path) is None
    path.write_bytes(b"P6\n4 2\n255\n" + bytes(23))
    assert bootmachine._picture(path) is None
    path.write_bytes(b"P6\n4 2\n255\n" + bytes(range(24)))
    picture = bootmachine._picture(path)
    assert picture is not None and picture.shape == (2, 4, 3) and picture[1, 3, 2] == 23


def test_bars_hold_only_when_everything_came() -> None:
    good = Boots("bookworm", 1.0, 2.0, 3.0, [4.0], [5.0], exposure=3.9)
    assert all(bar.held for bar in boot._bars(good))
    bad = Boots("bookworm", 1.0, 2.0, None, [4.0, None], [None], None, ["/etc/left"])
    assert not any(bar.held for bar in boot._bars(bad))

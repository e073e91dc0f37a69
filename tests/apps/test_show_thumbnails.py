"""The wall's small pictures beside the wall itself: barcodes of both, in one running show."""

import time
from collections import defaultdict
from contextlib import closing

import numpy as np
import pytest
from show_rig import FRAMES, TRIPTYCH, Films, Played, Sight, kill, runs, together, wait_until

from installation.link import ThumbnailReader, Thumbnails, thumbnail_path
from installation.model import Blackout, Pause, Resume
from installation.rig import VirtualHeads, barcode
from installation.units import MILLISECOND, SECOND

pytestmark = pytest.mark.process

AGE_NS = 400 * MILLISECOND


def frames(found: Thumbnails) -> list[int]:
    """The number of each screen's small picture."""
    codes = []
    for small in found.screens:
        height, width, _ = small.pixels.shape
        at = barcode.points(0, 0, width, height)
        codes.append(small.pixels[at[:, 1], at[:, 0], 1])
    return [int(frame) for frame in barcode.frames(barcode.read(np.stack(codes)))]


@pytest.mark.parametrize(
    ("drawing", "renderer"),
    # a machine without a graphics card: OpenGL is llvmpipe here
    [("opengl", "llvmpipe"), ("auto", "software, without OpenGL")],
)
def test_small_pictures_are_the_walls_whatever_draws_it(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path, drawing: str, renderer: str
) -> None:
    prepared = films.stage(tmp_path, (1, 2, 3), f"{TRIPTYCH}stage: {drawing}\n")
    path = thumbnail_path(prepared.state)
    with Played(prepared, heads.environment) as show, closing(ThumbnailReader(path)) as reader:
        show.until_plays(sight)
        assert renderer in show.status().stage.renderer
        wait_until("small pictures", lambda: reader.look(time.monotonic_ns()) is not None, 5)
        _plays(reader, sight)
        show.order(Pause())
        wait_until("pause", lambda: len({tuple(sight.frames()) for _ in range(8)}) == 1)
        _stands(reader, sight)
        show.order(Blackout())
        _stands(reader, sight)
        assert frames(_seen(reader)) == [-1, -1, -1]
        show.order(Blackout())
        show.order(Resume())
        _lets_go(reader)
        killed = show.pids()["stage"]
        kill(killed)
        killed_ns = time.monotonic_ns()
        wait_until("another stage", show.says(lambda now: now.stage.pid not in (None, killed)))
        wait_until(
            "its pictures",
            lambda: _swapped_ns(reader) > killed_ns,
        )
        wait_until("the story", lambda: len(runs(sight.watch(0.5))) > 6)
        _plays(reader, sight)
        assert together(sight.watch(1.0))
    assert not path.exists()


def _seen(reader: ThumbnailReader) -> Thumbnails:
    found = reader.look(time.monotonic_ns())
    assert found is not None
    return found


def _plays(reader: ThumbnailReader, sight: Sight) -> None:
    """All screens of one instant, at least five a second, what the wall had 400 ms ago or later."""
    wall: dict[int, list[int]] = defaultdict(list)
    seen: list[tuple[int, Thumbnails]] = []
    until_ns = time.monotonic_ns() + 2 * SECOND
    while (now_ns := time.monotonic_ns()) < until_ns:
        for frame in sight.frames():
            wall[frame].append(now_ns)
        if found := reader.look(time.monotonic_ns()):
            seen.append((time.monotonic_ns(), found))
        time.sleep(0.01)
    numbers = {found.number for _, found in seen[len(seen) // 4 :]}
    assert len(numbers) >= 5 * 1.5
    for at_ns, found in seen[len(seen) // 4 :]:
        shown = frames(found)
        assert len(set(shown)) == 1 and 0 <= shown[0] < FRAMES
        # the samples of the wall are further apart than a picture lasts when the machine is busy
        near = [abs(at_ns - instant) for frame in (-1, 0, 1) for instant in wall[shown[0] + frame]]
        assert min(near) <= AGE_NS


def _stands(reader: ThumbnailReader, sight: Sight) -> None:
    """What the wall shows now, though no picture comes."""
    now = sight.frames
    wait_until("the wall's picture", lambda: frames(_seen(reader)) == now(), 2)
    time.sleep(0.5)
    found = _seen(reader)
    assert frames(found) == now()
    assert found.age_ns(time.monotonic_ns()) <= AGE_NS


def _lets_go(reader: ThumbnailReader) -> None:
    """Nobody looks for two seconds, and the stage draws none."""
    time.sleep(2)
    first = _seen(reader).number  # and asks again
    time.sleep(0.5)
    assert _seen(reader).number > first + 2


def _swapped_ns(reader: ThumbnailReader) -> int:
    """When what is seen came on the glass; 0 while nothing is."""
    found = reader.look(time.monotonic_ns())
    return found.at_ns if found is not None else 0

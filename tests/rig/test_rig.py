"""The bench's own tools at work: films, the tree of processes, the glass, plain windows."""

import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from installation.bench import _sync as sync
from installation.model import fingerprint
from installation.rig import Recipe, Tree, VirtualHeads, barcode, barcoded_film

pytestmark = pytest.mark.alone

SMALL = Recipe(5, 1.0, 320, 180, Fraction(30000, 1001))


def test_a_film_carries_its_numbers_and_is_kept(tmp_path: Path) -> None:
    path = barcoded_film(SMALL, tmp_path)
    made = path.stat().st_mtime_ns
    at = barcode.points(0, 0, SMALL.width, SMALL.height)
    with av.open(str(path)) as container:
        assert container.streams.video[0].average_rate == SMALL.fps
        lumas = [
            frame.to_ndarray(format="gray").astype(np.uint8) for frame in container.decode(video=0)
        ]
    codes = barcode.read(np.stack([luma[at[:, 1], at[:, 0]] for luma in lumas]))
    assert barcode.frames(codes).tolist() == list(range(30))
    assert set(barcode.films(codes).tolist()) == {5}
    prints = np.stack([fingerprint(luma, 320, 180) for luma in lumas]).astype(int)
    assert np.abs(np.diff(prints, axis=0)).sum(axis=1).min() > 500
    assert barcoded_film(SMALL, tmp_path).stat().st_mtime_ns == made
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_film_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        barcoded_film(Recipe(99, 1.0, 320, 180), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.process
def test_the_tree_counts_a_process_whose_parent_has_gone() -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass\ntime.sleep(60)"
    orphaning = (
        "import subprocess, sys\n"
        f"subprocess.Popen([sys.executable, '-c', {busy!r}], start_new_session=True)"
    )
    tree = Tree()
    subprocess.run(
        [sys.executable, "-c", orphaning],
        env=tree.environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        look = tree.look()
        deadline = time.monotonic() + 20
        while look.cpu_s < 0.25 and time.monotonic() < deadline:
            time.sleep(0.05)
            look = tree.look()
        assert look.processes == 1
        assert look.cpu_s >= 0.25
        assert look.memory > 1_000_000
    finally:
        for pid in tree.pids():
            subprocess.run(["kill", "-KILL", str(pid)], check=True)
    deadline = time.monotonic() + 20
    while tree.pids() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert tree.look().processes == 0
    assert tree.look().cpu_s >= 0.25


@pytest.mark.process
def test_plain_windows_are_measured(tmp_path: Path) -> None:
    with VirtualHeads(2, 640, 360) as heads:
        rig = sync.rig(heads, Recipe(0, 2.0, 640, 360), tmp_path, 3.0)
        found = sync.measure_plain(rig, tmp_path / "kept.npz")
    assert found.samples > 100
    assert found.together.readable > 0
    assert found.cpu > 0
    assert found.memory > 10_000_000
    with np.load(tmp_path / "kept.npz") as kept:
        assert kept["luma"].shape[1:] == (2, barcode.POINTS)

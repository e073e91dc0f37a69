"""A ring in a memory that is too small: a file system of its own, where that is allowed."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.process, pytest.mark.patient]

TRY = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from ring_pictures import shape_of
from installation.errors import LinkError
from installation.link import RingWriter
ring = RingWriter(Path(sys.argv[1]) / "ring")
ring.use(4, shape_of(640, 360))
try:
    ring.use(12, shape_of(1920, 1080))
except LinkError as fault:
    print(fault)
ring.use(4, shape_of(640, 360))
"""


def test_one_that_is_too_small_is_said_with_the_remedy(tmp_path: Path) -> None:
    mount = f'mount -t tmpfs -o size=16M tmpfs {tmp_path} && exec "$@"'
    words = ["unshare", "-rm", "sh", "-c", mount, "_", sys.executable, "-c", TRY, str(tmp_path)]
    words += [str(Path(__file__).parents[1] / "shared")]
    found = subprocess.run(words, capture_output=True, text=True)
    if "unshare" in found.stderr or "mount:" in found.stderr:
        pytest.skip("no file system of one's own can be mounted here")
    assert (found.returncode, found.stderr) == (0, "")
    assert "has no room for the pictures of a screen: No space left on device" in found.stdout
    assert "of 17 MB are free" in found.stdout and "remount,size=" in found.stdout

"""The intake of a film, as the library begins it: a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def started_intake(film: Path, state: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "installation.apps.intake", str(film), str(state)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)

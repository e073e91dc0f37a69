"""The limits that processes which look at unknown films set themselves."""

import subprocess
import sys
from pathlib import Path

import pytest

import installation

ROOT = Path(installation.__file__).parent.parent
pytestmark = pytest.mark.process


def run(program: str) -> "subprocess.CompletedProcess[bytes]":
    words = [sys.executable, "-c", f"from installation.apps._modest import *\n{program}"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, timeout=60)


def test_a_process_that_eats_memory_is_told_to_stop() -> None:
    done = run("keep_within(60)\nbytearray(MEMORY + 1)")
    assert done.returncode == 1 and b"MemoryError" in done.stderr


def test_a_process_that_never_ends_is_ended() -> None:
    assert run("keep_within(1)\nwhile True: pass").returncode < 0


def test_limits_that_are_tighter_already_stay() -> None:
    done = run(
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (5, 5))\n"
        "keep_within(60)\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    assert done.stdout.strip() == b"5"

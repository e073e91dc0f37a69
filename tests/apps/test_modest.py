"""The limits that processes which look at unknown films set themselves."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import installation

ROOT = Path(installation.__file__).parent.parent
pytestmark = [pytest.mark.process, pytest.mark.patient]


def run(program: str) -> "subprocess.CompletedProcess[bytes]":
    words = [sys.executable, "-c", f"from installation.apps._modest import *\n{program}"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, timeout=60)


def test_a_process_that_eats_memory_is_told_to_stop() -> None:
    done = run("keep_within(60)\nbytearray(MEMORY + 1)")
    assert done.returncode == 1 and b"MemoryError" in done.stderr


def test_a_process_that_never_ends_is_ended() -> None:
    assert run("keep_within(1)\nwhile True: pass").returncode == -signal.SIGXCPU


def test_limits_that_are_tighter_already_stay() -> None:
    done = run(
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (5, 5))\n"
        "keep_within(60)\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    assert done.stdout.strip() == b"5"


def test_a_player_that_leaks_ends_alone() -> None:
    done = run("bound_player()\nheld = []\nwhile True: held.append(bytes(1 << 28))")
    assert done.returncode == 1 and b"MemoryError" in done.stderr


def test_a_process_that_has_left_the_network_reaches_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        reach = f"import socket\nsocket.create_connection({server.getsockname()!r}, 5)"
        assert run(reach).returncode == 0
        done = run(f"leave_network()\n{reach}")
        assert done.returncode == 1 and b"unreachable" in done.stderr

"""The remote's process follows its layout's file, whichever block of it changes."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from installation.link import Hub, RemoteStatus
from installation.remote import _osc as osc

pytestmark = [pytest.mark.process, pytest.mark.patient]

PATIENCE_S = 60
LAYOUT = """title: The Kiss
screens:
  - {name: left, display: {position: 1}}
timecode: {out: {port: Nobody}}
"""


@contextmanager
def remote(endpoint: str, layout: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "installation.apps.remote", "--endpoint", endpoint]
    command += ["--state", str(layout.parent)]
    with subprocess.Popen([*command, "--layout", str(layout)]) as process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_S)


def missing(hub: Hub, word: str) -> None:
    """Wait until the remote misses a port of this name, and that one only."""
    ends = time.monotonic() + PATIENCE_S
    said: tuple[str, ...] = ()
    while not (len(said) == 1 and word in said[0]):
        assert time.monotonic() < ends, said
        for _, message in hub.receive():
            if isinstance(message, RemoteStatus):
                said = message.missing
        time.sleep(0.01)


def answered(port: int) -> str:
    """The first address that the remote tells somebody who asks at a UDP port."""
    ends = time.monotonic() + PATIENCE_S
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(("127.0.0.1", port))
        asking.settimeout(0.1)
        while True:
            assert time.monotonic() < ends
            with suppress(OSError):  # nobody listens there yet
                asking.send(osc.write("/kiss/status"))
                return osc.read(asking.recv(65536))[0].address


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_changed_block_of_timecode_or_osc_takes_hold_at_once(tmp_path: Path) -> None:
    layout, endpoint = tmp_path / "layout.yaml", f"ipc://{tmp_path}/link"
    layout.write_text(LAYOUT)
    first, second = free_port(), free_port()
    hub = Hub(endpoint)
    try:
        with remote(endpoint, layout):
            missing(hub, "Nobody")
            layout.write_text(LAYOUT.replace("Nobody", "Somebody else"))
            missing(hub, "Somebody else")
            for port in (first, second):
                layout.write_text(f"{LAYOUT}osc: {{port: {port}}}\n")
                assert answered(port) == "/kiss/state"
    finally:
        hub.close()

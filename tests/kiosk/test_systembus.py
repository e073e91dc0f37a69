"""The system's message bus is told to hang only when it takes a connection and stays silent."""

import shutil
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from installation.kiosk import systembus

BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path={path}</listen><policy context="default"/></busconfig>
"""


def around(path: Path) -> dict[str, str]:
    return {systembus.VARIABLE: f"unix:path={path}"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bus"


def test_one_that_accepts_and_never_speaks_hangs(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(path))
        bus.listen()
        assert systembus.hangs(around(path), 0.05)
    # its socket is still there, and refuses
    assert not systembus.hangs(around(path))


def test_one_that_answers_or_leaves_does_not(path: Path) -> None:
    said: list[bytes] = []

    def once(answer: bytes) -> None:
        link, _ = bus.accept()
        with link:
            said.append(link.recv(64))
            link.sendall(answer)

    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(path))
        bus.listen()
        for answer in (b"OK 1234\r\n", b"REJECTED EXTERNAL\r\n", b""):
            thread = threading.Thread(target=once, args=(answer,))
            thread.start()
            assert not systembus.hangs(around(path))
            thread.join()
    assert {one[:15] for one in said} == {b"\0AUTH EXTERNAL "}


@pytest.mark.parametrize("address", ["disabled:", "tcp:host=localhost", "unix:path=/nowhere/bus"])
def test_where_there_is_none_nothing_hangs(address: str) -> None:
    assert not systembus.hangs({systembus.VARIABLE: address})


@pytest.mark.process
@pytest.mark.patient
@pytest.mark.skipif(not shutil.which("dbus-daemon"), reason="this machine has no D-Bus")
def test_the_real_one_answers_and_hangs_when_it_is_stopped(tmp_path: Path, path: Path) -> None:
    (tmp_path / "bus.conf").write_text(BUS.format(path=path))
    daemon = ["dbus-daemon", f"--config-file={tmp_path}/bus.conf", "--print-address", "--nofork"]
    with subprocess.Popen([*daemon, "--nopidfile"], stdout=subprocess.PIPE) as bus:
        assert bus.stdout is not None and bus.stdout.readline()
        try:
            assert not systembus.hangs(around(path))
            bus.send_signal(signal.SIGSTOP)
            assert systembus.hangs(around(path), 0.3)
        finally:
            bus.kill()

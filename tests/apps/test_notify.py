"""What is told to systemd, and to the session in its place."""

import socket
from pathlib import Path

from installation.apps import _notify as notify
from installation.apps._notify import NotifySocket


def test_what_is_told_is_heard_in_its_order() -> None:
    listener = NotifySocket()
    assert listener.path.parent.stat().st_mode & 0o077 == 0
    around = {notify.VARIABLE: str(listener.path)}
    assert listener.heard() == []
    notify.notify(notify.READY, notify.ALIVE, environment=around)
    notify.notify("STATUS=playing", environment=around)
    assert listener.heard() == ["READY=1", "WATCHDOG=1", "STATUS=playing"]
    assert listener.heard() == []
    listener.close()
    assert not listener.path.parent.exists()
    notify.notify(notify.ALIVE, environment=around)  # nobody is there any more


def test_a_listener_that_does_not_read_holds_nobody_up() -> None:
    listener = NotifySocket()
    around = {notify.VARIABLE: str(listener.path)}
    for _ in range(10_000):
        notify.notify(notify.ALIVE, environment=around)
    assert 0 < len(listener.heard()) < 10_000
    listener.close()


def test_a_name_in_the_kernels_own_space_is_understood(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"\0{tmp_path}")
        notify.notify(notify.extended(1.5), environment={notify.VARIABLE: f"@{tmp_path}"})
        assert listener.recv(100) == b"EXTEND_TIMEOUT_USEC=1500000"


def test_without_a_listener_nothing_happens() -> None:
    notify.notify(notify.READY, environment={})

"""The kiosk's X server and its session: who is asked to end, and in which order."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from stand_in import stand_in

from installation.apps import _notify as notify
from installation.apps import xserver
from installation.kiosk import systembus

pytestmark = [pytest.mark.process, pytest.mark.patient]
ROOT = Path(__file__).parents[2]
MAIN = """\
import pathlib, sys
from installation.apps import xserver
from installation.kiosk import systembus
sys.exit(xserver.main(sys.argv[2:], pathlib.Path(sys.argv[1], "sockets")))
"""
SERVER = """\
[ -n "$NOTIFY_SOCKET$KISS_NOTIFY_SOCKET" ] && echo told where systemd listens
trap 'echo server ended; exit 0' TERM
echo server $1
kill -USR1 $PPID
"""
"""Tells its parent that it is ready, as Xorg does it, which has seen SIGUSR1 ignored."""
SERVER_SAYS_BUS = 'echo "bus $DBUS_SYSTEM_BUS_ADDRESS"\n'
SESSION = """\
trap 'sleep 0.3; echo session ended; exit 0' TERM
echo session $DISPLAY $KISS_NOTIFY_SOCKET $NOTIFY_SOCKET
"""
WAITS = "while :; do sleep 0.05; done\n"


class Kiosk:
    """One with scripts in place of the server and of the session."""

    def __init__(self, folder: Path, server: str, session: str) -> None:
        self.folder = folder
        for name, script in (("server", server), ("session", session)):
            stand_in(folder / name, f"exec >>{folder}/told\n{script}")
        command = [sys.executable, "-c", MAIN, str(folder), str(folder / "session")]
        command += ["--", str(folder / "server"), ":5", "vt7"]
        around = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "NOTIFY_SOCKET": "/run/it"}
        around["XAUTHORITY"] = str(folder / "cookie")
        around[systembus.VARIABLE] = f"unix:path={folder}/bus"
        with (folder / "said").open("w") as said:  # not a pipe: a session may be left with it
            self.process = subprocess.Popen(
                command, env=around, stderr=said, start_new_session=True
            )

    def told(self) -> list[str]:
        path = self.folder / "told"
        return path.read_text().splitlines() if path.exists() else []

    def until(self, line: str) -> None:
        until = time.monotonic() + 60
        while line not in self.told():
            assert time.monotonic() < until and self.process.poll() is None
            time.sleep(0.02)

    def ended(self) -> tuple[int, str]:
        """Its exit code, and what it said."""
        code = self.process.wait(60)
        return code, (self.folder / "said").read_text()

    def pid(self, name: str) -> int:
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid), "-f", str(self.folder / name)],
            capture_output=True,
            text=True,
            check=True,
        )
        return int(found.stdout)

    def kill(self) -> None:
        """Kill what is left of it, as systemd does it with a unit's."""
        subprocess.run(["pkill", "-KILL", "-s", str(self.process.pid)], check=False)
        self.process.wait()


@pytest.fixture
def kiosks() -> Iterator[list[Kiosk]]:
    made: list[Kiosk] = []
    yield made
    for one in made:
        one.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_end_it_ends_the_session_first(
    kiosks: list[Kiosk], tmp_path: Path, number: signal.Signals
) -> None:
    kiosks.append(one := Kiosk(tmp_path, SERVER + WAITS, SESSION + WAITS))
    one.until("session :5 /run/it")
    one.process.send_signal(number)
    code, said = one.ended()
    assert code == 0
    assert one.told() == ["server :5", "session :5 /run/it", "session ended", "server ended"]
    assert said.splitlines() == [
        f"kiss: {tmp_path}/session ended with 0",
        f"kiss: {tmp_path}/server ended with 0",
    ]


def test_a_show_that_hangs_is_not_asked(kiosks: list[Kiosk], tmp_path: Path) -> None:
    kiosks.append(one := Kiosk(tmp_path, SERVER + WAITS, SESSION + WAITS))
    one.until("session :5 /run/it")
    one.process.send_signal(signal.SIGQUIT)
    assert one.ended()[0] == 1
    assert one.told()[2:] == ["server ended"]


def test_with_the_server_it_ends_at_once(kiosks: list[Kiosk], tmp_path: Path) -> None:
    kiosks.append(one := Kiosk(tmp_path, SERVER + WAITS, SESSION + WAITS))
    one.until("session :5 /run/it")
    os.kill(one.pid("server"), signal.SIGKILL)
    code, said = one.ended()
    assert code == 1 and f"{tmp_path}/server was ended by SIGKILL" in said
    assert one.told()[2:] == []


def test_with_the_session_the_server_ends(kiosks: list[Kiosk], tmp_path: Path) -> None:
    kiosks.append(one := Kiosk(tmp_path, SERVER + WAITS, SESSION + "exit 3\n"))
    code, said = one.ended()
    assert code == 1 and f"{tmp_path}/session ended with 3" in said
    assert one.told()[2:] == ["server ended"]


def test_a_server_that_does_not_come_up_has_no_session(kiosks: list[Kiosk], tmp_path: Path) -> None:
    kiosks.append(one := Kiosk(tmp_path, "exit 1\n", SESSION))
    assert one.ended() == (1, f"kiss: {tmp_path}/server ended with 1\n")
    assert one.told() == []


def test_one_that_is_told_to_end_before_the_server_is_there_does(
    kiosks: list[Kiosk], tmp_path: Path
) -> None:
    unready = SERVER.replace("kill -USR1 $PPID", "")
    kiosks.append(one := Kiosk(tmp_path, unready + WAITS, SESSION))
    one.until("server :5")
    one.process.terminate()
    assert one.ended()[0] == 0
    assert one.told() == ["server :5", "server ended"]


def test_the_server_has_its_cookie_and_the_folder_of_its_socket(
    kiosks: list[Kiosk], tmp_path: Path
) -> None:
    kiosks.append(one := Kiosk(tmp_path, SERVER + WAITS, SESSION + WAITS))
    one.until("session :5 /run/it")
    assert (tmp_path / "cookie").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "sockets").stat().st_mode & 0o7777 == 0o1777


def test_a_server_is_begun_without_a_bus_that_hangs_and_both_begin(
    kiosks: list[Kiosk], tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(tmp_path / "bus"))
        bus.listen()
        kiosks.append(one := Kiosk(tmp_path, SERVER_SAYS_BUS + SERVER + WAITS, SESSION + WAITS))
        one.until("session :5 /run/it")
    one.process.terminate()
    assert one.ended()[1].startswith("kiss: the system's message bus (D-Bus) does not answer\n")
    assert one.told()[0] == f"bus {systembus.NONE}"


def test_only_the_session_knows_where_systemd_listens() -> None:
    around = {"NOTIFY_SOCKET": "/run/it", "HOME": "/root"}
    assert xserver.around_server(around) == {"HOME": "/root"}
    assert xserver.around_session(around) == {notify.VARIABLE: "/run/it", "HOME": "/root"}
    assert xserver.around_session({"HOME": "/root"}) == {"HOME": "/root"}

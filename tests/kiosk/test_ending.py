"""The end of the kiosk's unit: the show first, then the X server."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation.kiosk import ending

pytestmark = [pytest.mark.process, pytest.mark.patient]
XINIT = """
"$0/Xorg" 100 & server=$!
sh -c 'trap "echo ended >$0/session; exit 0" TERM; echo begun >$0/session; sleep 100 & wait' "$0" &
wait $!
kill $server
"""
"""As xinit does it: it waits for its client, and then ends the server."""


@pytest.fixture
def xinit(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    (tmp_path / "Xorg").symlink_to("/usr/bin/sleep")
    with subprocess.Popen(["/bin/bash", "-c", XINIT, str(tmp_path)], start_new_session=True) as one:
        while not (tmp_path / "session").exists() or not (tmp_path / "session").read_text():
            assert one.poll() is None
        yield one
        subprocess.run(["pkill", "-KILL", "-s", str(one.pid)], check=False)


def test_the_session_is_asked_to_end_and_the_server_ends_with_it(
    xinit: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    command = [sys.executable, "-P", "-m", "installation.kiosk.ending"]
    done = subprocess.run(command, env={"MAINPID": f"{xinit.pid}"}, timeout=20, check=False)
    assert done.returncode == 0
    assert (tmp_path / "session").read_text() == "ended\n"
    assert xinit.wait(10) == 0


def test_one_that_has_ended_by_itself_is_not_asked(
    xinit: subprocess.Popen[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINPID", f"{xinit.pid}")
    monkeypatch.setenv("EXIT_CODE", "exited")
    assert ending.main() == 0
    monkeypatch.setenv("MAINPID", "")
    monkeypatch.delenv("EXIT_CODE")
    assert ending.main() == 0
    assert (tmp_path / "session").read_text() == "begun\n" and xinit.poll() is None

"""The unit, and what systemd is asked to do with it."""

import shutil
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from stand_in import stand_in

from installation.errors import KioskError
from installation.kiosk import Systemd, installed_state, last_reason
from installation.kiosk._check import CheckResult
from installation.kiosk.doctor import judge_start
from installation.kiosk.unit import X_LOG, Kiosk, text

WORDS = ("kiosk", "session", "/srv/the wall/50%.yaml", "--versions", "/films/a$b")
NO_SCREENS = """\
(EE)
Fatal server error:
(EE) no screens found(EE)
(EE)
Please consult the The X.Org Foundation support
"""
TAKEN = """\
Fatal server error:
(EE) Server is already active for display 0
\tIf this server is no longer running, remove /tmp/.X0-lock
"""


@pytest.fixture
def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Systemd:
    """A machine with a systemctl that notes what it is told, and says what ``says`` has."""
    (tmp_path / "units").mkdir()
    (tmp_path / "booted").touch()
    (tmp_path / "bin").mkdir()
    fake = stand_in(
        tmp_path / "bin" / "systemctl",
        f'echo "$@" >>{tmp_path}/told\ncat {tmp_path}/says 2>/dev/null\n'
        f"[ ! -e {tmp_path}/fails ] || {{ echo no such unit >&2; exit 5; }}",
    )
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    return Systemd(tmp_path / "units", tmp_path / "booted")


def told(tmp_path: Path) -> list[str]:
    return (tmp_path / "told").read_text().splitlines()


def test_words_reach_the_session_as_they_are(tmp_path: Path) -> None:
    unit = text(Kiosk("anna", 1001, tmp_path, WORDS))
    python = f"{tmp_path}/.venv/bin/python -P -m installation"
    assert f'\nExecStart={python}.apps.xserver {python} kiosk session "/srv/the w' in unit
    assert '/the wall/50%%.yaml" --versions' in unit
    # a full disk keeps X neither from its lock nor from its log
    assert "TemporaryFileSystem=/tmp:mode=1777 /var/tmp:mode=1777\n" in unit
    assert "PrivateTmp" not in unit and f" -logfile {X_LOG} " in unit
    assert '--versions "/films/a$$b" -- /usr/lib/xorg/Xorg :0 vt7 -auth /run/kiss/Xauth' in unit
    assert "\nUser=anna\n" in unit


@pytest.mark.parametrize(
    "devices",
    ["drm input alsa tty", "nvidia-frontend nvidia-uvm", "nvidia nvidiactl nvidia-modeset"],
)
def test_it_is_let_to_what_it_plays_on(devices: str, tmp_path: Path) -> None:
    unit = text(Kiosk("anna", 1001, tmp_path, WORDS))
    kinds = [line.removeprefix("DeviceAllow=char-") for line in unit.splitlines()]
    for device in devices.split():
        assert any(fnmatchcase(f"{device} rw", kind) for kind in kinds), device
    # a kind of device is known by its name once its driver is there
    for order in ("Wants", "After"):
        assert f"\n{order}=modprobe@drm.service modprobe@snd_seq.service\n" in unit


@pytest.mark.process
@pytest.mark.patient
def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    path = tmp_path / "kiss.service"
    path.write_text(text(Kiosk("daemon", 1, tmp_path, WORDS)))
    command = ["systemd-analyze", "verify", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.process
@pytest.mark.patient
def test_it_is_written_and_begins_with_the_machine(systemd: Systemd, tmp_path: Path) -> None:
    assert systemd.installed() is None
    systemd.install("[Unit]\n")
    assert systemd.installed() == "[Unit]\n"
    assert systemd.path.stat().st_mode & 0o777 == 0o644
    systemd.start()
    assert told(tmp_path) == [
        "daemon-reload",
        "enable kiss.service",
        "--no-block restart kiss.service",
    ]
    systemd.uninstall()
    assert systemd.installed() is None
    assert told(tmp_path)[3:] == ["disable --now kiss.service", "daemon-reload"]


@pytest.mark.process
@pytest.mark.patient
def test_a_desktop_is_told_of_and_nothing_changed(systemd: Systemd, tmp_path: Path) -> None:
    (tmp_path / "gdm3.service").touch()
    (tmp_path / "units" / "display-manager.service").symlink_to(tmp_path / "gdm3.service")
    with pytest.raises(KioskError, match=r"gdm3\.service") as refused:
        systemd.install("[Unit]\n")
    assert "systemctl disable --now gdm3.service" in refused.value.advice
    assert systemd.installed() is None


@pytest.mark.process
@pytest.mark.patient
def test_what_systemd_says_is_understood(systemd: Systemd, tmp_path: Path) -> None:
    assert judge_start(systemd).verdict is CheckResult.OK
    systemd.install("[Unit]\n")
    (tmp_path / "says").write_text(
        "NRestarts=3\nActiveState=active\nSubState=running\nUnitFileState=enabled\n"
        "ActiveEnterTimestamp=Sun 2026-11-22 09:00:00 UTC\n"
    )
    found = systemd.told()
    assert (found.enabled, found.active, found.detail) == ("enabled", "active", "running")
    assert (found.since, found.restarts) == ("Sun 2026-11-22 09:00:00 UTC", 3)
    assert judge_start(systemd).verdict is CheckResult.OK
    (tmp_path / "says").write_text("ActiveState=failed\nUnitFileState=enabled\n")
    assert judge_start(systemd).verdict is CheckResult.WARN


@pytest.mark.process
@pytest.mark.patient
def test_a_systemd_that_refuses_is_quoted(systemd: Systemd, tmp_path: Path) -> None:
    (tmp_path / "fails").touch()
    with pytest.raises(KioskError, match=r"daemon-reload` failed: no such unit"):
        systemd.install("[Unit]\n")


def test_without_systemd_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(KioskError, match="does not run this machine"):
        Systemd(tmp_path, tmp_path / "booted").install("[Unit]\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("journal", "reason"),
    [
        ("", ""),
        ("session: the show ended with 1\n", ""),
        (NO_SCREENS, "no screens found"),
        (TAKEN, "Server is already active for display 0"),
        (NO_SCREENS + TAKEN, "Server is already active for display 0"),
    ],
)
def test_the_last_reason_is_found(journal: str, reason: str) -> None:
    assert last_reason(journal) == reason


def test_the_state_folder_of_the_installed_show_is_found(tmp_path: Path) -> None:
    path = tmp_path / "kiss.service"
    assert installed_state(path) is None
    words = ("kiosk", "session", "/srv/the wall.yaml", "--state", "/var/lib/a b/50%/c$d")
    path.write_text(text(Kiosk("anna", 1001, tmp_path, words)))
    assert installed_state(path) == Path("/var/lib/a b/50%/c$d")
    path.write_text(text(Kiosk("anna", 1001, tmp_path, WORDS)))
    assert installed_state(path) is None


def test_systemd_hears_the_session_and_asks_the_server_for_an_end(tmp_path: Path) -> None:
    unit = text(Kiosk("anna", 1001, tmp_path, WORDS))
    assert "\nType=notify\nNotifyAccess=all\n" in unit and "\nWatchdogSec=60\n" in unit
    # SIGTERM, which is for an end in order, goes to the first process only
    assert "\nKillMode=mixed\n" in unit and "\nWatchdogSignal=SIGQUIT\n" in unit
    assert "\nKillSignal=" not in unit and "\nExecStop=" not in unit

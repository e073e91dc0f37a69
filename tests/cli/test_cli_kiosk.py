"""``kiss kiosk``, as the technician types it."""

import os
import pwd
from pathlib import Path

import pytest

from installation.cli import _folders as folders
from installation.cli import _main as cli
from installation.cli._kiosk import kiosk
from installation.errors import KissError, UsageError
from installation.kiosk import Systemd
from installation.kiosk._systemd import UnitState

OURS = next(user for user in pwd.getpwall() if user.pw_uid).pw_name


class Fake(Systemd):
    """A machine's systemd that does what it is told."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, folder)
        self.calls: list[str] = []
        self.said = ""
        self.says = UnitState("enabled", "active", "running", "Sun 09:00", 2)

    def _call(self, *words: str) -> str:
        self.calls.append(" ".join(words))
        return ""

    def told(self) -> UnitState:
        return self.says

    def journal(self) -> str:
        return self.said


def run(fake: Fake, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["kiss", "kiosk", *words])
    return kiosk(cli.parser().parse_args(["kiosk", *words]), fake)


def test_install_names_everything_with_its_whole_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = Fake(tmp_path)
    films = os.path.relpath(folders.ROOT / "versions")
    assert run(fake, monkeypatch, "install", "desk", "--user", OURS, "--versions", films) == 0
    unit = fake.installed()
    assert unit
    home = pwd.getpwnam(OURS).pw_dir
    started = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    for word in (
        f"python -P -m installation kiosk session {folders.ROOT}/layouts/desk.yaml",
        f"--versions {folders.ROOT}/versions",
        f"--state {home}/.local/state/kiss",
    ):
        assert word in started
    assert f"as {OURS}" in capsys.readouterr().out
    assert fake.calls == ["daemon-reload", "enable kiss.service"]


def test_install_can_begin_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = Fake(tmp_path)
    assert run(fake, monkeypatch, "install", "--user", OURS, "--no-panel", "--now") == 0
    assert "--no-panel -- /usr/lib/xorg/Xorg" in (fake.installed() or "")
    assert fake.calls[-1] == "restart kiss.service"


@pytest.mark.parametrize("user", ["", "root", "nobody-of-that-name"])
def test_a_show_is_somebodys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, user: str) -> None:
    fake = Fake(tmp_path)
    with pytest.raises(UsageError, match=r"whose show|there is no user"):
        run(fake, monkeypatch, "install", "--user", user)
    assert fake.installed() is None


def test_a_layout_with_a_mistake_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bad.yaml").write_text("screens: 3\n")
    with pytest.raises(KissError, match="screens"):
        run(Fake(tmp_path), monkeypatch, "install", str(tmp_path / "bad.yaml"), "--user", OURS)
    assert not (tmp_path / "kiss.service").exists()


def test_status_says_how_it_goes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = Fake(tmp_path)
    assert run(fake, monkeypatch, "status") == 1
    run(fake, monkeypatch, "install", "--user", OURS)
    capsys.readouterr()
    assert run(fake, monkeypatch, "status") == 0
    said = capsys.readouterr().out
    assert "X ended" not in said
    assert "active (running)" in said and "Sun 09:00, restarted 2 times" in said
    fake.says = UnitState("disabled", "failed", "failed")
    fake.said = "Fatal server error:\n(EE) no screens found(EE) \n"
    assert run(fake, monkeypatch, "status") == 1
    said = capsys.readouterr().out
    assert "journalctl -u kiss" in said
    assert "X ended last with         no screens found\n" in said
    fake.path.write_text((fake.installed() or "").replace(str(folders.ROOT), "/gone"))
    fake.says = UnitState("enabled", "active", "running", "Sun", 0)
    assert run(fake, monkeypatch, "status") == 1
    assert "not in /gone any more" in capsys.readouterr().out


def test_uninstall_leaves_everything_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = Fake(tmp_path)
    assert run(fake, monkeypatch, "uninstall") == 0
    assert fake.calls == []
    run(fake, monkeypatch, "install", "--user", OURS)
    assert run(fake, monkeypatch, "uninstall") == 0
    assert fake.installed() is None
    assert "untouched" in capsys.readouterr().out


def test_a_session_needs_a_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(KissError, match="no X display"):
        run(Fake(tmp_path), monkeypatch, "session")

"""``kiss kiosk``, as the technician types it."""

import os
import pwd
from pathlib import Path

import pytest

from installation.cli import _folders as folders
from installation.cli import _main as cli
from installation.cli._kiosk import kiosk
from installation.errors import KissError, UsageError
from installation.kiosk import Systemd, show_user
from installation.kiosk._systemd import UnitState
from installation.kiosk.show_user import USER

OURS = next(user for user in pwd.getpwall() if user.pw_uid).pw_name


class Fake(Systemd):
    """A machine's systemd that does what it is told."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, folder)
        self.calls: list[str] = []
        self.said = ""
        self.says = UnitState("enabled", "active", "running", "Sun 09:00", 2, "playing")

    def _call(self, *words: str) -> str:
        self.calls.append(" ".join(words))
        return ""

    def told(self) -> UnitState:
        return self.says

    def journal(self) -> str:
        return self.said


def run(fake: Fake, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["kiss", "kiosk", *words])
    return kiosk(cli.parser().parse_args(["kiosk", *words]), fake, fake.path.parent / "x")


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
    assert f"as the user {OURS}" in capsys.readouterr().out
    assert fake.calls == ["daemon-reload", "enable kiss.service"]


def test_install_can_begin_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = Fake(tmp_path)
    assert run(fake, monkeypatch, "install", "--user", OURS, "--no-panel", "--now") == 0
    assert "--no-panel -- /usr/lib/xorg/Xorg" in (fake.installed() or "")
    assert fake.calls[-1] == "--no-block restart kiss.service"


@pytest.fixture(autouse=True)
def readable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever this checkout lies, everybody may read it."""
    monkeypatch.setattr(show_user, "hidden_from", lambda *_: [])


@pytest.fixture
def accounts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine without the show's user; what is done about that."""
    done: list[str] = []
    made = pwd.struct_passwd((USER, "x", 990, 990, "", "/var/lib/kiss", "/usr/sbin/nologin"))

    def make() -> pwd.struct_passwd:
        done.append("made")
        return made

    known = {user.pw_name: user for user in pwd.getpwall() if user.pw_name != USER}
    monkeypatch.setattr(show_user, "known", known.get)
    monkeypatch.setattr(show_user, "make", make)
    monkeypatch.setattr(show_user, "was_made_by_us", lambda: "made" in done)
    monkeypatch.setattr(show_user, "remove", lambda: done.append("removed"))
    monkeypatch.setattr(show_user, "hidden_from", lambda *_: [])
    monkeypatch.setattr(show_user, "may_play_sound", lambda _: "deaf" not in done)
    monkeypatch.setattr(show_user, "let_play_sound", lambda _: done.append("hears"))
    return done


def test_the_show_has_a_user_of_its_own_and_never_who_called_sudo(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, accounts: list[str]
) -> None:
    monkeypatch.setenv("SUDO_USER", OURS)
    fake = Fake(tmp_path)
    assert run(fake, monkeypatch, "install") == 0
    assert accounts == ["made"]
    unit = fake.installed() or ""
    assert "\nUser=kiss\n" in unit and "--state /var/lib/kiss/.local/state/kiss" in unit
    # its home is the show's, whatever root has left there; another user's is not
    assert "\nExecStartPre=-+/usr/bin/chown -Rh kiss: /var/lib/kiss\n" in unit
    assert "systemctl restart user@990.service" in unit
    assert run(fake, monkeypatch, "install", "--user", OURS) == 0
    assert "chown" not in (fake.installed() or "") and "overlay" not in (fake.installed() or "")


def test_a_user_of_an_earlier_version_is_let_to_the_sound_card_another_one_is_told(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    accounts: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    accounts.append("deaf")
    fake = Fake(tmp_path)
    assert run(fake, monkeypatch, "install") == 0
    assert accounts == ["deaf", "made", "hears"] and fake.calls[-1] == "stop user@990.service"
    assert "sound" not in capsys.readouterr().out
    assert run(fake, monkeypatch, "install", "--user", OURS) == 0
    assert f"sudo adduser {OURS} audio" in capsys.readouterr().out


def test_what_the_user_may_not_read_is_named_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, accounts: list[str]
) -> None:
    monkeypatch.setattr(show_user, "hidden_from", lambda *_: [Path("/home/anna/films")])
    with pytest.raises(KissError, match="kiss, who plays, may not read /home/anna/films"):
        run(Fake(tmp_path), monkeypatch, "install")
    assert list(tmp_path.iterdir()) == []


def test_uninstall_keeps_the_memory_unless_told_to_forget_it(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    accounts: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    fake = Fake(tmp_path)
    run(fake, monkeypatch, "install")
    assert run(fake, monkeypatch, "uninstall") == 0
    assert list(tmp_path.iterdir()) == [] and accounts == ["made"]
    assert "/var/lib/kiss" in capsys.readouterr().out
    assert run(fake, monkeypatch, "uninstall", "--forget") == 0
    assert accounts == ["made", "removed"]


def test_the_walls_keyboard_stays_within_the_show_unless_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake, settings = Fake(tmp_path), tmp_path / "x" / "90-kiss.conf"
    run(fake, monkeypatch, "install", "--user", OURS)
    assert '"DontVTSwitch" "true"' in settings.read_text()
    assert settings.stat().st_mode & 0o777 == 0o644
    run(fake, monkeypatch, "install", "--user", OURS, "--terminals")
    assert not settings.parent.exists()


@pytest.mark.parametrize("user", ["root", "nobody-of-that-name"])
def test_a_show_is_somebodys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, user: str) -> None:
    fake = Fake(tmp_path)
    with pytest.raises(UsageError, match=r"should not be root's|there is no user"):
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
    assert "it says                   playing" in said
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


def test_install_is_told_which_machine_this_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake, layout = Fake(tmp_path), folders.ROOT / "layouts" / "desk.yaml"
    with pytest.raises(KissError, match="is for one machine, and has none called 'east'"):
        run(fake, monkeypatch, "install", str(layout), "--user", OURS, "--machine", "east")
    rooms = tmp_path / "rooms.yaml"
    rooms.write_text(
        "machines: {east: 10.0.0.1, west: 10.0.0.2}\nscreens:\n"
        "- {name: a, machine: east, display: {position: 1}}\n"
        "- {name: b, machine: west, display: {position: 1}}\n"
    )
    monkeypatch.setattr("installation.cli._kiosk._check_reach", lambda *_: None)
    with pytest.raises(KissError, match="is for several machines"):
        run(fake, monkeypatch, "install", str(rooms), "--user", OURS)
    assert run(fake, monkeypatch, "install", str(rooms), "--user", OURS, "--machine", "east") == 0
    assert " --machine east " in (fake.installed() or "")

"""The show's own user: made, found, and what it may read."""

import grp
import os
import pwd
from pathlib import Path

import pytest
from stand_in import stand_in

from installation.errors import KioskError
from installation.kiosk import show_user


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose useradd and userdel note what they are told."""
    (tmp_path / "bin").mkdir()
    for name in ("useradd", "usermod", "userdel", "umount"):
        stand_in(
            tmp_path / "bin" / name,
            f'echo {name} "$@" >>{tmp_path}/told\n'
            f"[ ! -e {tmp_path}/refuses ] || {{ echo cannot lock /etc/passwd >&2; exit 1; }}",
        )
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setattr(show_user, "HOME", tmp_path / "home")
    return tmp_path


def account(comment: str) -> pwd.struct_passwd:
    return pwd.struct_passwd(
        ("kiss", "x", os.getuid(), os.getgid(), comment, "/var/lib/kiss", "/usr/sbin/nologin")
    )


@pytest.mark.process
@pytest.mark.patient
def test_it_is_made_without_password_shell_and_other_peoples_reach(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(show_user, "known", lambda _: account(""))
    assert show_user.make().pw_name == "kiss"
    words = (machine / "told").read_text().split()
    assert words[0] == "useradd" and words[-1] == "kiss"
    assert {"--system", "--user-group", "/usr/sbin/nologin", "--no-create-home"} < set(words)
    assert words[words.index("--groups") + 1] == "audio"  # the unit's groups are not its services'
    assert (machine / "home").stat().st_mode & 0o777 == 0o700


@pytest.mark.process
@pytest.mark.patient
def test_one_of_an_earlier_version_is_let_to_the_sound_card(machine: Path) -> None:
    show_user.let_play_sound(account(show_user._COMMENT))
    assert (machine / "told").read_text().split() == [
        "usermod",
        "--append",
        "--groups",
        "audio",
        "kiss",
    ]


def test_who_may_play_sound_is_asked_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    group = grp.getgrnam("audio").gr_gid
    for groups, may in (([group], True), ([group + 1], False)):
        monkeypatch.setattr(os, "getgrouplist", lambda *_, groups=groups: groups)
        assert show_user.may_play_sound(account("")) == may


@pytest.mark.process
@pytest.mark.patient
def test_a_refusal_is_quoted(machine: Path) -> None:
    (machine / "refuses").touch()
    with pytest.raises(KioskError, match="failed: cannot lock /etc/passwd"):
        show_user.make()
    with pytest.raises(KioskError, match="failed: cannot lock /etc/passwd"):
        show_user.remove()


@pytest.mark.process
@pytest.mark.patient
def test_what_the_unit_laid_over_its_home_goes_before_the_home(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_user.remove()
    monkeypatch.setattr(Path, "is_mount", lambda path: path == machine / "home" / ".config")
    show_user.remove()
    gone = f"userdel --remove {show_user.USER}"
    assert (machine / "told").read_text().splitlines() == [
        gone,
        f"umount --lazy {machine}/home/.config",
        gone,
    ]


def test_only_a_user_of_our_making_counts_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    for comment, ours in (("Anna Kiss", False), (show_user._COMMENT, True)):
        found = account(comment)
        monkeypatch.setattr(show_user, "known", lambda _, found=found: found)
        assert show_user.was_made_by_us() == ours
    monkeypatch.setattr(show_user, "known", lambda _: None)
    assert not show_user.was_made_by_us()


@pytest.mark.process
@pytest.mark.patient
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can ask for another user")
def test_what_another_user_may_not_read_is_found(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    open_to_all, film, shut = tmp_path / "open", tmp_path / "film", tmp_path / "shut"
    open_to_all.mkdir()
    film.touch(0o600)
    shut.mkdir(0o700)
    daemon = pwd.getpwnam("daemon")
    hidden = show_user.hidden_from(daemon, [Path("/usr"), film, shut, shut / "within"])
    assert hidden == [film, shut, shut / "within"]

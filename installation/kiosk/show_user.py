"""The user that the show belongs to: one without rights and without a password, made if need be."""

import grp
import os
import pwd
import subprocess
from collections.abc import Iterable
from pathlib import Path

from installation.errors import KioskError

USER = "kiss"
HOME = Path("/var/lib/kiss")
SOUND = "audio"
"""The group of the sound card. The user's own services, the sound server among them, are not in the
unit's groups, and since nobody logs in they have no seat that would lend them the card."""
_COMMENT = "The Kiss (made by kiss kiosk install)"
_SHELL = "/usr/sbin/nologin"
_PATIENCE_S = 60.0


def known(name: str) -> pwd.struct_passwd | None:
    """Return a user of this machine; None when there is none of that name."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def make() -> pwd.struct_passwd:
    """Make the show's own user, and its home folder. Raises KioskError."""
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", str(HOME), "--shell", _SHELL, "--comment", _COMMENT]
    command += ["--groups", SOUND, USER]
    _call(command)
    user = known(USER)
    if user is None:
        raise KioskError(f"useradd made no user {USER!r}.", "Make one, or name one: --user NAME.")
    try:
        HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chown(HOME, user.pw_uid, user.pw_gid)
    except OSError as fault:
        raise KioskError(f"{HOME}: cannot be made: {fault.strerror}") from fault
    return user


def may_play_sound(user: pwd.struct_passwd) -> bool:
    """Tell whether a user's own services may use the sound card."""
    try:
        group = grp.getgrnam(SOUND)
    except KeyError:
        return False
    return group.gr_gid in os.getgrouplist(user.pw_name, user.pw_gid)


def let_play_sound(user: pwd.struct_passwd) -> None:
    """Put a user into the sound card's group, from their services' next start on."""
    _call(["usermod", "--append", "--groups", SOUND, user.pw_name])


def was_made_by_us() -> bool:
    """Tell whether the show's user is one that :func:`make` has made."""
    user = known(USER)
    return user is not None and user.pw_gecos == _COMMENT


def remove() -> None:
    """Remove the user that was made, with its home folder: the show's memory. Raises KioskError."""
    in_memory = HOME / ".config"  # the unit laid it over a disk that could only be read
    if in_memory.is_mount():
        _call(["umount", "--lazy", str(in_memory)])
    _call(["userdel", "--remove", USER], right=(0, 12))  # 12: no folder to remove


def hidden_from(user: pwd.struct_passwd, paths: Iterable[Path]) -> list[Path]:
    """Return those of some files and folders that a user may not read. Only root can tell."""
    if os.geteuid():
        return []
    return [
        path
        for path in paths
        if subprocess.run(
            ["/usr/bin/test", "-r", str(path), "-a", "-x" if path.is_dir() else "-r", str(path)],
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=os.getgrouplist(user.pw_name, user.pw_gid),
            check=False,
        ).returncode
    ]


def _call(command: list[str], right: tuple[int, ...] = (0,)) -> None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise KioskError(f"{command[0]} cannot be run: {fault}") from fault
    if done.returncode not in right:
        raise KioskError(f"`{' '.join(command)}` failed: {done.stderr.strip()}")

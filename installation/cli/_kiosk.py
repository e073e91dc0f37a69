"""``kiss kiosk``: the show begins with the machine, on displays that have nothing else."""

import argparse
import logging
import os
import pwd
import sys
from collections.abc import Sequence
from pathlib import Path

from installation.apps import KioskDisplays, Session, log_to_stderr
from installation.cli import _folders as folders
from installation.cli import _usage as usage
from installation.errors import KioskError, UsageError
from installation.kiosk import (
    LOCK,
    Systemd,
    compile_player,
    is_as_locked,
    last_reason,
    show_user,
    unit,
    xsettings,
)
from installation.link import endpoint


def add_parser(top: argparse.ArgumentParser) -> None:
    """Add what the command can do."""
    parts = top.add_subparsers(dest="part", metavar="PART", required=True)

    def part(name: str, what: str) -> argparse.ArgumentParser:
        return parts.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")

    install = part("install", "have the show begin with the machine (root)")
    install.add_argument(
        "--user",
        default=show_user.USER,
        metavar="NAME",
        help="who plays (%(default)s, which is made if need be)",
    )
    install.add_argument(
        "--terminals",
        action="store_true",
        help="let the wall's keyboard switch to the machine's own terminals (Ctrl+Alt+F1 to F6)",
    )
    install.add_argument("--now", action="store_true", help="begin now, too")
    session = part("session", "play in an X server of its own: what the machine begins with")
    for one in (install, session):
        usage.add_layout(one)
        usage.add_machine(one)
        usage.add_folders(one)
        one.add_argument(
            "--state",
            type=Path,
            default=None,
            metavar="DIR",
            help="the show's memory (.local/state/kiss in the home folder of who plays)",
        )
        one.add_argument("--no-panel", action="store_true", help="without the operator's panel")
    part("status", "say whether it begins with the machine, and since when it plays")
    uninstall = part("uninstall", "end it, and have it begin no more (root)")
    uninstall.add_argument(
        "--forget",
        action="store_true",
        help="remove the user that `install` made, too, with the show's memory of what it showed",
    )


def kiosk(
    options: argparse.Namespace,
    systemd: Systemd | None = None,
    x_settings: Path = xsettings.FOLDER,
) -> int:
    """Run it; 1 when ``status`` finds that it does not play."""
    told = systemd or Systemd()
    if options.part == "install":
        return _install(options, told, x_settings)
    if options.part == "session":
        return _session(options)
    return _status(told) if options.part == "status" else _uninstall(options, told, x_settings)


def _install(options: argparse.Namespace, systemd: Systemd, x_settings: Path) -> int:
    # only here: the model takes longer to load than all that the session needs
    from installation.apps import machines_part, read_layout

    layout = folders.layout_file(options.layout).absolute()
    machines_part(read_layout(layout), options.machine, layout)  # better now than in the dark
    systemd.may_install()
    user = _player(options.user)
    _check_reach(user, (folders.ROOT, layout, options.versions, options.calibration))
    state = options.state or Path(user.pw_dir) / ".local" / "state" / "kiss"
    words = ["kiosk", "session", str(layout)]
    for name, folder in (
        ("--versions", options.versions),
        ("--calibration", options.calibration),
        ("--state", state),
    ):
        words += [name, str(folder.absolute())]
    words += ["--machine", options.machine] if options.machine else []
    words += ["--no-panel"] if options.no_panel else []
    compile_player(folders.ROOT)
    xsettings.remove(x_settings) if options.terminals else xsettings.write(x_settings)
    own = user.pw_name == show_user.USER and show_user.was_made_by_us()
    home = show_user.HOME if own else None
    player = unit.Kiosk(user.pw_name, user.pw_uid, folders.ROOT, tuple(words), home)
    systemd.install(unit.text(player))
    _let_play_sound(user, systemd)
    if options.now:
        systemd.start()
    print(f"{layout} begins with this machine from now on, as the user {user.pw_name}.")
    if not options.now:
        print("  now            sudo systemctl start kiss   (--now does it, too)")
    print("  how it goes    ./kiss kiosk status   sudo ./kiss status   journalctl -u kiss")
    print("  back           sudo ./kiss kiosk uninstall")
    if options.terminals:
        print("This machine's own terminals stay on Ctrl+Alt+F1 to F6.")
    return 0


def _player(name: str) -> pwd.struct_passwd:
    """Return the user who plays; the show's own one is made if it is not there yet."""
    user = show_user.known(name)
    if name == "root" or (user is not None and not user.pw_uid):
        raise UsageError("the show should not be root's.", "Leave --user away, or name another.")
    if user is None and name != show_user.USER:
        raise UsageError(f"there is no user {name!r} here.", f"`adduser {name}` makes one.")
    return user or show_user.make()


def _check_reach(user: pwd.struct_passwd, paths: Sequence[Path]) -> None:
    """Raise KioskError when the user who plays cannot read what the show consists of."""
    hidden = show_user.hidden_from(user, paths)
    if hidden:
        raise KioskError(
            f"{user.pw_name}, who plays, may not read {', '.join(map(str, hidden))}.",
            "Put it where everybody may read, such as /opt and /srv (a home folder is its owner's "
            "alone), or name somebody who may: --user NAME.",
        )


def _let_play_sound(user: pwd.struct_passwd, systemd: Systemd) -> None:
    """Have a user's own services use the sound card, or say that they may not."""
    name = user.pw_name
    if show_user.may_play_sound(user):
        return
    if name == show_user.USER and show_user.was_made_by_us():  # by an earlier version
        show_user.let_play_sound(user)
        systemd.end_user(user.pw_uid)
    else:
        print(f"{name} may not use the sound card: sudo adduser {name} {show_user.SOUND}")


def _session(options: argparse.Namespace) -> int:
    display = os.environ.get("DISPLAY", "")
    if not display:
        raise KioskError("there is no X display.", "Begin an X server, and this in it.")
    log_to_stderr("session")
    if not is_as_locked(folders.ROOT):
        logging.getLogger("session").warning(
            "the Python packages are not those of %s; it plays with those that are there. "
            "With the network there, `sudo ./kiss kiosk status` brings them up to date.",
            LOCK,
        )
    command = [sys.executable, "-P", "-m", "installation", "play", options.layout]
    command += ["--versions", str(options.versions), "--calibration", str(options.calibration)]
    state = options.state or folders.default_state()
    command += ["--state", str(state)]
    command += ["--machine", options.machine] if options.machine else []
    command += ["--no-panel"] if options.no_panel else []
    displays = KioskDisplays(display, folders.layout_file(options.layout), state, options.machine)
    try:
        return Session(command, endpoint(state), displays.look).run()
    finally:
        displays.close()


def _status(systemd: Systemd) -> int:
    text = systemd.installed()
    if text is None:
        print("The show does not begin with this machine; sudo ./kiss kiosk install")
        return 1
    told = systemd.told()
    plays = told.active == "active"
    print(f"begins with the machine   {'yes' if told.enabled == 'enabled' else told.enabled}")
    print(f"now                       {told.active} ({told.detail})")
    if told.says:
        print(f"it says                   {told.says}")
    if plays:
        print(f"since                     {told.since}, restarted {told.restarts} times")
    root = next(
        line.partition("=")[2] for line in text.splitlines() if line.startswith("WorkingDirectory=")
    )
    if not Path(root, "kiss").exists():
        print(f"The player is not in {root} any more; `kiosk install` where it is now.")
        return 1
    if reason := last_reason(systemd.journal()):
        print(f"X ended last with         {reason}")
    if not plays:
        print("journalctl -u kiss -n 50 says why; sudo systemctl restart kiss tries again.")
    return 0 if plays else 1


def _uninstall(options: argparse.Namespace, systemd: Systemd, x_settings: Path) -> int:
    there = systemd.installed() is not None
    if there:
        systemd.uninstall()
        xsettings.remove(x_settings)
        print("The show begins with this machine no more. Films and layouts are untouched.")
    if show_user.was_made_by_us():
        if options.forget:
            if (user := show_user.known(show_user.USER)) is not None:
                systemd.end_user(user.pw_uid)
            show_user.remove()
            print(f"The user {show_user.USER} and the show's memory are gone.")
        else:
            print(
                f"What was shown when stays in {show_user.HOME}, with its user {show_user.USER}; "
                "`uninstall --forget` removes both."
            )
    elif not there:
        print("The show does not begin with this machine: nothing to do.")
    return 0

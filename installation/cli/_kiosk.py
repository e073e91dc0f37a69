"""``kiss kiosk``: the show begins with the machine, on displays that have nothing else."""

import argparse
import logging
import os
import pwd
import sys
from pathlib import Path

from installation.apps import Session, log_to_stderr, read_layout
from installation.cli import _folders as folders
from installation.cli import _usage as usage
from installation.errors import KioskError, UsageError
from installation.kiosk import LOCK, Systemd, arrange_outputs, is_as_locked, last_reason, unit


def add_parser(top: argparse.ArgumentParser) -> None:
    """Add what the command can do."""
    parts = top.add_subparsers(dest="part", metavar="PART", required=True)

    def part(name: str, what: str) -> argparse.ArgumentParser:
        return parts.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")

    install = part("install", "have the show begin with the machine (root)")
    install.add_argument(
        "--user",
        default=os.environ.get("SUDO_USER", ""),
        metavar="NAME",
        help="who plays (who called sudo)",
    )
    install.add_argument("--now", action="store_true", help="begin now, too")
    session = part("session", "play in an X server of its own: what the machine begins with")
    for one in (install, session):
        usage.add_layout(one)
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
    part("uninstall", "end it, and have it begin no more; films and memory stay (root)")


def kiosk(options: argparse.Namespace, systemd: Systemd | None = None) -> int:
    """Run it; 1 when ``status`` finds that it does not play."""
    told = systemd or Systemd()
    if options.part == "install":
        return _install(options, told)
    if options.part == "session":
        return _session(options)
    return _status(told) if options.part == "status" else _uninstall(told)


def _install(options: argparse.Namespace, systemd: Systemd) -> int:
    layout = folders.layout_file(options.layout).absolute()
    read_layout(layout)  # better now than in the dark
    home = _home(options.user)
    state = options.state or home / ".local" / "state" / "kiss"
    words = ["kiosk", "session", str(layout)]
    for name, folder in (
        ("--versions", options.versions),
        ("--calibration", options.calibration),
        ("--state", state),
    ):
        words += [name, str(folder.absolute())]
    words += ["--no-panel"] if options.no_panel else []
    uid = pwd.getpwnam(options.user).pw_uid
    systemd.install(unit.text(unit.Kiosk(options.user, uid, folders.ROOT, tuple(words))))
    if options.now:
        systemd.start()
    print(f"{layout} begins with this machine from now on, as {options.user}.")
    if not options.now:
        print("  now            sudo systemctl start kiss   (--now does it, too)")
    print("  how it goes    ./kiss kiosk status   ./kiss status   journalctl -u kiss")
    print("  back           sudo ./kiss kiosk uninstall")
    print("This machine's own terminals stay on Ctrl+Alt+F1 to F6.")
    return 0


def _home(user: str) -> Path:
    """Return where the user who plays is at home."""
    if not user or user == "root":
        raise UsageError(
            "whose show is it? It should not be root's.",
            "Say --user NAME: somebody who may read the films; `adduser kiss` makes a new one.",
        )
    try:
        return Path(pwd.getpwnam(user).pw_dir)
    except KeyError:
        raise UsageError(
            f"there is no user {user!r} here.", f"`adduser {user}` makes one."
        ) from None


def _session(options: argparse.Namespace) -> int:
    display = os.environ.get("DISPLAY", "")
    if not display:
        raise KioskError("there is no X display.", "xinit ./kiss kiosk session -- :0 -nocursor")
    log_to_stderr("session")
    if not is_as_locked(folders.ROOT):
        logging.getLogger("session").warning(
            "the Python packages are not those of %s; it plays with those that are there. "
            "With the network there, `sudo ./kiss kiosk status` brings them up to date.",
            LOCK,
        )
    command = [sys.executable, "-P", "-m", "installation", "play", options.layout]
    command += ["--versions", str(options.versions), "--calibration", str(options.calibration)]
    command += ["--state", str(options.state or folders.default_state())]
    command += ["--no-panel"] if options.no_panel else []
    return Session(command, lambda: arrange_outputs(display)).run()


def _status(systemd: Systemd) -> int:
    text = systemd.installed()
    if text is None:
        print("The show does not begin with this machine; sudo ./kiss kiosk install")
        return 1
    told = systemd.told()
    plays = told.active == "active"
    print(f"begins with the machine   {'yes' if told.enabled == 'enabled' else told.enabled}")
    print(f"now                       {told.active} ({told.detail})")
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


def _uninstall(systemd: Systemd) -> int:
    if systemd.installed() is None:
        print("The show does not begin with this machine: nothing to do.")
        return 0
    systemd.uninstall()
    print("The show begins with this machine no more. Films, layouts and its memory are untouched.")
    return 0

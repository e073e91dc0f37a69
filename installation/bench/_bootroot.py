"""The disk of the bench's machine: a Debian with the player, put together from nothing.

Debian itself and the player's packages take minutes, so they are kept, one folder for each release
and lock file; the checkout as it is now goes on top of them each time. Needs root and debootstrap.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import installation
from installation.bench._bootmachine import HEADS, HEIGHT, WIDTH
from installation.errors import KissError
from installation.kiosk import listed_packages

RELEASES = {"bookworm": "3.11", "trixie": "3.13"}
"""The Debian releases that the player is for, and the Python of each."""
CHECKOUT = "opt/kiss"
VERSIONS = "srv/versions"
SHELL_TERMINAL = "ttyS1"

_SYSTEM = (
    "linux-image-amd64 systemd-sysv libpam-systemd dbus udev kmod procps python3 python3-venv "
    "ca-certificates pulseaudio pulseaudio-utils v4l-utils"
)
_GROUPS = ("run", "kiosk")
_DISK_BYTES = 12 * 1024**3
"""The system takes 2 GB, and a show makes no copies of films where less than 4 GB stay free."""
_SHELL_UNIT = f"""\
[Unit]
Description=The bench's root shell
After=systemd-user-sessions.service
[Service]
ExecStart=/bin/sh
StandardInput=tty
StandardOutput=tty
# not the terminal: so the shell is not interactive, and writes no prompts between the answers
StandardError=null
TTYPath=/dev/{SHELL_TERMINAL}
Environment=HOME=/root TERM=dumb
Restart=always
RestartSec=0
[Install]
WantedBy=multi-user.target
"""
# QEMU's displays say that they like 1920x1440 best, which no software draws three times
_SMALL_DISPLAYS = "\n".join(
    f'Section "Monitor"\n  Identifier "Virtual-{head + 1}"\n'
    f'  Option "PreferredMode" "{WIDTH}x{HEIGHT}"\nEndSection'
    for head in range(HEADS)
)
# no service begins in a root that is only looked into
_NO_SERVICES = "#!/bin/sh\nexit 101\n"


def made(cache: Path, release: str, films: Sequence[Path], say: Callable[[str], None]) -> Path:
    """Return a folder with ``disk.img``, ``vmlinuz`` and ``initrd.img`` of a machine to boot."""
    _check_tools()
    source = Path(installation.__file__).parent.parent
    # of a package with two names the first is Debian 13's
    which = 0 if release == "trixie" else -1
    packages = [package.names[which] for package in listed_packages() if package.group in _GROUPS]
    lock = source / "requirements.lock"
    recipe = "\n".join([release, _SYSTEM, *packages, lock.read_text()])
    folder = cache / f"{release}-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
    root = folder / "root"
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        say(f"Debian {release} by debootstrap (kept for the next time)")
        include = f"--include={_SYSTEM.replace(' ', ',')}"
        debootstrap = ["debootstrap", "--variant=minbase", include, release, str(root)]
        _run(debootstrap, folder / "log")
        say("the player's packages")
        _install_packages(root, packages, lock, RELEASES[release], folder)
        (folder / "whole").touch()
    say("the checkout, and the disk")
    _bring_checkout(source, root)
    _bring_films(films, root / VERSIONS)
    _arrange(root)
    for name in ("vmlinuz", "initrd.img"):
        shutil.copyfile((root / name).resolve() if (root / name).exists() else root / "boot" / name,
                        folder / name)  # fmt: skip
    _write_disk(root, folder / "disk.img", folder / "log")
    return folder


def _check_tools() -> None:
    needed = {"debootstrap": "debootstrap", "mkfs.ext4": "e2fsprogs",
              "qemu-system-x86_64": "qemu-system-x86", "git": "git"}  # fmt: skip
    missing = [package for tool, package in needed.items() if shutil.which(tool) is None]
    if missing:
        raise KissError(
            f"this needs {', '.join(missing)}.",
            f"apt-get install --no-install-recommends {' '.join(missing)}",
        )
    if os.geteuid():
        raise KissError("only root can make a Debian in a folder.", "sudo ./kiss bench boot")


def _install_packages(
    root: Path, packages: Sequence[str], lock: Path, python: str, folder: Path
) -> None:
    """The Debian and Python packages that `kiss kiosk` would fetch, from this machine's sources."""
    log, wheels = folder / "log", root / "tmp" / "wheels"
    shutil.copyfile("/etc/resolv.conf", root / "etc" / "resolv.conf")
    no_services = root / "usr" / "sbin" / "policy-rc.d"
    no_services.write_text(_NO_SERVICES)
    no_services.chmod(0o755)
    with _proc(root):
        apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
        apt += ["--no-install-recommends", "install", *packages]
        _run(["chroot", str(root), *apt], log)
        # on this side, where pip knows its index; the other side takes them from a folder
        fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes"]
        fetch += ["--only-binary", ":all:", "--python-version", python]
        _run([*fetch, "-d", str(wheels), "-r", str(lock)], log)
        _bring_checkout(lock.parent, root)
        pip = ["env", "PIP_NO_INDEX=1", "PIP_FIND_LINKS=/tmp/wheels"]
        # `status` sets up what `install` needs, and finds nothing installed: exit code 1
        _run(["chroot", str(root), *pip, f"/{CHECKOUT}/kiss", "kiosk", "status"], log, right=(0, 1))
    shutil.rmtree(wheels)
    no_services.unlink()
    for archive in (root / "var" / "cache" / "apt" / "archives").glob("*.deb"):
        archive.unlink()


@contextmanager
def _proc(root: Path) -> Iterator[None]:
    subprocess.run(["mount", "-t", "proc", "proc", str(root / "proc")], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(root / "proc")], check=True)


def _bring_checkout(source: Path, root: Path) -> None:
    """Copy what git knows of, as it is on the disk now; the environment that is there stays."""
    target = root / CHECKOUT
    for old in target.glob("*"):
        if old.name != ".venv":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    git = ["git", "-C", str(source), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(git, capture_output=True, check=True).stdout.decode().split("\0"):
        if name and (source / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, target / name)


def _bring_films(films: Sequence[Path], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, film in enumerate(films):
        shutil.copyfile(film, folder / f"kiss-{number + 1}{film.suffix}")


def _arrange(root: Path) -> None:
    units = root / "etc" / "systemd" / "system"
    (units / "bench-shell.service").write_text(_SHELL_UNIT)
    wanted = units / "multi-user.target.wants"
    wanted.mkdir(exist_ok=True)
    link = wanted / "bench-shell.service"
    link.unlink(missing_ok=True)
    link.symlink_to("../bench-shell.service")
    displays = root / "etc" / "X11" / "xorg.conf.d" / "bench.conf"
    displays.parent.mkdir(exist_ok=True)
    displays.write_text(_SMALL_DISPLAYS)


def _write_disk(root: Path, disk: Path, log: Path) -> None:
    disk.unlink(missing_ok=True)
    with disk.open("wb") as file:
        file.truncate(_DISK_BYTES)
    _run(["mkfs.ext4", "-q", "-d", str(root), str(disk)], log)


def _run(command: Sequence[str], log: Path, right: tuple[int, ...] = (0,)) -> None:
    with log.open("ab") as file:
        code = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, check=False
        ).returncode
    if code not in right:
        raise KissError(f"`{' '.join(command)[:80]} ...` failed ({code}).", f"{log} says why.")

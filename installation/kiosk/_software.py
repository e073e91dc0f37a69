"""Looks at the software: libvlc and its plugins, packages, Python, fonts.

Each ``judge_*`` takes what was found on the machine, so that tests can have any machine.
"""

import compileall
import ctypes
import os
import re
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from installation.kiosk import _packages as packages
from installation.kiosk import _upgrades as upgrades
from installation.kiosk._check import Check, bad_check, ok, warn

OLDEST_VLC, TOO_NEW_VLC = (3, 0, 16), (4,)
_VLC = packages.apt_line(["libvlc5", "vlc-plugin-base"])
_PLUGINS = {
    "access/libfilesystem": "opens files",
    "demux/libmp4": "reads .mp4 and .mov",
    "demux/libmkv": "reads .mkv and .webm",
    "codec/libavcodec": "decodes",
    "video_chroma/libswscale": "converts 10-bit pictures",
    "video_output/libvmem": "hands the pictures to the player",
}
LOCK = "requirements.lock"
_ROOT = Path(__file__).parents[2]
_STAMP = Path(".venv", "kiss", "python")
_PLAYING = "run"
"""The group of packages without which nothing plays."""
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts")


def check(beside_show: bool = False) -> list[Check]:
    """Look at this machine's software; beside a show that runs, at what that needs."""
    version, plugins = find_vlc()
    found = [judge_vlc(version)]
    if version:
        found.append(judge_plugins(plugins))
    wanted = packages.listed_packages()
    if beside_show:
        wanted = [one for one in wanted if one.group == _PLAYING]
    found += judge_packages(wanted, packages.installed([name for p in wanted for name in p.names]))
    lock = _ROOT / LOCK
    if lock.exists():
        found.append(judge_python(pins(lock.read_text()), python_packages()))
    together = packages.versions_of(upgrades.packages_to_compare())
    found.append(upgrades.judge_versions(together, upgrades.installed_driver_mismatch()))
    home = os.environ.get("HOME")  # not every user has one
    folders = [*_FONTS, *([f"{home}/.fonts"] if home else [])]
    fonts = sum(1 for folder in folders for _ in Path(folder).glob("**/*.[to]tf"))
    found.append(judge_fonts(fonts))
    return found


def find_vlc() -> tuple[str, Path | None]:
    """libvlc's own version, empty without libvlc, and the folder of its plugins."""
    try:
        library = ctypes.CDLL("libvlc.so.5")
    except OSError:
        return "", None
    library.libvlc_get_version.restype = ctypes.c_char_p
    core = re.search(r"(/\S+)/libvlccore\.so", Path("/proc/self/maps").read_text())
    folder = Path(core[1]) / "vlc" / "plugins" if core else None
    return library.libvlc_get_version().decode(), folder


def judge_vlc(version: str) -> Check:
    """libvlc must be 3.0.16 or later, and not 4."""
    name = "libvlc"
    if not version:
        return bad_check(name, "libvlc.so.5 cannot be loaded", _VLC)
    number = tuple(int(part) for part in re.findall(r"\d+", version)[:3])
    if number < OLDEST_VLC:
        return bad_check(name, f"{version} is older than 3.0.16", f"apt-get update; {_VLC}")
    if number >= TOO_NEW_VLC:
        return bad_check(name, f"{version}: the player is written for libvlc 3", _VLC)
    return ok(name, version)


def judge_plugins(folder: Path | None) -> Check:
    """The plugins without which no film plays."""
    name = "VLC plugins"
    if folder is None or not folder.is_dir():
        return bad_check(name, f"their folder is missing ({folder})", _VLC)
    lacking = [
        f"{plugin.partition('/lib')[2]} ({use})"
        for plugin, use in _PLUGINS.items()
        if not (folder / f"{plugin}_plugin.so").exists()
    ]
    if lacking:
        return bad_check(name, f"missing: {', '.join(lacking)}", f"{_VLC} --reinstall")
    return ok(name, f"all {len(_PLUGINS)} that the player needs")


def judge_packages(wanted: list[packages.Package], there: set[str] | None) -> list[Check]:
    """Debian packages: those of playing, of the virtual displays, and of the demo's voice."""
    name = "Debian packages"
    if there is None:
        return [warn(name, "there is no dpkg to ask", "the player is tested on Debian 12 and 13")]
    found = []
    for group, judge, use in (
        (_PLAYING, bad_check, "playing"),
        ("rig", warn, "virtual displays"),
        ("demo", warn, "the demo's voice"),
    ):
        lacking = [
            packages.called_here(p)
            for p in wanted
            if p.group == group and there.isdisjoint(p.names)
        ]
        if not any(p.group == group for p in wanted):
            continue
        if lacking:
            line = packages.apt_line(lacking)
            found.append(
                judge(name, f"{len(lacking)} missing for {use}: {', '.join(lacking)}", line)
            )
        else:
            found.append(ok(name, f"all for {use}"))
    return found


def pins(lock: str) -> dict[str, str]:
    """Names and versions in a lock file."""
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", lock, re.MULTILINE))


def python_packages() -> dict[str, str]:
    """Return what this Python has, by normalised name."""
    return {
        re.sub(r"[-_.]+", "-", dist.metadata["Name"]).lower(): dist.version
        for dist in metadata.distributions()
    }


def judge_python(wanted: Mapping[str, str], there: Mapping[str, str]) -> Check:
    """Python packages, as the lock file pins them."""
    name, remedy = "Python packages", "./kiss --help (any command of ./kiss sets them right)"
    lacking = [package for package in wanted if package not in there]
    if lacking:
        return bad_check(name, f"missing: {', '.join(lacking)}", remedy)
    odd = [
        f"{p} {there[p]} (not {version})" for p, version in wanted.items() if there[p] != version
    ]
    if odd:
        return warn(name, f"other versions than tested: {', '.join(odd)}", remedy)
    return ok(name, f"all {len(wanted)} as pinned")


def is_as_locked(root: Path) -> bool:
    """Tell whether the Python environment of a checkout is as its lock file is now.

    `kiss` installs what is missing before it plays, and writes as its stamp the folder and the lock
    file that it installed. At boot nothing is installed: there may be no network, and what is there
    has played before.
    """
    try:
        return (root / _STAMP).read_text() == f"{root}\n{(root / LOCK).read_text()}"
    except OSError:
        return False


def compile_player(root: Path) -> None:
    """Compile the player's code, for the user who plays may not write beside it.

    Without that, each of its processes compiles everything that it loads at each of its starts.
    """
    compileall.compile_dir(root / "installation", quiet=2)


def judge_fonts(count: int) -> Check:
    """Letters for the panel and the stage."""
    if not count:
        return bad_check("Fonts", "there are none", packages.apt_line(["fonts-dejavu-core"]))
    return ok("Fonts", f"{count} files")

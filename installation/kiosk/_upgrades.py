"""Notices software that was upgraded underneath a running show, and drivers of two versions.

A process keeps the libraries that it began with, though their files are replaced: it plays on. What
begins now takes the new ones, and a graphics driver whose part in the kernel is still the old one
refuses them until the machine starts again.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from installation.kiosk._check import Check, ok, warn
from installation.said import NOTHING, Said

LIBVLC, DRIVER = "libvlc", "the graphics driver"
_REPLACED = re.compile(r"^\S+ \S+ \S+ \S+ \S+ +(/\S+\.so[.\w-]*)(?:\.dpkg-\w+)? \(deleted\)$", re.M)
_OF_VLC = re.compile(r"/libvlc|/vlc/plugins/")
_OF_DRIVER = re.compile(r"/lib(GL|EGL|glapi|gallium|LLVM|drm|nvidia|vulkan)|_dri\.so|/dri/|/gbm/")
_VERSION = re.compile(r"\d+\.\d+(?:\.\d+)*")
_KERNEL = Path("/proc/driver/nvidia/version")
_LIBRARIES = ("lib/*/", "lib/*/nvidia/*/", "lib64/", "lib/")
"""Where NVIDIA's installer and the distributions' packages put its libraries, below /usr."""
TWINS = (
    (LIBVLC, ("libvlc5", "libvlccore9", "vlc-plugin-base")),
    (DRIVER, ("libgl1-mesa-dri", "libglx-mesa0", "libgbm1")),
)
"""Debian packages that are made together, and work together only in one version."""
RESTART = Said("Start the machine again: the kernel's part is loaded at its start")


def replaced_parts(maps: str) -> set[str]:
    """Return which of our libraries a process still has that are not on the disk any more.

    ``maps`` is its /proc/PID/maps, where a replaced file is called deleted.
    """
    found = set()
    for path in _REPLACED.findall(maps):
        if _OF_VLC.search(path):
            found.add(LIBVLC)
        elif _OF_DRIVER.search(path):
            found.add(DRIVER)
    return found


def driver_mismatch(kernel: str, libraries: Iterable[str]) -> Said:
    """Say that NVIDIA's driver is of two versions; empty when it is of one, or another maker's.

    ``kernel`` is what the kernel's part says of itself, ``libraries`` are the other's file names.
    """
    loaded = _VERSION.search(kernel.partition("\n")[0].partition("Kernel Module")[2])
    there = {found[0] for name in libraries if (found := _VERSION.search(name))}
    if not loaded or not there or loaded[0] in there:
        return NOTHING
    newer = ", ".join(sorted(there))
    return Said(
        "the graphics driver is of two versions: {loaded} in the kernel, {newer} beside it",
        loaded=loaded[0],
        newer=newer,
    )


def installed_driver_mismatch() -> Said:
    """Say the same of this machine."""
    try:
        kernel = _KERNEL.read_text()
    except OSError:
        return NOTHING
    usr = Path("/usr")
    found = (usr.glob(f"{folder}libGLX_nvidia.so.*") for folder in _LIBRARIES)
    return driver_mismatch(kernel, (path.name for paths in found for path in paths))


def judge_versions(installed: dict[str, str], mismatch: str) -> Check:
    """Tell whether libvlc and the graphics driver are each of one version.

    ``installed`` has the version of each Debian package that is there.
    """
    name = "Versions"
    if mismatch:
        return warn(name, mismatch, RESTART)
    for what, twins in TWINS:
        versions = {twin: installed[twin] for twin in twins if twin in installed}
        if len(set(versions.values())) > 1:
            said = ", ".join(f"{twin} {version}" for twin, version in versions.items())
            remedy = f"apt-get install {' '.join(versions)}   (an upgrade that stopped half way)"
            return warn(name, f"{what} is of two versions: {said}", remedy)
    return ok(name, "libvlc and graphics driver are each of one")


def packages_to_compare() -> Sequence[str]:
    """Name the packages whose versions :func:`judge_versions` wants to know."""
    return [twin for _, twins in TWINS for twin in twins]

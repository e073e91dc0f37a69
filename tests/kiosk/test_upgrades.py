"""Upgrades underneath a running show: what a process still has, drivers of two versions."""

import ctypes
import ctypes.util
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.kiosk import _packages as packages
from installation.kiosk import _upgrades as upgrades
from installation.kiosk._check import CheckResult

OPEN = "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  {}  Release Build  (dvs)\nGCC 12.2"
CLOSED = (
    "NVRM version: NVIDIA UNIX x86_64 Kernel Module  {}  Sun May 12 06:29:02 UTC 2024\nGCC 12.2"
)


def mapped(path: str) -> str:
    return f"7f41c5a00000-7f41c5a28000 r-xp 00000000 fe:00 1234567    {path}\n"


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/usr/lib/x86_64-linux-gnu/libvlc.so.5.6.1 (deleted)", {upgrades.LIBVLC}),
        ("/usr/lib/x86_64-linux-gnu/libvlccore.so.9.0.1.dpkg-tmp (deleted)", {upgrades.LIBVLC}),
        (
            "/usr/lib/x86_64-linux-gnu/vlc/plugins/demux/libmp4_plugin.so (deleted)",
            {upgrades.LIBVLC},
        ),
        ("/usr/lib/x86_64-linux-gnu/dri/iris_dri.so (deleted)", {upgrades.DRIVER}),
        ("/usr/lib/x86_64-linux-gnu/libgallium-25.0.7-2.so (deleted)", {upgrades.DRIVER}),
        ("/usr/lib/x86_64-linux-gnu/libnvidia-glcore.so.535.183.01 (deleted)", {upgrades.DRIVER}),
        ("/usr/lib/x86_64-linux-gnu/libvlc.so.5.6.1", set()),
        ("/usr/lib/x86_64-linux-gnu/libc.so.6 (deleted)", set()),
        ("/dev/shm/kiss-0/ring-1 (deleted)", set()),
        ("/memfd:libvlc.so (deleted)", set()),
    ],
)
def test_what_was_replaced_is_known_by_its_path(path: str, part: set[str]) -> None:
    assert upgrades.replaced_parts(mapped("/usr/bin/python3.11") + mapped(path)) == part


def test_a_library_that_is_replaced_while_this_process_has_it_is_noticed(tmp_path: Path) -> None:
    library = Path(ctypes.CDLL("libxcb.so.1")._name)  # any that is there will do
    lines = Path("/proc/self/maps").read_text().splitlines()
    there = next(line.split()[-1] for line in lines if library.name in line)
    copy = tmp_path / "vlc" / "plugins" / "libmp4_plugin.so"
    copy.parent.mkdir(parents=True)
    shutil.copy(there, copy)
    ctypes.CDLL(str(copy))
    maps = Path(f"/proc/{os.getpid()}/maps")
    assert upgrades.replaced_parts(maps.read_text()) == set()
    newer = copy.with_suffix(".so.dpkg-new")
    shutil.copy(there, newer)
    newer.rename(copy)  # as dpkg does it
    assert upgrades.replaced_parts(maps.read_text()) == {upgrades.LIBVLC}


@pytest.mark.parametrize("says", [OPEN, CLOSED])
def test_a_driver_of_two_versions_is_told_with_both(says: str) -> None:
    kernel, libraries = says.format("535.183.01"), ["libGLX_nvidia.so.0"]
    newer = [*libraries, "libGLX_nvidia.so.535.216.01"]
    told = upgrades.driver_mismatch(kernel, newer)
    assert told.endswith("two versions: 535.183.01 in the kernel, 535.216.01 beside it")
    assert upgrades.driver_mismatch(kernel, [*libraries, "libGLX_nvidia.so.535.183.01"]) == ""
    assert upgrades.driver_mismatch(kernel, libraries) == ""
    check = upgrades.judge_versions({}, told)
    assert (check.verdict, check.remedy) == (CheckResult.WARN, upgrades.RESTART)


@given(st.text(), st.lists(st.text(max_size=40)))
def test_whatever_a_driver_says_of_itself_is_taken(kernel: str, libraries: list[str]) -> None:
    upgrades.driver_mismatch(kernel, libraries)
    upgrades.replaced_parts(kernel)


def test_an_upgrade_that_stopped_half_way_names_its_packages() -> None:
    there = {"libvlc5": "3.0.23", "libvlccore9": "3.0.23", "vlc-plugin-base": "3.0.21"}
    check = upgrades.judge_versions(there, "")
    assert check.verdict is CheckResult.WARN
    assert "vlc-plugin-base 3.0.21" in check.finding
    assert check.remedy.startswith("apt-get install libvlc5 libvlccore9 vlc-plugin-base")
    assert upgrades.judge_versions(there | {"vlc-plugin-base": "3.0.23"}, "").verdict == "ok"


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="no dpkg")
def test_the_versions_of_this_machine_are_one() -> None:
    found = packages.versions_of(upgrades.packages_to_compare())
    assert set(found) >= {"libvlc5", "vlc-plugin-base"}
    assert upgrades.judge_versions(found, "").verdict is CheckResult.OK

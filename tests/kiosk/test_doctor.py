"""The doctor's judgements of machines that are not this one, and of this one."""

import json
from pathlib import Path

import pytest

from installation.kiosk import Check, bad_check, doctor
from installation.kiosk import _machine as machine
from installation.kiosk import _packages as packages
from installation.kiosk import _software as software
from installation.kiosk._check import CheckResult, ok, warn
from installation.kiosk.glprobe import Gl
from installation.model import Output

OK, WARN, BAD = CheckResult.OK, CheckResult.WARN, CheckResult.BAD
GB = 10**9


@pytest.mark.parametrize(
    ("version", "verdict"),
    [
        ("3.0.24 Vetinari", OK),
        ("3.0.16 Vetinari", OK),
        ("3.0.15 Vetinari", BAD),
        ("2.2.8 Weatherwax", BAD),
        ("4.0.0-dev Otto Chriek", BAD),
        ("", BAD),
    ],
)
def test_libvlc_is_3_0_16_or_later(version: str, verdict: CheckResult) -> None:
    assert software.judge_vlc(version).verdict == verdict


def test_a_missing_plugin_is_named_with_its_use(tmp_path: Path) -> None:
    for plugin in software._PLUGINS:
        path = tmp_path / f"{plugin}_plugin.so"
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert software.judge_plugins(tmp_path).verdict == OK
    (tmp_path / "demux" / "libmkv_plugin.so").unlink()
    check = software.judge_plugins(tmp_path)
    assert (check.verdict, check.finding) == (BAD, "missing: mkv (reads .mkv and .webm)")
    assert software.judge_plugins(None).verdict == BAD


def test_missing_packages_come_with_the_command_that_installs_them() -> None:
    wanted = [packages.Package("run", name, "") for name in ("libvlc5", "libgl1", "libegl1")]
    wanted.append(packages.Package("rig", "xdotool", ""))
    wanted.append(packages.Package("demo", "espeak-ng", ""))
    play, rig, _ = software.judge_packages(wanted, {"libgl1"})
    assert (play.verdict, rig.verdict) == (BAD, WARN)
    assert play.remedy == "apt-get install --no-install-recommends libvlc5 libegl1"
    assert rig.remedy == "apt-get install --no-install-recommends xdotool"
    checks = software.judge_packages(wanted, {package.name for package in wanted})
    assert [check.verdict for check in checks] == [OK, OK, OK]
    assert [check.verdict for check in software.judge_packages(wanted, None)] == [WARN]
    (play,) = software.judge_packages([one for one in wanted if one.group == "run"], set())
    assert play.verdict == BAD  # beside a show nobody misses virtual displays


@pytest.mark.process
@pytest.mark.patient
def test_beside_a_show_the_demo_and_virtual_displays_are_not_missed() -> None:
    found = [check.finding for check in software.check(beside_show=True)]
    assert not [finding for finding in found if "virtual displays" in finding or "demo" in finding]


def test_the_list_of_packages_is_whole() -> None:
    listed = packages.listed_packages()
    assert {package.group for package in listed} == {
        "run",
        "rig",
        "browser",
        "demo",
        "kiosk",
        "setup",
    }
    assert len({(package.group, package.name) for package in listed}) == len(listed)
    assert all(package.reason for package in listed)


def test_python_packages_are_compared_with_the_lock() -> None:
    lock = "numpy==2.4.6 \\\n    --hash=sha256:00\n    # via x\npyzmq==27.3.0 \\\n"
    pins = software.pins(lock)
    assert pins == {"numpy": "2.4.6", "pyzmq": "27.3.0"}
    assert software.judge_python(pins, pins).verdict == OK
    assert software.judge_python(pins, {"numpy": "2.4.6"}).finding == "missing: pyzmq"
    older = software.judge_python(pins, pins | {"pyzmq": "26.0.0"})
    assert (older.verdict, "pyzmq 26.0.0 (not 27.3.0)" in older.finding) == (WARN, True)


def test_no_letters_no_panel() -> None:
    assert [software.judge_fonts(count).verdict for count in (0, 1)] == [BAD, OK]


def test_displays_are_named_and_a_dark_one_comes_with_its_remedy() -> None:
    lit = Output("HDMI-1", 0, 0, 1920, 1080, "EPS", "EB-L210", "X7")
    first, second = machine.judge_displays([lit, Output("DP-1", 0, 0, 0, 0)], {})
    assert first == ok("Display", "HDMI-1 (EPS EB-L210 X7): 1920x1080 at 0,0")
    assert (second.verdict, second.remedy) == (WARN, "xrandr --output DP-1 --auto")
    assert [check.verdict for check in machine.judge_displays([], {})] == [BAD]
    wayland = machine.judge_displays([lit], {"WAYLAND_DISPLAY": "wayland-0"})
    assert [check.verdict for check in wayland] == [OK, WARN]


@pytest.mark.parametrize(
    ("gl", "verdict"),
    [
        (Gl("4.6 (Core Profile) Mesa 22.3.6", "AMD Radeon RX 6600"), OK),
        (Gl("4.5 (Core Profile) Mesa 22.3.6", "llvmpipe (LLVM 15.0.6, 256 bits)"), WARN),
        (Gl(fault="the driver crashed (signal 11)"), WARN),
    ],
)
def test_opengl(gl: Gl, verdict: CheckResult) -> None:
    assert machine.judge_gl(gl).verdict == verdict


DPMS = "DPMS (Energy Star):\n  Standby: {0}    Suspend: {0}    Off: {1}\n  DPMS is {2}\n"
SAVER = "Screen Saver:\n  prefer blanking:  yes\n  timeout:  {0}    cycle:  600\n"


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        (SAVER.format(0) + DPMS.format(0, 0, "Enabled"), "off"),
        (SAVER.format(0) + DPMS.format(600, 900, "Disabled"), "off"),
        (SAVER.format(600) + DPMS.format(0, 0, "Disabled"), "the screen saver starts after 600 s"),
        (SAVER.format(0) + DPMS.format(0, 900, "Enabled"), "DPMS darkens after 900 s"),
        (SAVER.format(0) + "  Server does not have the DPMS Extension\n", "off"),
    ],
)
def test_a_display_that_goes_dark_by_itself_is_odd(words: str, finding: str) -> None:
    check = machine.judge_blanking(words)
    assert check.finding == finding
    assert (check.verdict, check.remedy) == (
        (OK, "") if finding == "off" else (WARN, "xset s off -dpms")
    )


def test_room_and_strength() -> None:
    disk, here = machine.judge_disk, Path("/somewhere")
    assert [disk(here, free).verdict for free in (GB // 10, GB, 9 * GB)] == [BAD, WARN, OK]
    assert [machine.judge_shm(free).verdict for free in (64 * 2**20, GB, 4 * GB)] == [BAD, WARN, OK]
    assert [machine.judge_cores(count).verdict for count in (1, 2, 8)] == [BAD, WARN, OK]
    assert [machine.judge_memory(total).verdict for total in (GB, 4 * GB, 16 * GB)] == [
        BAD,
        WARN,
        OK,
    ]


def test_sound() -> None:
    assert machine.judge_sound([], False).verdict == WARN
    assert "a sound card, but" in machine.judge_sound([], True).finding
    assert machine.judge_sound(["PulseAudio", "PipeWire"], True).finding == "PulseAudio, PipeWire"
    assert "pipewire-pulse" in machine.judge_sound(["PipeWire"], True).remedy


def test_a_layouts_sound_devices() -> None:
    there = [("hall", "The hall's amplifier"), ("foyer", "")]
    fine, gone = machine.judge_devices({"left": "hall", "right": "hal"}, there)
    assert (fine.verdict, fine.finding) == (OK, "left: The hall's amplifier")
    assert gone.verdict == WARN
    assert "right: there is no 'hal'" in gone.finding and "hall" in gone.finding
    assert "hall, foyer" in gone.remedy
    (unknown,) = machine.unknown_devices({"left": "hall"}, "the sound system does not answer")
    assert unknown.verdict == WARN and "hall" in unknown.finding
    assert machine.unknown_devices({}, "") == []


def test_the_table_has_every_remedy_and_says_whether_it_plays() -> None:
    fine, odd = ok("Fonts", "22 files"), warn("Processor", "2 cores", "four would be better")
    wrong = bad_check("libvlc", "missing", "apt-get install libvlc5")
    assert doctor.table([fine]).splitlines()[-1] == "All is well."
    assert doctor.table([fine, odd]).splitlines()[-1] == (
        "The installation can play here. To look at: Processor."
    )
    text = doctor.table([fine, odd, wrong])
    assert "BAD  libvlc     missing" in text
    assert text.splitlines()[-1] == "To set right before the installation can play here: libvlc."
    assert "-> four would be better" in text
    assert "-> apt-get install libvlc5" in text
    assert (doctor.well([fine, odd]), doctor.well([fine, wrong])) == (True, False)
    told = json.loads(json.dumps(doctor.data([wrong])))
    assert told["well"] is False
    assert told["checks"][0]["verdict"] == "bad"


@pytest.mark.process
@pytest.mark.patient
def test_this_machine_is_looked_at_without_a_fault_of_the_doctor(tmp_path: Path) -> None:
    checks: list[Check] = doctor.examine(tmp_path / "not" / "there")
    assert {"libvlc", "Disk", "Shared memory", "Memory", "Processor"} <= {c.name for c in checks}
    assert all(check.remedy for check in checks if check.verdict is not OK)

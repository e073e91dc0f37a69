"""Looks at the machine: displays, OpenGL, blanking, room, cores, memory, sound.

Each ``judge_*`` takes what was found on the machine, so that tests can have any machine.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from installation.errors import KioskError
from installation.kiosk._check import Check, bad_check, ok, warn
from installation.kiosk._outputs import connected_outputs
from installation.kiosk.glprobe import Gl, probe
from installation.model import Output, did_you_mean, one_edid

GB, MB = 10**9, 10**6
# A ring holds 32 pictures (link/_ring.py); three screens of 1280x720 and of 3840x2160, at 12 bits.
_RINGS_720 = 3 * 32 * 1280 * 720 * 3 // 2
_RINGS_2160 = 3 * 32 * 3840 * 2160 * 3 // 2


def check(
    state: Path, environment: Mapping[str, str] | None = None, beside_show: bool = False
) -> list[Check]:
    """Look at this machine; ``state`` is the folder where the show keeps its state.

    Beside a show that runs OpenGL is not tried, for a graphics card that makes another context may
    keep a swap waiting; nor is room for rings looked for, for they have theirs.
    """
    around = dict(os.environ if environment is None else environment)
    found = _displays(around, beside_show)
    folder = next(path for path in (state, *state.absolute().parents) if path.exists())
    found.append(judge_disk(folder, shutil.disk_usage(folder).free))
    if not beside_show:
        found.append(judge_shm(shutil.disk_usage("/dev/shm").free))
    found.append(judge_cores(len(os.sched_getaffinity(0))))
    found.append(judge_memory(psutil.virtual_memory().total))
    found.append(
        judge_sound(_sound_servers(around), bool(list(Path("/proc/asound").glob("card*"))))
    )
    return found


def _displays(around: dict[str, str], beside_show: bool) -> list[Check]:
    try:
        found = judge_displays(connected_outputs(around.get("DISPLAY", "")), around)
    except KioskError as error:
        return [bad_check("Displays", error.message, f"{error.advice} ./kiss demo does without.")]
    if not beside_show:
        found.append(judge_gl(probe(around)))
    return [*found, judge_blanking(_ask_xset(around))]


def judge_displays(displays: list[Output], around: Mapping[str, str]) -> list[Check]:
    """The displays there are; the stage wants the X server itself, not Wayland's stand-in."""
    found = []
    for display in displays:
        known = " ".join(word for word in (display.maker, display.model, display.serial) if word)
        named = f"{display.name} ({known})" if known else display.name
        if display.lit:
            rate = f", {display.mode.rate_hz:g} Hz" if display.mode else ""
            place = f"{display.width}x{display.height} at {display.x},{display.y}{rate}"
            found.append(ok("Display", f"{named}: {place}"))
        else:
            remedy = f"xrandr --output {display.name} --auto"
            found.append(warn("Display", f"{named} is connected but dark", remedy))
    found += [
        warn("Displays", finding, "In the layout: by connector or position")
        for finding in one_edid(displays)
    ]
    if not any(display.lit for display in displays):
        found.append(
            bad_check("Displays", "none is lit", "Connect one, and light it with xrandr --auto")
        )
    if around.get("WAYLAND_DISPLAY"):
        remedy = "Log in to an X session (Xorg): Wayland does not let one window span all displays"
        found.append(warn("Session", "this is a Wayland session", remedy))
    return found


def is_software_renderer(renderer: str) -> bool:
    """Tell whether the processor draws, by the name of what does."""
    return "llvmpipe" in renderer or "softpipe" in renderer


def judge_gl(gl: Gl) -> Check:
    """OpenGL 3.3, and by what; without a card the stage does without."""
    name = "OpenGL"
    if gl.fault:
        remedy = (
            "If there is a graphics card: its maker's driver, or apt-get install libgl1-mesa-dri. "
            "With `stage: opengl` in the layout nothing is drawn"
        )
        return warn(name, f"none of 3.3 ({gl.fault}): the processor draws", remedy)
    if is_software_renderer(gl.renderer):
        remedy = "For large displays use a graphics card, with its driver installed"
        return warn(name, f"no graphics card ({gl.renderer}): the processor draws", remedy)
    return ok(name, f"{gl.version}, {gl.renderer}")


def judge_blanking(words: str) -> Check:
    """Tell whether the X server darkens the displays by itself, in ``xset q``'s words."""
    name, faults = "Screen blanking", []
    timeout = re.search(r"timeout:\s+(\d+)", words)
    if timeout and int(timeout[1]):
        faults.append(f"the screen saver starts after {timeout[1]} s")
    if "DPMS is Enabled" in words:
        times = re.search(r"Standby:\s+(\d+)\s+Suspend:\s+(\d+)\s+Off:\s+(\d+)", words)
        set_times = [int(time) for time in times.groups() if int(time)] if times else []
        if set_times:
            faults.append(f"DPMS darkens after {min(set_times)} s")
    if faults:
        return warn(name, "; ".join(faults), "xset s off -dpms")
    return ok(name, "off")


def judge_disk(folder: Path, free: int) -> Check:
    """Room for indexes, the ledger and the demo's films."""
    finding = f"{free / GB:.1f} GB free in {folder}"
    remedy = "Remove what is not needed, or choose another folder with --state"
    if free < 200 * MB:
        return bad_check("Disk", finding, remedy)
    return warn("Disk", finding, remedy) if free < 2 * GB else ok("Disk", finding)


def judge_shm(free: int) -> Check:
    """Room for the frame rings."""
    name, finding = "Shared memory", f"{free / GB:.2f} GB free in /dev/shm"
    remedy = "mount -o remount,size=4G /dev/shm (in a container: --shm-size 4g)"
    if free < _RINGS_720:
        return bad_check(name, f"{finding}: too little for three screens of 1280x720", remedy)
    if free < _RINGS_2160:
        return warn(name, f"{finding}: too little for three screens of 3840x2160", remedy)
    return ok(name, finding)


def judge_cores(count: int) -> Check:
    """Processor cores that this process may use."""
    finding = f"{count} core{'s' if count != 1 else ''}"
    if count < 2:
        return bad_check(
            "Processor", finding, "Three screens want two cores at least, for small films"
        )
    if count < 4:
        return warn("Processor", finding, "Above 1280x720, three screens want four cores or more")
    return ok("Processor", finding)


def judge_memory(total: int) -> Check:
    """The machine's memory."""
    finding = f"{total / GB:.1f} GB"
    if total < 1.5 * GB:
        return bad_check("Memory", finding, "Three screens want 2 GB at least")
    return (
        warn("Memory", finding, "4K films want 8 GB") if total < 7 * GB else ok("Memory", finding)
    )


def judge_sound(servers: list[str], card: bool) -> Check:
    """A sound system that speaks PulseAudio's protocol: itself, or PipeWire with its stand-in."""
    if any(server.startswith("PulseAudio") for server in servers):
        return ok("Sound", ", ".join(servers))
    if servers:
        remedy = "apt-get install pipewire-pulse"
        return warn("Sound", f"{servers[0]} without pipewire-pulse: films play silently", remedy)
    there = "a sound card, but" if card else "no sound card and"
    remedy = (
        "For sound: apt-get install pulseaudio (or pipewire-pulse), and log in again; "
        "where the show begins with the machine, restart that"
    )
    return warn("Sound", f"{there} no sound server: films play silently", remedy)


def judge_devices(wanted: Mapping[str, str], there: Sequence[tuple[str, str]]) -> list[Check]:
    """The sound devices that screens ask for; ``there`` has each device's name and description."""
    names = dict(there)
    found = []
    for screen, device in wanted.items():
        if device in names:
            found.append(ok("Sound device", f"{screen}: {names[device] or device}"))
            continue
        meant = did_you_mean(device, list(names)) or ""
        remedy = f"The layout's sound.device is one of: {', '.join(names) or 'none is there'}"
        finding = f"{screen}: there is no {device!r}{meant}; it plays silently"
        found.append(warn("Sound device", finding, remedy))
    return found


def unknown_devices(wanted: Mapping[str, str], why: str) -> list[Check]:
    """The finding where no sound system answers, and so no device can be looked for."""
    if not wanted:
        return []
    remedy = "Start the sound system of the user who plays: systemctl --user start pulseaudio"
    names = ", ".join(wanted.values())
    return [warn("Sound device", f"{why}: {names} cannot be looked for", remedy)]


def _ask_xset(around: dict[str, str]) -> str:
    try:
        command = ["xset", "q"]
        done = subprocess.run(
            command, capture_output=True, text=True, env=around, timeout=10, check=False
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _sound_servers(around: Mapping[str, str]) -> list[str]:
    """Sound servers that this process would find."""
    named = around.get("PULSE_SERVER")
    runtime = Path(around.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    sockets = {"PulseAudio": runtime / "pulse" / "native", "PipeWire": runtime / "pipewire-0"}
    found = [name for name, socket in sockets.items() if socket.is_socket()]
    return [*found, f"PulseAudio at {named}"] if named else found

"""The unit's own words for a disk that can only be read, tried in mounts of their own."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest
from stand_in import stand_in

from installation.kiosk import unit

MAY_MOUNT = (
    os.geteuid() == 0 and not subprocess.run(["unshare", "-m", "true"], check=False).returncode
)


def written(home: Path, user: str) -> str:
    """The shell's words in the unit's second ExecStartPre, as systemd reads them."""
    text = unit.text(unit.Kiosk(user, 0, Path("/opt/kiss"), ("kiosk",), home))
    lines = text.replace("\\\n", " ").splitlines()
    line = next(line for line in lines if line.startswith("ExecStartPre=-+/usr/bin/nsenter"))
    return shlex.split(line.partition("=")[2])[-1]


@pytest.mark.process
@pytest.mark.patient
@pytest.mark.skipif(not MAY_MOUNT, reason="only root can mount, and not in every container")
@pytest.mark.parametrize("disk", ["ro", "rw"])
def test_the_sound_server_can_write_its_settings_on_a_disk_that_can_only_be_read(
    tmp_path: Path, disk: str
) -> None:
    home, told = tmp_path / "disk" / "home", tmp_path / "told"
    (tmp_path / "disk").mkdir()
    (tmp_path / "bin").mkdir()
    stand_in(tmp_path / "bin" / "systemctl", f'echo "$@" >>{told}')
    (tmp_path / "as-unit").write_text(written(home, "root"))
    script = f"""
        set -e
        mount -t tmpfs none /run
        mount -t tmpfs none {tmp_path}/disk
        mkdir -p {home}/.config/pulse
        echo kept >{home}/.config/pulse/cookie
        mount -o remount,{disk} {tmp_path}/disk
        sh {tmp_path}/as-unit || true
        sh {tmp_path}/as-unit || true  # again, as after each restart
        cat {home}/.config/pulse/cookie
        echo new >{home}/.config/pulse/state
        cat {home}/.config/pulse/state
        stat -c %U {home}/.config
    """
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script],
        env={"PATH": f"{tmp_path}/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split()) == (0, ["kept", "new", "root"]), done.stderr
    restarts = told.read_text().splitlines() if told.exists() else []
    assert restarts == (["restart user@0.service"] if disk == "ro" else [])

"""The set-up script, on machines that lack things: stand-ins for apt, dpkg and pip."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = [pytest.mark.process, pytest.mark.patient]
ROOT = Path(__file__).parents[2]
SCRIPTS = {
    # everything is installed but what the file "missing" names
    "dpkg-query": """
        for p in "${@:3}"; do grep -qx "$p" "$FAKE/missing" || echo "$p installed"; done""",
    "apt-get": """
        [ ! -e "$FAKE/offline" ] || { echo "E: Failed to fetch it"; exit 100; }
        [[ " $* " == *simulate* ]] || { : >"$FAKE/missing"; echo "Setting up libvlc5:amd64 ..."; }
        """,
    "id": 'echo "${FAKE_UID-0}"',
}
PYTHON = """\
case "$*" in
    "-c import pip") ;;
    *"pip install"*)
        echo "pip ${@: -1}" >>"$FAKE/calls"; sleep "${FAKE_PIP_S-0}"
        [ ! -e "$FAKE/offline" ] || { echo "ERROR: no matching distribution"; exit 1; }
        echo "Collecting numpy==2" ;;
    *) printf '<%s>' "$@"; [[ "$*" != *"${FAKE_FAILS-nothing}"* ]] ;;
esac
"""


@dataclass
class Machine:
    """A checkout and a machine around it, both in one folder."""

    folder: Path

    def start(
        self, *arguments: str, before: Sequence[str] = (), **extra: str
    ) -> subprocess.Popen[str]:
        """Start ``./kiss`` from another folder; ``before`` is what starts it."""
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "FAKE": str(self.folder),
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder / "tmp"),
        }
        command = [*before, str(self.folder / "checkout" / "kiss"), *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd="/", env=environment | extra, stdout=pipe, stderr=pipe, text=True
        )

    def run(
        self, *arguments: str, before: Sequence[str] = (), **extra: str
    ) -> tuple[int, str, str]:
        """Run it to the end: exit code, stdout, stderr."""
        process = self.start(*arguments, before=before, **extra)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def calls(self) -> list[str]:
        """Which of the stand-ins were called since the last look, in order."""
        path = self.folder / "calls"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return [line for line in lines if not line.startswith("id")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine that has all Debian packages, and a checkout that is not set up."""
    checkout = tmp_path / "checkout"
    (checkout / "installation" / "kiosk").mkdir(parents=True)
    names = ["kiss", "requirements.lock", "requirements-test.lock"]
    for name in [*names, "installation/kiosk/packages.txt"]:
        shutil.copy(ROOT / name, checkout / name)
    (tmp_path / "tmp").mkdir()
    (tmp_path / "missing").touch()
    programs = {
        f"bin/{name}": f'echo "{name} $1" >>"$FAKE/calls"; {s}' for name, s in SCRIPTS.items()
    }
    for name, script in (programs | {"checkout/.venv/bin/python": PYTHON}).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(0o755)
    (checkout / ".venv/lib/python3.11/site-packages").mkdir(parents=True)
    return Machine(tmp_path)


def test_the_first_run_sets_up_and_the_second_only_runs(machine: Machine) -> None:
    code, out, err = machine.run("play", "my layout.yaml", "*", "")
    assert (code, out) == (0, "<-P><-m><installation><play><my layout.yaml><*><>")
    count = (ROOT / "requirements.lock").read_text().count("==")
    assert f"installing {count} Python packages (once), as pinned in requirements.lock" in err
    assert machine.calls() == ["dpkg-query -W", f"pip {machine.folder}/checkout/requirements.lock"]
    path = machine.folder / "checkout/.venv/lib/python3.11/site-packages/kiss.pth"
    assert path.read_text() == f"{machine.folder}/checkout\n"
    code, out, err = machine.run("status", "--json")
    assert (code, out, err) == (0, "<-P><-m><installation><status><--json>", "")
    assert machine.calls() == []
    assert list((machine.folder / "tmp").iterdir()) == []


def test_what_is_missing_is_installed(machine: Machine) -> None:
    (machine.folder / "missing").write_text("libvlc5\nfonts-dejavu-core\n")
    code, _, err = machine.run("play")
    assert code == 0
    assert "installing 2 Debian packages (once): libvlc5 fonts-dejavu-core" in err
    assert [call.split()[0] for call in machine.calls()] == [
        "dpkg-query",
        "apt-get",
        "apt-get",
        "pip",
    ]


def test_without_root_it_says_what_to_ask_for(machine: Machine) -> None:
    (machine.folder / "missing").write_text("libvlc5\nlibgl1\nxdotool\n")
    code, out, err = machine.run("play", FAKE_UID="1000")
    assert (code, out) == (1, "")
    assert "sudo apt-get install --no-install-recommends libvlc5 libgl1\n" in err
    assert "apt-get" not in "".join(machine.calls())
    code, _, err = machine.run("demo", FAKE_UID="1000")
    assert code == 1
    assert "--no-install-recommends libvlc5 libgl1 xdotool\n" in err
    code, _, err = machine.run("demo", FAKE_UID="1000", DISPLAY=":0")
    assert "--no-install-recommends libvlc5 libgl1\n" in err


def test_an_environment_that_is_roots_is_asked_for(machine: Machine) -> None:
    venv = machine.folder / "checkout" / ".venv"
    venv.chmod(0o555)
    without = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []
    code, out, err = machine.run("play", before=without, FAKE_UID="1000")
    assert (code, out) == (1, "")
    assert "has to be brought up to date" in err
    assert f"    sudo chown -R 1000 {venv}\n" in err
    assert not any(call.startswith("pip") for call in machine.calls())


def test_without_network_it_says_what_to_ask_for(machine: Machine) -> None:
    (machine.folder / "missing").write_text("libvlc5\n")
    (machine.folder / "offline").touch()
    code, out, err = machine.run("play")
    assert (code, out) == (1, "")
    assert "E: Failed to fetch it" in err
    assert "    apt-get install --no-install-recommends libvlc5\n" in err


def test_a_set_up_that_failed_is_taken_up_again(machine: Machine) -> None:
    (machine.folder / "offline").touch()
    code, out, err = machine.run("play")
    assert (code, out) == (1, "")
    assert "ERROR: no matching distribution" in err
    assert "pip download --no-deps -d wheels -r requirements.lock" in err
    (machine.folder / "offline").unlink()
    assert machine.run("play")[0] == 0


def test_the_doctor_looks_and_installs_no_debian_packages(machine: Machine) -> None:
    (machine.folder / "missing").write_text("libvlc5\n")
    assert machine.run("doctor", FAKE_UID="1000")[0] == 0
    assert "apt-get" not in "".join(machine.calls())


@pytest.mark.parametrize("words", [("kiosk", "--help"), ("play", "-h")])
def test_help_installs_no_debian_packages(machine: Machine, words: tuple[str, ...]) -> None:
    (machine.folder / "missing").write_text("libvlc5\n")
    assert machine.run(*words, FAKE_UID="1000")[0] == 0
    assert "apt-get" not in "".join(machine.calls())


def test_another_lock_or_another_place_is_set_up_anew(machine: Machine) -> None:
    assert machine.run("play")[0] == 0
    machine.calls()
    with (machine.folder / "checkout" / "requirements.lock").open("a") as lock:
        lock.write("# a newer one\n")
    assert machine.run("play")[0] == 0
    assert [call.split()[0] for call in machine.calls()] == ["dpkg-query", "pip"]
    (machine.folder / "checkout").rename(machine.folder / "elsewhere")
    (machine.folder / "checkout").symlink_to(machine.folder / "elsewhere")
    assert machine.run("play")[0] == 0
    path = machine.folder / "elsewhere/.venv/lib/python3.11/site-packages/kiss.pth"
    assert path.read_text() == f"{machine.folder}/elsewhere\n"


def test_several_first_runs_at_once_set_up_once(machine: Machine) -> None:
    runs = [machine.start("play", str(n), FAKE_PIP_S="0.3") for n in range(3)]
    ends = [(run.communicate(timeout=60)[0], run.returncode) for run in runs]
    assert ends == [(f"<-P><-m><installation><play><{n}>", 0) for n in range(3)]
    assert len([call for call in machine.calls() if call.startswith("pip")]) == 1


def test_a_link_to_it_works_from_everywhere(machine: Machine) -> None:
    link = machine.folder / "bin" / "kiss"
    link.symlink_to(machine.folder / "checkout" / "kiss")
    done = subprocess.run(
        [str(link), "status"],
        env={"PATH": f"{machine.folder / 'bin'}:{os.environ['PATH']}", "FAKE": str(machine.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "<-P><-m><installation><status>"


def test_the_tests_run_beside_all_checks(machine: Machine) -> None:
    code, out, err = machine.run("test", "-k", "one")
    assert code == 0
    calls = machine.calls()
    assert [call.rpartition("/")[2] for call in calls if call.startswith("pip")] == [
        "requirements.lock",
        "requirements-test.lock",
    ]
    for check in (
        "<-m><ruff><check><.>",
        "<-m><ruff><format><--check><.>",
        "<-m><mypy>",
        "<-m><coverage><report>",  # what it runs before says nothing
        "<-m><pytest><-n><3><-k><one>",
    ):
        assert out.count(check) == 1
    names = ["ruff check", "ruff format", "mypy", "coverage of the pure rooms", "pytest -k one"]
    assert sorted(err.splitlines()[-5:]) == sorted(f"kiss: {name}" for name in names)


@pytest.mark.parametrize(
    ("what", "name"),
    [("mypy", "mypy"), ("coverage report", "coverage"), ("ruff format", "ruff format")],
)
def test_a_check_that_fails_is_the_last_that_is_said(
    machine: Machine, what: str, name: str
) -> None:
    code, _, err = machine.run("test", FAKE_FAILS=what)
    assert code == 1
    assert err.splitlines()[-1] == f"kiss: {name}: FAILED"


def test_pytest_s_verdict_is_the_whole_one_s(machine: Machine) -> None:
    assert machine.run("test", FAKE_FAILS="pytest -n")[0] == 1

"""The doctor measures a wall on displays: with them, without them, and with what hangs."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from installation.cli import _doctor_measures as measures
from installation.kiosk import CheckResult, FilmKind, WallFit
from installation.rig import VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.alone]
DOCTOR = [sys.executable, "-m", "installation", "doctor", "--json", "--state"]


def asked(state: Path, display: str) -> dict[str, list[dict[str, object]]]:
    around = {name: word for name, word in os.environ.items() if name != "DISPLAY"}
    around |= {"DISPLAY": display} if display else {}
    said = subprocess.run(
        [*DOCTOR, str(state)], env=around, capture_output=True, text=True, check=False, timeout=60
    )
    found: dict[str, list[dict[str, object]]] = json.loads(said.stdout)
    return found


def findings(said: dict[str, list[dict[str, object]]], name: str) -> list[str]:
    return [str(check["finding"]) for check in said["checks"] if check["name"] == name]


def test_on_displays_it_measures_decoding_and_drawing_and_says_what_fits(tmp_path: Path) -> None:
    with VirtualHeads(3, 320, 180) as heads:
        said = asked(tmp_path, heads.display)
    assert [finding.split(":")[0] for finding in findings(said, "What fits")] == [
        "3 x 1920x1080 at 24",
        "3 x 3840x2160 at 24",
    ]
    assert all(fit["screens"] == 3 and fit["reckoned"] for fit in said["fits"])
    assert all(fit[part] for fit in said["fits"] for part in ("decoding", "drawing", "share"))
    small, large = said["fits"]
    assert float(str(large["share"])) > float(str(small["share"]))
    assert any("drawn by software, without OpenGL" in each for each in findings(said, "Measured"))


def test_without_a_display_it_measures_decoding_alone_and_says_so(tmp_path: Path) -> None:
    said = asked(tmp_path, "")
    assert all(fit["decoding"] and not fit["drawing"] for fit in said["fits"])
    assert any("only decoding" in each for each in findings(said, "Measured"))


def test_what_hangs_is_cut_off_and_what_fails_says_why() -> None:
    began_s = time.monotonic()
    words = ["echo half; exec sleep 60", "echo no libvlc >&2; exit 1", "kill -SEGV $$"]
    found = measures._cut_off([["sh", "-c", each] for each in words], "", 0.5)
    assert time.monotonic() - began_s < 20
    assert found == [
        ("half\n", "cut off after 0.5 s"),
        ("", "no libvlc"),
        ("", "it ended (-11)"),
    ]


def test_a_film_that_is_here_and_does_not_fit_is_odd() -> None:
    here, other = FilmKind((3840, 2160), 24.0), FilmKind((1920, 1080), 24.0)
    slow = [WallFit(3, kind, 3, 0, 0, 1.5, 0.6, "drawing", False) for kind in (here, other)]
    found = measures.Measured(fits=slow, here={here}, gaps=["drawing was cut off"])
    verdicts = [check.verdict for check in found.checks()]
    assert verdicts == [CheckResult.WARN, CheckResult.OK, CheckResult.OK, CheckResult.WARN]

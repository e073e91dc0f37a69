"""The doctor looks at a show that runs, and the wall does not notice."""

import json
import os
import subprocess
import sys

import pytest
from show_rig import Played, Sight, together

pytestmark = [pytest.mark.process, pytest.mark.alone]


def test_the_doctor_finds_the_shows_displays_and_leaves_the_wall_alone(
    show: Played, sight: Sight
) -> None:
    # somebody who has logged in from afar, and not into the show's X session
    afar = {name: word for name, word in os.environ.items() if name != "DISPLAY"}
    command = [sys.executable, "-m", "installation", "doctor", "--json"]
    before = show.status()
    looks = subprocess.Popen(
        [*command, "--state", str(show.stage.state)], env=afar, stdout=subprocess.PIPE
    )
    samples = sight.watch(3.0)
    said, _ = looks.communicate(timeout=60)
    after = show.status()
    checks = json.loads(said)["checks"]
    named = {check["name"]: check["finding"] for check in checks}
    assert {"Show", "Stage", "Screen left", "Screen centre", "Screen right"} <= named.keys()
    shown = [check["finding"] for check in checks if check["name"] == "Display"]
    assert [text.partition(":")[0] for text in shown] == ["DUMMY0", "DUMMY1", "DUMMY2"]
    assert named["What fits"].startswith("the show takes ")  # from its processes' times alone
    assert {"OpenGL", "Shared memory"}.isdisjoint(named)  # they are the show's own just now
    assert together(samples)
    assert [s.restarts for s in after.screens] == [s.restarts for s in before.screens]

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from installation.link import NO_RING
from installation.show._process_end import end_by, how


@pytest.mark.parametrize(
    ("code", "words", "by_itself", "by_others"),
    [
        (0, "quit", True, False),
        (3, "gave up with code 3: no film", False, False),
        (NO_RING, f"gave up with code {NO_RING}: no film", False, True),
        (-signal.SIGKILL, "killed by SIGKILL", False, True),
        (-signal.SIGBUS, "killed by SIGBUS", False, True),
        (-signal.SIGSEGV, "killed by SIGSEGV", False, False),
        (-99, "gave up with code -99", False, False),
        (None, "ended", False, True),
    ],
)
def test_an_end_says_whose_doing_it_may_be(
    code: int | None, words: str, by_itself: bool, by_others: bool
) -> None:
    end = end_by(code, "no film" if code and code > 0 else "")
    assert (how(end), end.by_itself, end.by_others) == (words, by_itself, by_others)


def test_who_has_not_ended_has_no_words() -> None:
    assert how(None) == ""


@pytest.mark.process
@pytest.mark.patient
def test_a_player_without_a_ring_says_so_by_its_code(tmp_path: Path) -> None:
    ring = tmp_path / "away" / "left.ring"
    words = ["--screen", "left", "--ring", str(ring), "--endpoint", f"ipc://{tmp_path}/nobody"]
    player = subprocess.run(
        [sys.executable, "-m", "installation.apps.player", *words],
        capture_output=True,
        text=True,
        env={**os.environ, "DISPLAY": ""},
        timeout=60,
    )
    assert player.returncode == NO_RING
    assert f"{ring}: no frame ring: No such file or directory" in player.stderr

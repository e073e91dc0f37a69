"""The intake as a process of its own, with a rehearsal that is one, too: behind all others."""

import json
import os
from pathlib import Path

import psutil
import pytest
from library_films import MakeFilm
from started_intake import started_intake

from installation.apps._modest import MEMORY
from installation.store import ContentStore

pytestmark = [pytest.mark.process, pytest.mark.alone]


def test_the_process_speaks_json_and_keeps_in_the_background(
    make_film: MakeFilm, tmp_path: Path
) -> None:
    film = make_film("a.mp4", frames=48)
    with started_intake(film, tmp_path / "state") as process:
        assert process.stdout and process.stderr
        lines = [json.loads(process.stdout.readline())]
        running = psutil.Process(process.pid)
        assert running.nice() == 19
        assert running.ionice().ioclass == psutil.IOPRIO_CLASS_IDLE
        assert os.sched_getscheduler(running.pid) == os.SCHED_IDLE
        assert running.rlimit(psutil.RLIMIT_DATA)[0] <= MEMORY
        assert Path(f"/proc/{running.pid}/oom_score_adj").read_text().strip() == "1000"
        lines += [json.loads(line) for line in process.stdout]
        assert process.stderr.read() == b""
    assert process.returncode == 0
    shares = [line["progress"] for line in lines if "progress" in line]
    assert shares == sorted(shares) and all(0 <= share <= 1 for share in shares)
    assert {line["step"] for line in lines if "step" in line} == {
        "hashing",
        "decoding",
        "rehearsing",
    }
    outcome = lines[-1]["outcome"]
    assert outcome["fault"] is None
    assert ContentStore(tmp_path / "state").indexes.get(outcome["hash"])

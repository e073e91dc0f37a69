"""Makes one house copy and has it killed at random instants, over and over: for a test.

``python -m killed_copying FILM FOLDER KILLS SEED`` says one line of JSON for each kill: how long
it had, how many parts were there before and after, and whether the copy was there; at last the
checksum of a copy that was made without a kill, and of the one that was killed. Each try is a fork
of its own, ended by SIGKILL: what it had not given to the disk by then is not there.
"""

import hashlib
import json
import os
import signal
import sys
import time
from pathlib import Path

import numpy as np

from installation.library import HouseCopying, survey
from installation.library import _house_copying as module
from installation.library._probe import probe
from installation.model import CopyTerms, plan_for

module.PART_S = 0.25


def main(film: Path, folder: Path, kills: int, seed: int) -> None:
    """Kill it so often; a copy that was done before it could be killed is begun anew."""
    found = survey(film)
    plan = plan_for(found.traits, found.times_ns, CopyTerms("always"))
    assert plan is not None
    chance = np.random.default_rng(seed)
    target, parts = folder / "copy.mov", folder / "parts"

    def making(where: Path) -> HouseCopying:
        return HouseCopying(film, found, plan, where, lambda _: None)

    def done() -> int:
        return len(list(parts.glob("*.proof")))

    straight = folder / "straight.mov"
    began = time.monotonic()
    making(folder / "straight").make(straight, lambda _: None)
    whole_s = time.monotonic() - began
    wanted = hashlib.sha256(straight.read_bytes()).hexdigest()
    killed = 0
    while killed < kills:
        before, given_s = done(), chance.uniform(0, whole_s)
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                making(parts).make(target, lambda _: None)
                code = 0
            finally:
                os._exit(code)
        time.sleep(given_s)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            killed += 1
            frames = probe(target).facts.frames if target.exists() else 0
            said = {"given_s": given_s, "before": before, "after": done(), "frames": frames}
            print(json.dumps(said), flush=True)
        if target.exists():
            assert hashlib.sha256(target.read_bytes()).hexdigest() == wanted
            target.unlink()
            making(parts).forget()
    making(parts).make(target, lambda _: None)
    found_sum = hashlib.sha256(target.read_bytes()).hexdigest()
    print(json.dumps({"wanted": wanted, "found": found_sum}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))

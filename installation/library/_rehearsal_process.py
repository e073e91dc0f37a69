"""A rehearsal, seen from the intake: started, listened to, ended when it takes too long."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

import installation
from installation.library._intake_process import ALONE, ENDED
from installation.link import longest_wait_ns
from installation.model import Outcome, Refusal
from installation.said import Said, unpacked
from installation.units import SECOND

MODULE = "installation.apps.rehearsal"
LONGEST_S = 30.0
"""Then it is taken to hang; one that goes well takes 20 s at most on a machine that has time."""
EXTENSIONS = 10
"""How many times as long a starved one may take: slow machines take 40 s until libvlc is there."""
STARVED = 0.2
"""One of which a thread waited for a processor for this share of that says nothing of a film: it is
the last to get one, and there was none to be had."""


def rehearse(
    film: Path,
    index: Path,
    beats_ns: Sequence[int],
    decode: str,
    progress: Callable[[float], None] = lambda _: None,
    longest_s: float = LONGEST_S,
) -> Outcome:
    """Rehearse a film in a process of its own, and wait for it."""
    words = [sys.executable, "-m", MODULE, str(film.absolute()), str(index.absolute())]
    words += ["--decode", decode, "--beats", json.dumps(list(beats_ns))]
    root = Path(installation.__file__).parent.parent
    quiet = subprocess.DEVNULL
    deadline = time.monotonic() + longest_s
    with subprocess.Popen(
        words, cwd=root, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet, env=os.environ | ALONE
    ) as process:
        said: Outcome | None = None
        share = 0.0
        for extension in range(1, EXTENSIONS + 1):
            for line in _lines(process, deadline):
                with suppress(ValueError, KeyError, TypeError):  # a line of some library's
                    message = json.loads(line)
                    if "progress" in message:
                        share = message["progress"]
                        progress(share)
                    else:
                        said = msgspec.convert(message["outcome"], Outcome, dec_hook=unpacked)
            hung = process.poll() is None and time.monotonic() >= deadline
            kept_s = longest_wait_ns(process.pid) / SECOND if hung else 0.0
            starved = kept_s > extension * longest_s * STARVED
            if not starved:
                break
            deadline += longest_s
            progress(share)  # whoever listens hears that it goes on
        process.kill()
    if said is not None:
        return said
    if hung and starved:
        return not_yet(Said("the player waited {waited_s:.1f} s for a processor", waited_s=kept_s))
    if process.returncode == -signal.SIGBUS:  # the ring's, or the film's file got shorter
        return Outcome(Refusal.NO_ROOM_TO_REHEARSE.fault(), again=True, not_yet=True)
    if process.returncode in ENDED and not hung:
        return Outcome(Refusal.REHEARSAL_ENDED.fault(), again=True, not_yet=True)
    how = Said("hung") if hung else Said("crashed")
    return Outcome(Refusal.PLAYER_ENDED.fault(how=how), suspect=True)


def not_yet(measured: Said) -> Outcome:
    """Return the outcome of a rehearsal that says nothing of the film, and why not."""
    return Outcome(Refusal.TOO_BUSY.fault(measured=measured), again=True, not_yet=True)


def _lines(process: "subprocess.Popen[bytes]", deadline: float) -> Iterator[bytes]:
    assert process.stdout is not None
    handle, rest = process.stdout.fileno(), b""
    while (left := deadline - time.monotonic()) > 0:
        if select.select([handle], [], [], left)[0]:
            chunk = os.read(handle, 65536)
            if not chunk:
                process.wait()
                return
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines

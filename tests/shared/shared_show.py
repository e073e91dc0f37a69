"""One show for many tests: each finds it as it was begun, and a test that spoils it fails itself.

A show takes five seconds to begin and to end. Tests that need three versions on three displays, and
leave them as they were, act upon one that plays on between them.
"""

import time
from contextlib import ExitStack
from pathlib import Path

from house_desk import free_port
from show_rig import HEIGHT, TRIPTYCH, WIDTH, Films, Played, Sight, in_step

from installation.errors import LinkError
from installation.ledger import FaultEvent, read_account
from installation.model import ShowState, VersionState
from installation.rig import RootWindow, VirtualHeads

MEND_S = 15.0
"""How long a show may take to be well again after what a test has done to it."""


class SharedShow:
    """A show on three displays of its own, which is begun again when it was spoilt or ended."""

    def __init__(self, folder: Path, films: Films) -> None:
        self._folder, self._films = folder, films
        self._stack = ExitStack()
        self._runs = 0
        self._from_ms = 0
        self.running = False
        self.metrics_port = free_port()

    def begin(self) -> None:
        """Have it play, and begin to watch for faults."""
        if not self.running:
            self._runs += 1
            self._start(self._folder / str(self._runs))
            assert (odd := self.mended()) == "", f"a new show is not as it should be: {odd}"
        self._from_ms = time.time_ns() // 1_000_000

    def odd(self) -> str:
        """What is not as it was at the beginning, in words; empty when nothing is."""
        try:
            status = self.show.status()
        except LinkError as fault:
            return f"it does not answer: {fault}"
        screens = [(screen.version, screen.fault) for screen in status.screens]
        versions = [(one.id, one.state) for one in status.versions]
        names = [f"kiss-{n}" for n in (1, 2, 3)]
        plain = {
            "state": (status.state, ShowState.PLAYING),
            "screens": (screens, [(name, "") for name in names]),
            "versions": (versions, [(name, VersionState.READY) for name in names]),
            "notes": (status.notes, ()),
            "voice": (status.voice, "none"),
            "pins": (status.pinned, {}),
            "blackout": (status.dark or status.aligning, False),
            "films on the glass": (self.sight.films(), [1, 2, 3]),
            "faults that last": (self.lasting(), []),
        }
        wrong = [f"{what}: {found}" for what, (found, wanted) in plain.items() if found != wanted]
        if not wrong and not in_step(self.sight):
            wrong = ["the heads are not in step, or stand still"]
        return "; ".join(wrong)

    def faults(self) -> list[FaultEvent]:
        """The faults in the ledger since the test began."""
        now_ms = time.time_ns() // 1_000_000
        account = read_account(self.show.stage.state, self._from_ms, now_ms + 1, now_ms)
        return list(account.faults)

    def lasting(self) -> list[str]:
        """The faults since the test began that are not over, by the ledger."""
        # too few pictures stay a fault for 30 s after the last; what is seen by now is looked at
        ours = [one for one in self.faults() if "pictures a second" not in one.what]
        return [one.what for one in ours if one.lasted_ms is None]

    def mended(self) -> str:
        """Wait until it is as it was; what still is not."""
        deadline = time.monotonic() + MEND_S
        while (odd := self.odd()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return odd

    def end(self) -> None:
        """End it, if it plays, with its displays."""
        self.running = False
        self._stack.close()

    def _start(self, base: Path) -> None:
        layout = f"{TRIPTYCH}metrics: {{port: {self.metrics_port}}}\n"
        stage = self._films.stage(base, (1, 2, 3), layout)
        self.running = True
        self.heads = self._stack.enter_context(VirtualHeads(3, WIDTH, HEIGHT))
        self.sight = Sight(self._stack.enter_context(RootWindow(self.heads.display)), self.heads)
        self.show = self._stack.enter_context(Played(stage, self.heads.environment))
        self.show.until_plays(self.sight)

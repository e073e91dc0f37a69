"""A running show on virtual heads, and all that faults are made with and read by."""

import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from installation.bench import _orders as orders
from installation.bench._crew import PASSING, CrewMember, crew, one_of_each
from installation.bench._openfiles import kind_of_file
from installation.bench._sync import Rig
from installation.errors import KissError, LinkError
from installation.link import ring_path
from installation.model import Level, Pause, Resume, VersionState
from installation.rig import GlassReader, PreparedShow, SampleStream, Show, Sinks
from installation.show import ShowStatus
from installation.store import digest
from installation.units import SECOND, ns

PAUSED_S = 3.0
"""How long it takes to see whether the glass takes a pause and goes on."""
PROMPT_S = 1.0
"""How soon an order has to be answered, on a machine that does other things, too."""


class FaultWorld:
    """The show that faults are made on. ``screens`` are its screens' names, from left to right.

    ``before`` are the pids of its processes when the fault was made, by kind.
    """

    def __init__(
        self,
        rig: Rig,
        sinks: Sinks,
        stage: PreparedShow,
        glass: GlassReader,
        show: Show,
        port: int,
        spare: Path,
    ) -> None:
        self.rig, self.stage, self.glass, self.show, self.spare = rig, stage, glass, show, spare
        self.sinks = sinks
        self.screens = [f"screen{number + 1}" for number in range(len(rig.films))]
        self.before: dict[str, int] = {}
        self.made_ns = 0
        self.orders: list[tuple[int, int]] = []
        """From when to when the story was told to stand or jump."""
        self.refusal = ""
        """What a second show said."""
        self.prompt = False
        """Orders were answered as soon as they should, while the fault lasted."""
        self.saw = ""
        """What was seen in place of what should be, in words."""
        self.measured = ""
        """What was measured while the fault lasted, in words."""
        self.count = 0
        """Rows of the ledger, of the kind that may not become many."""
        self.kept: list[str] = []
        """The names of what should not go away."""
        self._port = port
        self._undo = ExitStack()
        self._usual = self.states()

    # the engine's part

    def begin(self) -> None:
        """Remember who runs: a fault is made now."""
        self.before = {member.kind: member.pid for member in self.crew()}
        self.orders.clear()
        self.refusal, self.prompt, self.saw, self.kept = "", False, "", []
        self.measured = ""
        self.made_ns = time.monotonic_ns()

    def afterwards(self, task: Callable[[], object]) -> None:
        """Have something done when the fault has been looked at; the last one first."""
        self._undo.callback(task)

    def undo(self) -> None:
        """Undo the fault."""
        self._undo.close()

    def complaint(self) -> str:
        """Say what is not as it always is, with the show's processes or in what it says.

        Pictures that are left out are not asked for here: they are counted on the glass.
        """
        status = self.status()
        if status is None:
            return "nobody answers"
        said = [text for s in status.screens for text in (s.fault, s.sound) if text]
        told = "; ".join([*status.notes, *said])
        if told:
            return told
        states = _states(status)
        if states != self._usual:
            return f"versions are {states}"
        return "" if self.is_whole() else f"there are {sorted(kind for kind, _ in self.crew())}"

    # processes

    def crew(self) -> list[CrewMember]:
        """All processes of the show."""
        return crew(self.show.tree)

    def pids(self, kind: str) -> list[int]:
        """Those of a kind."""
        return [member.pid for member in self.crew() if member.kind == kind]

    def descriptors(self) -> Counter[str]:
        """Return what all of them have open by kind, but for those that come and go."""
        lasting = [member for member in self.crew() if member.kind not in PASSING]
        return Counter(f"{kind}: {file}" for kind, pid in lasting for file in _open_files(pid))

    def memory(self) -> int:
        """Return how many bytes all of them hold, but for those that come and go.

        What a process has from the fork server counts as its own: by shares, the memory of all grew
        by 36 MB when a launcher was killed, as the next server's pages were no longer theirs.
        """
        return sum(_held(member.pid) for member in self.crew() if member.kind not in PASSING)

    def signal(self, kind: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to the process of a kind."""
        pid = self.before.get(kind) or next(iter(self.pids(kind)), None)
        if pid is None:
            raise KissError(f"there is no {kind} to send {number.name} to", self.show.output())
        self.made_ns = time.monotonic_ns()
        os.kill(pid, number)

    def wake(self, kind: str) -> None:
        """Have a process that was stopped go on."""
        with suppress(ProcessLookupError):
            os.kill(self.before[kind], signal.SIGCONT)

    def is_replaced(self, kind: str) -> bool:
        """Tell whether there is one process of the kind, and it is another one."""
        pids = self.pids(kind)
        return len(pids) == 1 and pids[0] != self.before.get(kind)

    def is_whole(self) -> bool:
        """Tell whether everybody is there, and nobody twice."""
        return one_of_each(self.crew(), self.screens)

    def is_same_crew(self) -> bool:
        """Tell whether nobody was replaced; else :attr:`saw` says who."""
        kinds = [*(f"player {screen}" for screen in self.screens), "stage", "controller", "remote"]
        others = [kind for kind in kinds if self.pids(kind) != [self.before[kind]]]
        self.saw = f"replaced: {', '.join(others)}" if others else ""
        return not others

    # what the show says

    def status(self) -> ShowStatus | None:
        """Return the show's own word; None when nobody answers."""
        try:
            return self.show.status()
        except LinkError:
            return None

    def says(self, words: str) -> bool:
        """Tell whether the status has these words, about the show or one of its screens."""
        status = self.status()
        if status is None:
            return False
        screens = (text for s in status.screens for text in (s.fault, s.sound, s.slow))
        remote = status.remote.missing if status.remote else ()
        return any(words in text for text in (*status.notes, *screens, *remote))

    def states(self) -> dict[str, VersionState]:
        """Every version's state, by its name."""
        status = self.status()
        return _states(status) if status else {}

    def is_broken(self, *names: str) -> bool:
        """Tell whether these versions are named as what cannot be played."""
        states = self.states()
        return all(states.get(name) is VersionState.BROKEN for name in names)

    def is_ready(self, name: str) -> bool:
        """Tell whether a version may play as its film is by now, and not only as it was before."""
        status = self.status()
        of_name = [one for one in status.versions if one.id == name] if status else []
        ready = [one.revision for one in of_name if one.state is VersionState.READY]
        return bool(ready) and digest(self.versions / f"{name}.mp4") in ready

    def answers(self, within_s: float = PROMPT_S) -> bool:
        """Tell whether an order is answered in time."""
        began_ns = time.monotonic_ns()
        try:
            self.show.order(Level(self.screens[0], 100))
        except KissError:
            return False
        return time.monotonic_ns() - began_ns < ns(within_s)

    def stream(self, since_ns: int, until_ns: int | None = None) -> SampleStream:
        """Return the samples of the glass between two instants."""
        samples = self.glass.samples(since_ns)
        recipe = self.rig.recipe
        whole = samples.stream(recipe.frames, recipe.frame_ns, list(self.orders))
        return whole.between(since_ns, until_ns or time.monotonic_ns())

    # places

    @property
    def versions(self) -> Path:
        """The versions folder."""
        return self.stage.versions

    @property
    def state(self) -> Path:
        """The state folder."""
        return self.stage.state

    def ring(self, screen: int) -> Path:
        """A screen's ring."""
        return ring_path(self.state, screen)

    def lay(self, name: str) -> Path:
        """Return a place in the versions folder that is cleared afterwards."""
        path = self.versions / name
        self.afterwards(lambda: path.unlink(missing_ok=True))
        return path

    def lay_unknown(self, name: str) -> None:
        """Lay a film that nobody has judged before: with a box of an MP4 that means nothing."""
        unknown = struct.pack(">I4s", 16, b"free") + os.urandom(8)
        self.lay(name).write_bytes(self.spare.read_bytes() + unknown)

    def held_files(self) -> list[str]:
        """The names of the films that the state folder holds."""
        return sorted(path.name for path in (self.state / "films").iterdir())

    def keep(self) -> None:
        """Note what the state folder holds of the films that lie in the folder now.

        What it holds of others goes by itself, sooner or later.
        """
        held, lying = self.held_files(), {path.stem for path in self.versions.iterdir()}
        named = [name.partition("-") for name in held]
        contents = {content for content, _, rest in named if Path(rest).stem in lying}
        self.kept = [n for n in held if n.partition("-")[0].removesuffix(".spare") in contents]

    def holds_kept(self) -> bool:
        """Tell whether all that was noted is there."""
        return {*self.kept} <= {*self.held_files()}

    def revision(self, screen: int) -> str:
        """The content hash of the film that a screen shows. Raises KissError if none is named."""
        status = self.show.status()
        for version in status.versions:
            if self.screens[screen] in version.screens:
                return version.revision
        said = {version.id: (version.revision, version.screens) for version in status.versions}
        raise KissError(f"no version is on {self.screens[screen]}: {said}")

    # hands

    def before_seam(self, lead_s: float) -> None:
        """Wait until the cycle has so long to go, by the glass."""
        recipe = self.rig.recipe
        first = recipe.frames - int(lead_s * float(recipe.fps))
        deadline = time.monotonic() + 3 * recipe.seconds
        while time.monotonic() < deadline:
            recent = self.stream(time.monotonic_ns() - SECOND)
            if len(recent.at_ns) and first <= recent.frames[-1, -1] < first + 6:
                return
            time.sleep(0.05)

    def paused_ms(self) -> float:
        """Pause the show for a moment; how long the glass took to stand, infinite if it did not."""
        sent_ns = self.show.order(Pause())
        time.sleep(PAUSED_S / 2)
        paused_ns = time.monotonic_ns()
        self.orders.append((sent_ns, paused_ns + 2 * SECOND))
        self.show.order(Resume())
        time.sleep(PAUSED_S / 2)
        taken = orders.halt(self.stream(sent_ns - SECOND), sent_ns, paused_ns)
        return taken.latency_ms if taken else float("inf")

    def press(self, *words: str) -> None:
        """Press or click something on the wall."""
        subprocess.run(["xdotool", *words], env=self.rig.heads.environment, check=True, timeout=10)

    def send_osc(self, address: str, number: int) -> None:
        """Send a message of show control."""
        data = b"".join(word.encode() + bytes(4 - len(word) % 4) for word in (address, ",i"))
        self.send_packet(data + struct.pack(">i", number))

    def send_packet(self, data: bytes) -> None:
        """Send bytes to the port of show control."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            one.sendto(data, ("127.0.0.1", self._port))

    def kiss(
        self, *words: str, patience_s: float = 20.0, environment: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command of the player, as a person would, in the show's environment or another."""
        return subprocess.run(
            [sys.executable, "-m", "installation", *words],
            env=self.show.environment if environment is None else environment,
            capture_output=True,
            text=True,
            timeout=patience_s,
            check=False,
        )

    def play_words(self) -> Sequence[str]:
        """The words of `play` for this very show."""
        stage = self.stage
        words = ["play", str(stage.layout), "--versions", str(stage.versions)]
        return [*words, "--state", str(stage.state), "--no-panel"]


def _states(status: ShowStatus) -> dict[str, VersionState]:
    return {version.id: version.state for version in status.versions}


def _open_files(pid: int) -> list[str]:
    """Return the kind of each file that a process has open: `socket`, `eventfd`, `.mp4`."""
    found = []
    with suppress(OSError):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                found.append(kind_of_file(str(link.readlink())))
    return found


def _held(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    held = (line.split() for line in lines if line.startswith(("Anonymous:", "Pss_Shmem:")))
    return sum(int(words[1]) for words in held) * 1024


def free_port() -> int:
    """A UDP port that nobody has."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])

"""A show with an open door for `bench door`: its keys, its phones, what it says of the door."""

import http.client
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

import psutil

from installation.door import keys_file, make_key, withdraw_key
from installation.errors import KissError, LinkError
from installation.model import Role
from installation.rig import PhoneBrowser, PhoneWatcher, PreparedShow, Show
from installation.show import ShowStatus
from installation.units import SECOND, ns

FRESH = (
    "!document.getElementById('show').hidden && !document.body.classList.contains('old')"
    " && !document.getElementById('hold').disabled"
)
"""On the page: it shows the present state, and takes presses."""
OLD = "document.body.classList.contains('old')"
"""On the page: it says that what it shows is old."""
TOLD_S = 1.2
"""How long it takes until the status has what the door has counted last."""

Given = tuple[str, int, int]
"""An order that was given: its name, the instant just before, and until when it is judged."""


@dataclass(frozen=True)
class BenchKeys:
    """The keys of the bench, each with its role; ``old`` was withdrawn."""

    attendant: str
    visitor: str
    old: str


class DoorHouse:
    """The show and whoever is at its door, from ``with`` to its end."""

    def __init__(
        self, stage: PreparedShow, environment: dict[str, str], say: Callable[[str], None]
    ) -> None:
        self.say = say
        self.port = _free_port()
        stage.layout.write_text(f"{stage.layout.read_text()}door: {{port: {self.port}}}\n")
        self.keys = _keys(stage.state)
        self.show = Show(stage, environment)
        self._open = ExitStack()
        self._phone: PhoneBrowser | None = None
        self._watcher: PhoneWatcher | None = None

    def __enter__(self) -> Self:
        self._open.enter_context(self.show)
        return self

    def __exit__(self, *fault: object) -> None:
        self._open.__exit__(*fault)  # type: ignore[arg-type]

    def is_open(self) -> bool:
        """Tell whether somebody may come in."""
        status = self._status()
        return status is not None and status.door is not None and bool(status.door.url)

    def pid(self) -> int:
        """Return the door's process. Raises KissError while there is none."""
        status = self._status()
        if status is None or status.door is None or status.door.pid is None:
            raise KissError("there is no door", self.show.output())
        return status.door.pid

    def passed_on(self) -> int:
        """Return how many orders the door has given to the show, its last ones included."""
        time.sleep(TOLD_S)
        status = self._status()
        return status.door.orders if status and status.door else 0

    def phone(self) -> PhoneBrowser:
        """Return a phone with an attendant's key that shows the present state."""
        if self._phone is None:
            # one pixel of its own for each of the page's: the show lives on the same processors
            self._phone = self._open.enter_context(PhoneBrowser(scale=1))
            self._phone.open(f"http://127.0.0.1:{self.port}/#{self.keys.attendant}")
            self._phone.until(FRESH)
        return self._phone

    def second_phone(self) -> None:
        """Have another phone that watches."""
        if self._watcher is None:
            made = PhoneWatcher(self.port, self.keys.attendant)
            self._watcher = self._open.enter_context(made)

    def ask(self, secret: str, order: str, body: str = "{}") -> int:
        """Give an order as a program does; the answer's status."""
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"authorization": f"Bearer {secret}"}
            caller.request("POST", f"/api/orders/{order}", body, headers)
            return caller.getresponse().status
        finally:
            caller.close()

    def _status(self) -> ShowStatus | None:
        with suppress(LinkError):
            return self.show.status()
        return None


def shares(seconds: float, *pids: int) -> list[float]:
    """Return the shares of a processor that processes take, all over the same time."""
    processes = [psutil.Process(pid) for pid in pids]
    before = [process.cpu_times() for process in processes]
    time.sleep(seconds)
    after = [process.cpu_times() for process in processes]
    took = [b.user + b.system - a.user - a.system for a, b in zip(before, after, strict=True)]
    return [each / seconds for each in took]


def rest(sent_ns: int, wait_s: float) -> int:
    """Wait until so long after an instant; return when that is."""
    until_ns = sent_ns + ns(wait_s)
    time.sleep(max(0.0, (until_ns - time.monotonic_ns()) / SECOND))
    return until_ns


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _keys(state: Path) -> BenchKeys:
    file, day = keys_file(state), date(2026, 1, 1)
    roles = {"bench": Role.ATTENDANT, "visitor": Role.VISITOR, "old": Role.TECHNICIAN}
    made = [make_key(file, role, name, day)[1] for name, role in roles.items()]
    withdraw_key(file, "old")
    return BenchKeys(*made)

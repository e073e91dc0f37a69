"""`bench door`: presses on the phone's page to the glass; keys, rubbish and a crowd; kills.

The phone is a real Chromium at 390 x 844 whose screen is touched, beside a second one that watches.
A press counts from the instant before it.
"""

import http.client
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psutil

from installation.bench import _orders as orders
from installation.bench._orders import Taken
from installation.bench._sync import Rig, shows
from installation.door import keys_file, make_key, withdraw_key
from installation.errors import KissError, LinkError
from installation.model import Role, Surface, orders_offered
from installation.rig import (
    GlassReader,
    PhoneBrowser,
    PreparedShow,
    SampleStream,
    Show,
    analysis,
    barcode_points,
)
from installation.units import SECOND, ns

BUTTONS = {"restart": "#restart", "pause": "#hold", "resume": "#hold"}
WAITS_S = {"restart": 0.95, "pause": 1.2, "resume": 0.85}
"""From a press to the next one: the known limit of orders is 0.8 s apart."""
WELL_S = 3.2
"""How long a process lives before it is killed again; less is a crash loop, and put off."""
IDLE = 1000
RUBBISH_PER_S = 200
REST_S = 20.0
"""How long the processor's share at rest is taken over."""


@dataclass(frozen=True)
class PhonePress:
    """A press and what the glass made of it; None: nothing."""

    order: str
    taken: Taken | None


@dataclass
class DoorFound:
    """Everything that was measured. Times in milliseconds, shares from 0 to 1."""

    presses: list[PhonePress] = field(default_factory=list)
    obeyed: int = 0
    rest_core: float | None = None
    wrong: int = 0
    answers: dict[int, int] = field(default_factory=dict)
    carried_out: int = 0
    crowded: list[PhonePress] = field(default_factory=list)
    rubbish: int = 0
    rubbish_s: float = 0.0
    idle: int = 0
    backs_ms: list[float] = field(default_factory=list)
    shares: dict[str, float] = field(default_factory=dict)
    """In which part of the quiet samples all heads showed the same picture, by trial."""


@dataclass(frozen=True)
class BenchKeys:
    """The keys of the bench, each with its role; ``old`` was withdrawn."""

    attendant: str
    visitor: str
    old: str


def measure(
    rig: Rig,
    stage: PreparedShow,
    counts: tuple[int, int, float, int],
    say: Callable[[str], None],
    keep: Path | None = None,
) -> DoorFound:
    """Presses, orders with wrong keys, seconds of rubbish and kills, as ``counts`` says."""
    presses, wrong, rubbish_s, kills = counts
    found = DoorFound()
    port = _free_port()
    stage.layout.write_text(f"{stage.layout.read_text()}door: {{port: {port}}}\n")
    keys = _keys(stage.state)
    spans: dict[str, tuple[int, int]] = {}
    with ExitStack() as stack:
        glass = stack.enter_context(GlassReader(rig.heads.display, barcode_points(rig.rects)))
        show = stack.enter_context(Show(stage, rig.heads.environment))
        show.wait("picture on all heads", lambda: shows(glass, rig, show.started_ns))
        show.wait("door", lambda: bool(_url(show)))
        phones = [stack.enter_context(PhoneBrowser()) for _ in range(2)]
        for phone in phones:
            phone.open(f"http://127.0.0.1:{port}/#{keys.attendant}")
            phone.until(FRESH)
        time.sleep(2.0)
        began_ns = time.monotonic_ns()
        given = _press(phones[0], presses, say)
        found.obeyed = _passed_on(show)
        spans["presses"] = began_ns, time.monotonic_ns()
        if presses:
            found.rest_core = _share(_pid(show), REST_S)
        if wrong:
            say(f"{wrong} orders with keys that may not")
            _try_keys(port, keys, wrong, found)
            found.carried_out = _passed_on(show) - found.obeyed
        crowded: list[tuple[str, int, int]] = []
        if rubbish_s:
            say(f"{IDLE} idle connections, {RUBBISH_PER_S} pieces of rubbish a second")
            began_ns = time.monotonic_ns()
            crowded = _crowd(port, keys.attendant, rubbish_s, found)
            spans["crowd"] = began_ns, time.monotonic_ns()
        if kills:
            began_ns = time.monotonic_ns()
            _kill(show, phones[0], found, kills, say)
            spans["kills"] = began_ns, time.monotonic_ns()
        samples = glass.samples()
    if keep:
        samples.keep(keep)
    stream = samples.stream(rig.recipe.frames, rig.recipe.frame_ns)
    found.presses = [_judge(stream, *each) for each in given]
    found.crowded = [_judge(stream, *each) for each in crowded]
    for what, span in spans.items():
        found.shares[what] = analysis.together(stream.between(*span), quiet=True).share
    return found


FRESH = (
    "!document.getElementById('show').hidden && !document.body.classList.contains('old')"
    " && !document.getElementById('hold').disabled"
)
"""On the page: it shows the present state, and takes presses."""


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


def _url(show: Show) -> str:
    with suppress(LinkError):
        door = show.status().door
        return door.url if door else ""
    return ""


def _pid(show: Show) -> int | None:
    door = show.status().door
    return door.pid if door else None


def _passed_on(show: Show) -> int:
    time.sleep(1.2)  # its last word is told of, too
    door = show.status().door
    return door.orders if door else 0


def _press(
    phone: PhoneBrowser, count: int, say: Callable[[str], None]
) -> list[tuple[str, int, int]]:
    """Touch restart, pause, resume in turn, at ever other moments of a picture."""
    given = []
    words, draw = list(BUTTONS), random.Random(1)
    for number in range(count):
        word = words[number % len(words)]
        sent_ns = phone.tap(BUTTONS[word])
        given.append((word, sent_ns, _rest(sent_ns, WAITS_S[word] + draw.random() * 0.05)))
        if number % 20 == 19:
            say(f"press {number + 1} of {count}")
    return given


def _rest(sent_ns: int, wait_s: float) -> int:
    until_ns = sent_ns + ns(wait_s)
    time.sleep(max(0.0, (until_ns - time.monotonic_ns()) / SECOND))
    return until_ns


def _judge(stream: SampleStream, word: str, sent_ns: int, until_ns: int) -> PhonePress:
    if word == "pause":
        return PhonePress(word, orders.halt(stream, sent_ns, until_ns))
    if word == "resume":
        return PhonePress(word, orders.go_on(stream, sent_ns, until_ns))
    return PhonePress(word, orders.jump(stream, sent_ns, until_ns, 0))


def _share(pid: int | None, seconds: float) -> float:
    """Return the share of a processor that a process takes."""
    process = psutil.Process(pid)
    before = process.cpu_times()
    time.sleep(seconds)
    after = process.cpu_times()
    return (after.user + after.system - before.user - before.system) / seconds


def _try_keys(port: int, keys: BenchKeys, count: int, found: DoorFound) -> None:
    """Send every order there is with a wrong key, an old one and a visitor's."""
    kinds = list(orders_offered(Surface.DOOR))
    draw = random.Random(2)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        secret = (f"{draw.getrandbits(160):040x}", keys.old, keys.visitor)[number % 3]
        words = ", ".join(
            f'"{name}": "{takes.example}"'
            for name, takes in zip(kind.names, kind.takes, strict=True)
        )
        status = _ask(port, secret, kind.name, f"{{{words}}}")
        found.wrong += 1
        found.answers[status] = found.answers.get(status, 0) + 1


def _ask(port: int, secret: str, order: str, body: str = "{}") -> int:
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = {"authorization": f"Bearer {secret}"}
        caller.request("POST", f"/api/orders/{order}", body, headers)
        return caller.getresponse().status
    finally:
        caller.close()


def _crowd(port: int, secret: str, seconds: float, found: DoorFound) -> list[tuple[str, int, int]]:
    """Pause and resume by a program while others hold the door open and shout through it."""
    idle = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(IDLE)]
    found.idle = len(idle)
    over = threading.Event()
    shouting = threading.Thread(target=_shout, args=(port, over, found), name="rubbish")
    shouting.start()
    given = []
    began = time.monotonic()
    try:
        while time.monotonic() - began < seconds:
            for word in ("pause", "resume"):
                sent_ns = time.monotonic_ns()
                status = _ask(port, secret, word)
                if status != 200:
                    raise KissError(f"in the crowd {word} was answered with {status}")
                given.append((word, sent_ns, _rest(sent_ns, WAITS_S[word])))
    finally:
        over.set()
        shouting.join()
        found.rubbish_s = time.monotonic() - began
        for caller in idle:
            caller.close()
    return given


RUBBISH = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET / HTTP/9.9\r\n\r\n",
    b"POST /api/orders/stop HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n\r\n",
    b"POST /api/orders/go HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n" + b"a" * 8000,
    b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
    (
        b"GET /api/live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ),
    b"POST /api/orders/pause HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
)


def _shout(port: int, over: threading.Event, found: DoorFound) -> None:
    due = time.monotonic()
    while not over.is_set():
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as caller:
            caller.sendall(RUBBISH[found.rubbish % len(RUBBISH)])
        found.rubbish += 1
        due += 1 / RUBBISH_PER_S
        time.sleep(max(0.0, due - time.monotonic()))


def _kill(
    show: Show, phone: PhoneBrowser, found: DoorFound, count: int, say: Callable[[str], None]
) -> None:
    """Kill the process; back is when the page has seen it gone, and shows the present again."""
    time.sleep(WELL_S)
    for number in range(count):
        pid = _pid(show)
        if pid is None:
            raise KissError("there is no door to kill", show.output())
        began = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        phone.until("document.body.classList.contains('old')", 5)
        phone.until(FRESH, 20)
        found.backs_ms.append((time.monotonic() - began) * 1000)
        time.sleep(max(0.0, WELL_S + found.backs_ms[-1] / 1000 - (time.monotonic() - began)))
        if number % 10 == 9:
            say(f"kill {number + 1} of {count}")

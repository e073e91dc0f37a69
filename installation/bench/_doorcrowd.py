"""Tries to get in where nobody should: wrong keys, rubbish, people who say nothing."""

import random
import resource
import socket
import threading
import time
from contextlib import suppress

from installation.bench._doorfound import DoorFound
from installation.bench._doorhouse import DoorHouse, Given, rest
from installation.errors import KissError
from installation.model import Surface, orders_offered

RUBBISH_PER_S = 200
WAITS_S = {"pause": 1.2, "resume": 0.85}
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


def try_keys(house: DoorHouse, count: int, found: DoorFound) -> None:
    """Send every order there is with a wrong key, an old one and a visitor's."""
    house.say(f"{count} orders with keys that may not")
    before = house.passed_on()
    kinds = list(orders_offered(Surface.DOOR))
    draw = random.Random(2)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        wrong = f"{draw.getrandbits(160):040x}"
        secret = (wrong, house.keys.old, house.keys.visitor)[number % 3]
        words = ", ".join(
            f'"{name}": "{takes.example}"'
            for name, takes in zip(kind.names, kind.takes, strict=True)
        )
        status = house.ask(secret, kind.name, f"{{{words}}}")
        found.wrong += 1
        found.answers[status] = found.answers.get(status, 0) + 1
    found.carried_out = house.passed_on() - before


def crowd(house: DoorHouse, seconds: float, count: int, found: DoorFound) -> list[Given]:
    """Pause and resume by a program while others hold the door open and shout through it.

    ``count`` connections are held by who says nothing.
    """
    house.say(f"{count} idle connections, {RUBBISH_PER_S} pieces of rubbish a second")
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    idle = [socket.create_connection(("127.0.0.1", house.port), 10) for _ in range(count)]
    found.idle = len(idle)
    over = threading.Event()
    shouting = threading.Thread(target=_shout, args=(house.port, over, found), name="rubbish")
    shouting.start()
    given = []
    began = time.monotonic()
    try:
        while time.monotonic() - began < seconds:
            for word, wait_s in WAITS_S.items():
                sent_ns = time.monotonic_ns()
                status = house.ask(house.keys.attendant, word)
                if status != 200:
                    raise KissError(f"in the crowd {word} was answered with {status}")
                given.append((word, sent_ns, rest(sent_ns, wait_s)))
    finally:
        over.set()
        shouting.join()
        found.rubbish_s = time.monotonic() - began
        for caller in idle:
            caller.close()
    return given


def _shout(port: int, over: threading.Event, found: DoorFound) -> None:
    due = time.monotonic()
    while not over.is_set():
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as caller:
            caller.sendall(RUBBISH[found.rubbish % len(RUBBISH)])
        found.rubbish += 1
        due += 1 / RUBBISH_PER_S
        time.sleep(max(0.0, due - time.monotonic()))

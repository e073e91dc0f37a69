"""`bench strangers`: what those are given who connect with a machine and have no key of it.

Two machines on this one's loopback that say how they are all the while, and strangers of every kind
who ask for that, give orders, and tell a programme.
"""

import datetime
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from installation.bench._report import Bar, table
from installation.door import own_certificate
from installation.errors import LinkError
from installation.link import Follow, MachineStatus, OrderGiven, encode
from installation.machines import PORT, ZenohBus, make_keys, pair
from installation.model import Restart
from installation.rig import StrangersCard, StrangersGain, plain_knock, tls_knock, zenoh_stranger
from installation.timeline import Programme

ADDRESSES = {"east": "127.0.77.1", "west": "127.0.77.2"}
AT_ONCE = 8
EVERY_S = 0.05
SOON_S = 10.0


@dataclass(frozen=True)
class StrangersSeen:
    """One kind of strangers: how many came, how many of them were given anything, and how much.

    ``given`` counts bytes, of Zenoh's programs messages; ``alerts`` bytes of TLS's alerts.
    """

    kind: str
    came: int
    answered: int
    given: int
    alerts: int = 0


@dataclass(frozen=True)
class StrangersFound:
    """All kinds, what of theirs reached the machine, and what its paired one heard meanwhile."""

    kinds: tuple[StrangersSeen, ...]
    orders: int
    programmes: int
    said: int
    heard: int


class _Pair:
    """Two paired machines, of which the first one speaks, and notes what strangers bring."""

    def __init__(self, folder: Path) -> None:
        self._buses = {
            own.name: ZenohBus(ADDRESSES, pair(own, _made(folder / own.name)))
            for own in make_keys(folder / "keys", ADDRESSES)
        }
        self.orders = self.programmes = self.said = self.heard = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._speak, name="the pair")

    def begin(self) -> None:
        """Wait until they hear each other, and speak. Raises LinkError."""
        until_s = time.monotonic() + SOON_S
        while not all(bus.there() for bus in self._buses.values()):
            if time.monotonic() > until_s:
                raise LinkError("the paired machines do not hear each other")
            time.sleep(0.05)
        self._thread.start()

    def end(self) -> None:
        """Speak no more, and hear what is left."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        until_s = time.monotonic() + SOON_S
        while self.heard < self.said and time.monotonic() < until_s:
            time.sleep(EVERY_S)
            self._hear()
        for bus in self._buses.values():
            bus.close()

    def _speak(self) -> None:
        while not self._over.wait(EVERY_S):
            self.said += 1
            self._buses["east"].say(MachineStatus("east", self.said, True))
            self._hear()

    def _hear(self) -> None:
        self.heard += sum(
            one.machine == "east" and isinstance(one.said, MachineStatus)
            for one in self._buses["west"].heard()
        )
        self.programmes += sum(isinstance(one.said, Follow) for one in self._buses["east"].heard())
        self.orders += sum(1 for bus in self._buses.values() for _ in bus.asked())


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def measure(folder: Path, count: int, say: Callable[[str], None]) -> StrangersFound:
    """Have so many strangers knock at a machine that is paired with another one."""
    machines = _Pair(folder)
    try:
        machines.begin()
        knocks = _knocks(folder)
        kinds = tuple(
            _came(kind, knock, count // len(knocks), say) for kind, knock in knocks.items()
        )
    finally:
        machines.end()
    return StrangersFound(
        kinds, machines.orders, machines.programmes, machines.said, machines.heard
    )


def _knocks(folder: Path) -> dict[str, Callable[[int], StrangersGain]]:
    """Return how each kind knocks. They have seen the machines' authority, which is no secret."""
    (other, *_) = make_keys(folder / "strange", ADDRESSES)
    own = own_certificate(_made(folder / "own"), datetime.datetime.now(datetime.UTC))
    believes = folder / "keys" / "east" / "authority.pem"
    others = StrangersCard(believes, other / "machine.pem", other / "machine.key")
    selfs = StrangersCard(believes, *own)
    order = encode(OrderGiven(Restart(), by="west: stranger"))
    programme = encode(Follow(Programme(1 << 60)))
    address = ADDRESSES["east"]

    def by_tls(card: StrangersCard) -> Callable[[int], StrangersGain]:
        return lambda _: tls_knock(address, PORT, card.certificate, card.key)

    def by_zenoh(way: str, card: StrangersCard | None) -> Callable[[int], StrangersGain]:
        where = f"{way}/{address}:{PORT}"
        return lambda _: StrangersGain(zenoh_stranger(where, order, programme, card))

    return {
        "no TLS": lambda number: plain_knock(address, PORT, number),
        "TLS, no certificate": by_tls(StrangersCard(believes)),
        "TLS, signed by themselves": by_tls(selfs),
        "TLS, another authority's": by_tls(others),
        "Zenoh, no TLS": by_zenoh("tcp", None),
        "Zenoh, no certificate": by_zenoh("tls", StrangersCard(believes)),
        "Zenoh, signed by themselves": by_zenoh("tls", selfs),
        "Zenoh, another authority's": by_zenoh("tls", others),
    }


def _came(
    kind: str, knock: Callable[[int], StrangersGain], count: int, say: Callable[[str], None]
) -> StrangersSeen:
    say(f"{kind}: {count} connections")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        given = list(pool.map(knock, range(count)))
    return StrangersSeen(
        kind,
        len(given),
        sum(one.said > 0 for one in given),
        sum(one.said for one in given),
        sum(one.alerts for one in given),
    )


def summary(found: StrangersFound) -> str:
    """Say what each kind was given, and what came of what they brought."""
    rows = [["connections", "how many", "answered", "given", "bytes of alerts"]]
    for one in found.kinds:
        told = (one.came, one.answered, one.given, one.alerts)
        rows.append([one.kind, *map(str, told)])
    brought = f"orders that came through: {found.orders}; programmes: {found.programmes}"
    between = f"words of the paired machine meanwhile: {found.heard} of {found.said} heard"
    return "\n".join([table(rows), "", brought, between])


def bars(found: StrangersFound) -> list[Bar]:
    """All that whoever has no key has to be refused."""
    came = sum(one.came for one in found.kinds)
    answered = sum(one.answered for one in found.kinds)
    brought = found.orders + found.programmes
    return [
        Bar(f"answered, of {came} connections", "0", str(answered), answered == 0 < came),
        Bar("orders and programmes of strangers", "0", str(brought), brought == 0),
        Bar("words of the pair heard", str(found.said), str(found.heard), _all(found)),
    ]


def _all(found: StrangersFound) -> bool:
    return found.heard == found.said > 0

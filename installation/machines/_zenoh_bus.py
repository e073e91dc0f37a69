"""Speaks with the other machines by Zenoh: life signs, programmes, orders and their answers.

Callbacks come in Zenoh's threads: they lay down what they have, and wake.
"""

import contextlib
import os
import threading
from collections import deque
from collections.abc import Iterator, Mapping

import zenoh
from zenoh import ext

from installation.errors import LinkError
from installation.link import (
    Chase,
    Follow,
    MachineDecisions,
    OrderGiven,
    Reply,
    decode,
    encode,
)
from installation.machines._bus import MachineWord, Told
from installation.machines._own_account import OwnAccount
from installation.machines._own_keys import PairedKeys
from installation.machines._zenoh_callbacks import ZenohCallbacks
from installation.machines._zenoh_config import zenoh_config
from installation.machines._zenoh_lasting import hear_lasting, lasting_publisher
from installation.machines._zenoh_reports import ReportDesk

HEARTBEAT_S = 0.5
"""How often a publisher says which programme is its last: who has missed it asks for it then."""
LEAVE_S = 1.0
"""How long the others are said farewell to. Where one had been killed shortly before, Zenoh took
3.6 and 6.6 s for it, 2 times of 12: a controller that waits so long is taken for one that hangs,
and the next one goes on with a show that was told to stop."""
MOST = 1000
"""Messages that wait to be heard; of more the oldest are worth nothing."""


class ZenohQuestion:
    """Another machine's order, with the way back."""

    def __init__(self, query: zenoh.Query, given: OrderGiven) -> None:
        self._query, self.given = query, given

    def answer(self, reply: Reply) -> None:
        """Tell that machine what came of it."""
        with contextlib.suppress(zenoh.ZError), self._query:
            self._query.reply(self._query.key_expr, encode(reply))


class ZenohBus:
    """A machine's :class:`~installation.machines._bus.Bus`. It opens in a thread of its own.

    ``addresses`` are those of all machines, by name. ``account`` tells others what happened on this
    one's wall; without one they are not answered.
    """

    def __init__(
        self,
        addresses: Mapping[str, str],
        keys: PairedKeys,
        account: OwnAccount | None = None,
    ) -> None:
        self._me = keys.machine
        self._config = zenoh_config(addresses, keys)
        self._account = account
        self._callbacks = ZenohCallbacks()
        self._wake = os.eventfd(0, os.EFD_NONBLOCK)
        self._heard: deque[MachineWord] = deque(maxlen=MOST)
        self._asked: deque[ZenohQuestion] = deque(maxlen=MOST)
        self._there: frozenset[str] = frozenset()
        self._lock = threading.Lock()
        self._session: zenoh.Session | None = None
        self._programme: ext.AdvancedPublisher | None = None
        self._decisions: ext.AdvancedPublisher | None = None
        self._status: zenoh.Publisher | None = None
        self._said = b""
        """How this machine is, as it has said last."""
        self._timecode: zenoh.Publisher | None = None
        self._closed = False
        self._fault = ""
        self._opening = threading.Thread(target=self._open, name="machines", daemon=True)
        self._opening.start()  # it waits half a second for peers that are not there

    def _open(self) -> None:
        try:
            session = zenoh.open(self._config)
            self._declare(session)
        except zenoh.ZError as fault:
            self._fault = str(fault)
            self._awake()
            return
        with self._lock:
            if self._closed:
                session.close()
                return
            self._session = session
        self._awake()

    def _declare(self, session: zenoh.Session) -> None:
        me = self._me
        session.liveliness().declare_subscriber(
            "kiss/live/*", self._callbacks.of(self._on_life), history=True
        )
        for lasting in ("programme", "decisions"):
            hear_lasting(session, f"kiss/{lasting}/*", self._callbacks.of(self._on_word))
        for passing in ("status", "timecode"):
            session.declare_subscriber(f"kiss/{passing}/*", self._callbacks.of(self._on_word))
        session.declare_queryable(f"kiss/order/{me}", self._callbacks.of(self._on_question))
        if self._account is not None:
            ReportDesk(session, me, self._account, self._callbacks)
        self._programme = lasting_publisher(
            session, f"kiss/programme/{me}", HEARTBEAT_S, zenoh.Priority.REAL_TIME, express=True
        )
        self._decisions = lasting_publisher(
            session, f"kiss/decisions/{me}", HEARTBEAT_S, express=True
        )
        self._timecode = _passing(session, f"kiss/timecode/{me}")
        self._status = _passing(session, f"kiss/status/{me}")
        self._token = session.liveliness().declare_token(f"kiss/live/{me}")

    # in Zenoh's threads

    def _on_life(self, sample: zenoh.Sample) -> None:
        machine = str(sample.key_expr).rpartition("/")[2]
        if machine == self._me:
            return
        with self._lock:
            lives = sample.kind == zenoh.SampleKind.PUT
            self._there = self._there | {machine} if lives else self._there - {machine}
        self._awake()

    def _on_word(self, sample: zenoh.Sample) -> None:
        machine = str(sample.key_expr).rpartition("/")[2]
        with contextlib.suppress(LinkError):
            said = decode(sample.payload.to_bytes())
            if machine != self._me and isinstance(said, Told):
                self._heard.append(MachineWord(machine, said))
                self._awake()

    def _on_question(self, query: zenoh.Query) -> None:
        with contextlib.suppress(LinkError):
            given = decode(query.payload.to_bytes() if query.payload else b"")
            if isinstance(given, OrderGiven):
                self._asked.append(ZenohQuestion(query, given))
                self._awake()

    def _awake(self) -> None:
        with contextlib.suppress(OSError):  # closed just now
            os.eventfd_write(self._wake, 1)

    # in the thread of who uses it

    def fileno(self) -> int:
        """Becomes readable when there is something to hear or to answer."""
        return self._wake

    @property
    def opened(self) -> bool:
        """Tell whether it has begun to listen: from then on who is there is known soon."""
        return self._session is not None

    @property
    def fault(self) -> str:
        """Return why it cannot begin to, in Zenoh's words; empty when it can."""
        return self._fault

    def there(self) -> frozenset[str]:
        """Return the other machines that live and are connected with this one."""
        return self._there

    def heard(self) -> Iterator[MachineWord]:
        """Return what has been said since the last look, in order."""
        with contextlib.suppress(BlockingIOError):
            os.eventfd_read(self._wake)
        while self._heard:
            yield self._heard.popleft()

    def asked(self) -> Iterator[ZenohQuestion]:
        """Return the questions that have come since the last look."""
        while self._asked:
            yield self._asked.popleft()

    def say(self, said: Told) -> None:
        """Tell all others; does not wait for them."""
        publisher: zenoh.Publisher | ext.AdvancedPublisher | None = self._status
        match said:
            case Follow():
                publisher = self._programme
            case MachineDecisions():
                publisher = self._decisions
            case Chase():
                publisher = self._timecode
        words = encode(said)
        if publisher is self._status:
            self._said = words
        if self._session is not None and publisher is not None:
            with contextlib.suppress(zenoh.ZError):
                publisher.put(words)

    def ask(self, machine: str, given: OrderGiven, patience_s: float) -> Reply | None:
        """Have a machine carry out an order; None when it does not answer in time."""
        if self._session is None:
            return None
        with contextlib.suppress(zenoh.ZError, LinkError):
            replies = self._session.get(
                f"kiss/order/{machine}",
                payload=encode(given),
                timeout=max(patience_s, 0.1),
                priority=zenoh.Priority.REAL_TIME,
                express=True,
            )
            # where an order is lost TCP sees it by what comes after; else it waits 0.2 s
            if self._status is not None and self._said:
                self._status.put(self._said)
            for one in replies if patience_s else ():
                said = decode(one.ok.payload.to_bytes()) if one.ok else None
                if isinstance(said, Reply):
                    return said
        return None

    def close(self) -> None:
        """Leave the others."""
        with self._lock:
            session, self._session, self._closed = self._session, None, True
        if session is not None:
            closing = threading.Thread(
                target=_close, args=(session,), name="leaving machines", daemon=True
            )
            closing.start()
            closing.join(LEAVE_S)
            if not closing.is_alive():
                self._callbacks.wait()
        os.close(self._wake)


def _close(session: zenoh.Session) -> None:
    with contextlib.suppress(zenoh.ZError):
        session.close()


def _passing(session: zenoh.Session, key: str) -> zenoh.Publisher:
    """Return who publishes what is soon said again."""
    return session.declare_publisher(
        key,
        congestion_control=zenoh.CongestionControl.DROP,
        priority=zenoh.Priority.REAL_TIME,
        express=True,
    )

"""Show control by network: a UDP socket, whom it listens to, and who is told what.

Nothing that arrives can do harm: packets from others than the allowed addresses are dropped unread,
junk is counted, and what waits to be carried out is limited.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from installation.errors import KissError, RemoteError, UsageError
from installation.link import Glance, RemotePort, Reply
from installation.model import Level, Osc
from installation.remote import _osc as osc
from installation.remote._addresses import ROOT, STORY_NS, Subscribe, Tell, asked, changed, told
from installation.remote._callers import Callers
from installation.remote._merged_levels import MergedLevels, WantedLevel
from installation.remote._osc import Argument
from installation.remote._part import Answered, Post
from installation.said import NOTHING, Said
from installation.timeline import Programme, RateLimits
from installation.units import SECOND, ns

Peer = tuple[str, int]
WAITING = 64
"""The most packets that wait for the process's thread; more are a flood, and dropped."""
SUBSCRIBERS = 32
AT_ONCE, PER_SECOND = 20, 10
"""Orders and questions of one address; levels are merged instead."""
REOPEN_NS = 5 * SECOND
_TIMEOUT_S = 0.2
"""How often the socket's thread looks whether it is to end."""


@dataclass
class Subscriber:
    """Somebody who is told, until when, and what they know."""

    until_ns: int
    known: dict[str, tuple[Argument, ...]] = field(default_factory=dict)


class OscServer:
    """A part of the remote's process; opens its socket as soon as the address is there."""

    def __init__(
        self, block: Osc, screens: Sequence[str], post: Post, routes: Sequence[str] = ()
    ) -> None:
        self._block, self._post = block, post
        self._screens, self._routes = screens, routes
        self._callers = Callers(block.allow)
        self._limits = RateLimits(AT_ONCE, PER_SECOND)
        self._levels = MergedLevels()
        self._programme, self._glance = Programme(), Glance()
        self._subscribers: dict[Peer, Subscriber] = {}
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._over = threading.Event()
        self._waiting = 0
        self._heard = self._junk = 0
        self._open_ns = self._tell_ns = 0
        self._trouble = NOTHING
        osc.hush()

    def follow(self, programme: Programme) -> None:
        """The story's place and versions are told by this programme from now on."""
        self._programme = programme
        self._tell_ns = 0

    def glance(self, glance: Glance) -> None:
        """The show's state is this from now on."""
        self._glance = glance
        self._tell_ns = 0

    def step(self, now_ns: int) -> int:
        """Pass levels on; tell subscribers what is new, forget those whose lease is over."""
        for level in self._levels.due(now_ns):
            self._post.order(level.order, level.at_ns, level.answered)
        if self._socket is None:
            if now_ns < self._open_ns:
                return self._open_ns
            self._open(now_ns)
        if now_ns >= self._tell_ns:
            self._tell_ns = now_ns + STORY_NS
            for peer, one in list(self._subscribers.items()):
                if now_ns >= one.until_ns:
                    del self._subscribers[peer]
                    continue
                for said in told(self._programme, self._glance, now_ns):
                    if changed(one.known, said):
                        self._send(peer, said.address, *said.arguments)
        idle_ns = self._tell_ns if self._subscribers else now_ns + SECOND
        return min(idle_ns, self._levels.due_ns)

    def ports(self) -> Sequence[RemotePort]:
        """The socket."""
        if self._socket is None:
            return ()
        return (RemotePort(f"{self._block.address}:{self._block.port}", "osc"),)

    def missing(self) -> Sequence[Said]:
        """Return why it cannot listen, or whom it does not listen to."""
        if self._trouble:
            return (self._trouble,)
        stranger = self._callers.stranger(time.monotonic_ns())
        if not stranger:
            return ()
        return (Said("osc: {who} gives orders, and 'allow' does not name it", who=stranger),)

    def counts(self) -> tuple[int, int]:
        """Messages and junk."""
        return self._heard, self._junk

    def close(self) -> None:
        """Listen no more."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        if self._socket is not None:
            self._socket.close()

    # the socket

    def _open(self, now_ns: int) -> None:
        address, port = self._block.address, self._block.port
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        made = socket.socket(family, socket.SOCK_DGRAM)
        try:
            made.bind((address, port))
        except OSError as fault:  # a network that is not up yet, or a port in use
            made.close()
            self._trouble = Said(
                "osc: cannot listen at {address}: {why}",
                address=f"{address}:{port}",
                why=fault.strerror or str(fault),
            )
            self._open_ns = now_ns + REOPEN_NS
            return
        made.settimeout(_TIMEOUT_S)
        self._socket, self._trouble = made, NOTHING
        self._thread = threading.Thread(target=self._listen, args=(made,), name="osc", daemon=True)
        self._thread.start()

    def _listen(self, made: socket.socket) -> None:
        while not self._over.is_set():
            try:
                data, peer = made.recvfrom(osc.LARGEST + 1)
            except OSError:  # nothing came; or an answer before found nobody
                continue
            at_ns = time.monotonic_ns()
            if not self._callers.may(peer[0], at_ns) or self._waiting >= WAITING:
                self._junk += 1
                continue
            self._waiting += 1
            self._post.hand_over(partial(self._take, data, peer[:2], at_ns))

    # the process's thread

    def _take(self, data: bytes, peer: Peer, at_ns: int) -> None:
        self._waiting -= 1
        try:
            messages = osc.read(data)
        except RemoteError:
            self._junk += 1
            return
        back = (peer[0], self._block.reply_port or peer[1])
        for said in messages:
            self._heard += 1
            try:
                self._carry_out(said, back, at_ns)
            except UsageError as fault:
                self._send(back, f"{ROOT}/error", said.address, _line(fault.message))

    def _carry_out(self, said: osc.OscMessage, peer: Peer, at_ns: int) -> None:
        what = asked(said, self._screens, self._routes)
        if isinstance(what, Level):
            self._levels.want(WantedLevel(what, at_ns, self._answering(said, peer)))
            return
        if what is not None and not self._limits.take(peer[0], at_ns):
            raise UsageError(f"too much at once: {PER_SECOND} a second are taken of one address")
        if isinstance(what, Tell):
            for each in told(self._programme, self._glance, at_ns):
                self._send(peer, each.address, *each.arguments)
        elif isinstance(what, Subscribe):
            self._subscribe((peer[0], what.port or peer[1]), what.lease_s, at_ns)
        elif what is not None:
            self._post.order(what, at_ns, self._answering(said, peer))

    def _answering(self, said: osc.OscMessage, peer: Peer) -> Answered:
        def answered(reply: Reply) -> None:
            address = f"{ROOT}/ok" if reply.ok else f"{ROOT}/error"
            self._send(peer, address, said.address, _line(reply.text))

        return answered

    def _subscribe(self, peer: Peer, lease_s: float, now_ns: int) -> None:
        self._subscribers.pop(peer, None)
        if lease_s <= 0:
            return
        if len(self._subscribers) >= SUBSCRIBERS:
            raise UsageError(f"{SUBSCRIBERS} subscribers are told already")
        self._subscribers[peer] = Subscriber(now_ns + ns(lease_s))
        self._tell_ns = 0

    def _send(self, peer: Peer, address: str, *arguments: Argument) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError, KissError):
                self._socket.sendto(osc.write(address, *arguments), peer)


def _line(text: str) -> str:
    """Advice stands on a line of its own for a terminal; a desk's display has one."""
    return " ".join(text.split())

"""The remote's process: boxes with buttons and faders, timecode, show control by network.

Started by the supervisor as ``python -m installation.apps.remote ...``. It may crash: the show goes
on, and the next one is there within two seconds. It passes orders to the controller, and hears the
programme and the state of the show from it.
"""

import argparse
import gc
import os
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from installation.apps._far_files import FarFiles
from installation.apps._process import (
    EndSignal,
    log_to_stderr,
    run_in_real_time,
    run_thread_in_real_time,
)
from installation.apps._reading import FollowedLayout
from installation.errors import KissError
from installation.link import (
    REMOTE,
    AbandonedShow,
    Follow,
    Glance,
    Hello,
    Leave,
    Message,
    OrderGiven,
    RemotePort,
    RemoteStatus,
    Reply,
    Spoke,
)
from installation.model import Layout, Order
from installation.remote import (
    Answered,
    Boxes,
    Messenger,
    Midi,
    OscServer,
    Part,
    TimecodePorts,
    midi_of,
)
from installation.timeline import Programme
from installation.units import MILLISECOND, SECOND

STATUS_NS = 250 * MILLISECOND
FORGET_NS = 5 * SECOND
"""An answer that has not come by then does not come any more."""


def parts_of(layout: Layout, midi: Midi, post: Messenger) -> list[Part]:
    """The parts that a layout asks for."""
    parts: list[Part] = []
    if layout.remote is not None:
        parts.append(Boxes(layout.remote, layout.names, midi, post))
    if layout.timecode is not None:
        parts.append(TimecodePorts(layout.timecode, midi, post, run_thread_in_real_time))
    if layout.osc is not None:
        parts.append(OscServer(layout.osc, layout.names, post, layout.routes))
    return parts


def asked_of(layout: Layout) -> tuple[object, ...]:
    """Return what a layout asks of the remote: other parts are needed when it changes."""
    return layout.remote, layout.timecode, layout.osc, layout.names, layout.routes


class Wake:
    """Tasks from other threads, and a descriptor that is readable while there are any."""

    def __init__(self) -> None:
        self._fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._tasks: deque[Callable[[], None]] = deque()

    def fileno(self) -> int:
        """Readable when :meth:`run` has something to do."""
        return self._fd

    def add(self, task: Callable[[], None]) -> None:
        """Any thread."""
        self._tasks.append(task)
        os.eventfd_write(self._fd, 1)

    def run(self) -> None:
        """Do all of them, in their order."""
        try:
            os.eventfd_read(self._fd)
        except BlockingIOError:
            return
        for _ in range(len(self._tasks)):
            self._tasks.popleft()()

    def close(self) -> None:
        """Give the descriptor back."""
        os.close(self._fd)


class RemoteProcess:
    """The process's loop: hear, do what was handed over, step, report."""

    def __init__(self, endpoint: str, file: Path, state: Path) -> None:
        self._files = FarFiles()
        self._followed = FollowedLayout(self._files, file, state)
        layout = self._followed.layout
        self._asked = asked_of(layout)
        self._spoke = Spoke(endpoint)
        self._alone = AbandonedShow(endpoint)
        self._wake = Wake()
        self._programme = Programme()
        self._glance: Glance | None = None
        self._awaited: dict[int, tuple[int, Answered]] = {}
        self._ref = 0
        self._orders = 0
        self._reported_ns = 0
        self._reported_ports: tuple[RemotePort, ...] = ()
        self._leaving = False
        self._midi = midi_of(layout.remote.system if layout.remote else "auto")
        self._parts = parts_of(layout, self._midi, self)

    # the post

    def order(self, order: Order, at_ns: int, answered: Answered | None = None) -> None:
        """Give an order to the controller."""
        self._ref += 1
        self._orders += 1
        if answered is not None:
            self._awaited[self._ref] = (time.monotonic_ns(), answered)
        self._spoke.send(OrderGiven(order, at_ns, self._ref))

    def tell(self, message: Message) -> None:
        """Send something that is no order to the controller."""
        self._spoke.send(message)

    def hand_over(self, task: Callable[[], None]) -> None:
        """Have something done on this process's thread, now."""
        self._wake.add(task)

    # the loop

    def run(self, ending: EndSignal) -> None:
        """Until asked to end, or until there is no show any more."""
        hello_ns = 0
        while not (ending.asked or self._leaving):
            now_ns = time.monotonic_ns()
            self._leaving |= self._alone.looked(now_ns)
            if self._programme.revision == 0 and now_ns > hello_ns:
                self._spoke.send(Hello(REMOTE, os.getpid()))
                hello_ns = now_ns + STATUS_NS
            self._look(now_ns)
            due_ns = min([now_ns + STATUS_NS, *(part.step(now_ns) for part in self._parts)])
            self._report(now_ns)
            left_ms = -(-(due_ns - time.monotonic_ns()) // MILLISECOND)
            self._spoke.wait(max(0, left_ms), self._wake.fileno())
            self._wake.run()
            self._hear()
        for part in self._parts:
            part.close()
        self._midi.close()
        self._files.close()
        self._spoke.close()
        self._wake.close()

    def _hear(self) -> None:
        for message in self._spoke.receive():
            if isinstance(message, Follow):
                if message.programme.revision > self._programme.revision:
                    self._programme = message.programme
                    for part in self._parts:
                        part.follow(message.programme)
            elif isinstance(message, Glance):
                self._glance = message
                for part in self._parts:
                    part.glance(message)
            elif isinstance(message, Reply):
                _, answered = self._awaited.pop(message.ref, (0, None))
                if answered is not None:
                    answered(message)
            elif isinstance(message, Leave):
                self._leaving = True

    def _look(self, now_ns: int) -> None:
        """Follow the layout's file: a learned key, a port or a timecode takes hold at once."""
        if not self._followed.look(now_ns) or asked_of(self._followed.layout) == self._asked:
            return
        layout = self._followed.layout
        self._asked = asked_of(layout)
        for part in self._parts:
            part.close()
        self._parts = parts_of(layout, self._midi, self)
        for part in self._parts:
            part.follow(self._programme)
            if self._glance is not None:
                part.glance(self._glance)

    def _report(self, now_ns: int) -> None:
        ports = tuple(port for part in self._parts for port in part.ports())
        if now_ns - self._reported_ns < STATUS_NS and ports == self._reported_ports:
            return
        self._reported_ns, self._reported_ports = now_ns, ports
        for ref, (asked_ns, _) in list(self._awaited.items()):
            if now_ns - asked_ns > FORGET_NS:
                del self._awaited[ref]
        counts = [part.counts() for part in self._parts]
        self._spoke.send(
            RemoteStatus(
                pid=os.getpid(),
                revision=self._programme.revision,
                ports=ports,
                missing=tuple(text for part in self._parts for text in part.missing()),
                heard=sum(heard for heard, _ in counts),
                junk=sum(junk for _, junk in counts),
                orders=self._orders,
                fault=self._followed.fault,
            )
        )


def main(words: list[str] | None = None) -> int:
    """Entry of the process; 0 when asked to end, 1 when it cannot work."""
    parser = argparse.ArgumentParser(prog="kiss-remote")
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--layout", type=Path, required=True)
    parser.add_argument("--state", type=Path, required=True)
    options = parser.parse_args(words)
    log = log_to_stderr("remote")
    # MIDI callbacks wait for the GIL: the default of 5 ms would make a press late. And JACK passes
    # over messages that are not taken within a period, so whatever has the GIL may neither wait for
    # a processor nor look through all of this program's objects
    sys.setswitchinterval(0.0005)
    run_in_real_time()
    ending = EndSignal()
    try:
        remote = RemoteProcess(options.endpoint, options.layout, options.state)
        gc.collect()
        gc.freeze()
        remote.run(ending)
    except KissError as fault:
        log.error("%s", fault)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

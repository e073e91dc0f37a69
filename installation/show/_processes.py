"""The show's processes: has them run, and tells each that comes what it has to know."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from installation import director
from installation.link import (
    DOOR,
    REMOTE,
    STAGE,
    DoorStatus,
    Follow,
    Glance,
    RemoteStatus,
    endpoint,
    meter_path,
    ring_path,
    thumbnail_path,
)
from installation.model import Layout
from installation.said import Said
from installation.show import _process_commands as commands
from installation.show._connections import Connections
from installation.show._displays import Displays
from installation.show._outside_record import OutsideRecord
from installation.show._process_end import ProcessEnd
from installation.show._publisher import Publisher
from installation.show._supervisor import SupervisedProcess


class Minder(Protocol):
    """The protocol of what keeps processes running: the supervisor, or a test's."""

    @property
    def workers(self) -> Iterable[SupervisedProcess]:
        """Return all that should be running."""
        ...

    def want(self, name: str, command: Sequence[str], now_ns: int) -> None:
        """Have one running."""
        ...

    def dismiss(self, name: str) -> None:
        """Have one end that is no longer wanted."""
        ...

    def heard(self, name: str) -> None:
        """Note a life sign."""
        ...

    def recognises(self, name: str, pid: int) -> bool:
        """Tell whether this is the process that should be running; another one is ended."""
        ...

    def watch(self, now_ns: int, lost: Callable[[str], None]) -> None:
        """Tell ``lost`` who has ended, and start again what is due."""
        ...

    def leave(self) -> None:
        """End all."""
        ...


class Processes:
    """A stage, a player for each screen that has a display, perhaps remote and door. One thread.

    ``notice`` gives what the wall says until there is a picture.
    """

    def __init__(
        self,
        layout: Layout,
        state_dir: Path,
        displays: Displays,
        connections: Connections,
        publisher: Publisher,
        remote: OutsideRecord[RemoteStatus],
        door: OutsideRecord[DoorStatus],
        minder: Minder,
        notice: Callable[[], str],
    ) -> None:
        self._layout = layout
        self._state_dir = state_dir
        self._endpoint = endpoint(state_dir)
        self._displays = displays
        self._connections = connections
        self._publisher = publisher
        self._remote = remote
        self._door = door
        self._minder = minder
        self._notice = notice

    @property
    def workers(self) -> dict[str, SupervisedProcess]:
        """Those that should be running, by name."""
        return {worker.name: worker for worker in self._minder.workers}

    @property
    def remote(self) -> RemoteStatus | None:
        """The remote's last word."""
        return self._remote.said

    @property
    def door(self) -> DoorStatus | None:
        """The door's last word."""
        return self._door.said

    def staff(self, now_ns: int) -> None:
        """Have everybody run who is needed on the displays there are, and nobody else."""
        if self._displays.placement.window is not None:
            self._minder.want(
                STAGE, commands.stage(self._layout, self._state_dir, self._endpoint), now_ns
            )
        self.staff_outside(now_ns)
        placed = self._displays.screens
        players = commands.players(self._layout, placed, self._state_dir, self._endpoint)
        for screen in self._layout.names:
            if screen in players:
                self._minder.want(screen, players[screen], now_ns)
            else:
                self._minder.dismiss(screen)
                self.lose(screen)

    def staff_outside(self, now_ns: int) -> None:
        """Have a remote and a door, once the layout's file has them."""
        file = self._remote.file
        if file is not None and self._remote.wanted():
            self._minder.want(
                REMOTE, commands.remote(self._endpoint, file, self._state_dir), now_ns
            )
        file = self._door.file
        if file is not None and self._door.wanted():
            self._minder.want(DOOR, commands.door(self._endpoint, file, self._state_dir), now_ns)

    def follow_displays(self, now_ns: int) -> None:
        """Look which displays there are. Raises KissError when their server does not answer."""
        if self._displays.changed():
            self._publisher.ask(director.displayed, self._displays.screens)
            self.staff(now_ns)
            self.arrange()

    def know(self, role: str, pid: int, sender: bytes) -> bool:
        """Take a life sign; False when it is nobody's who belongs to the show.

        One that an earlier controller had greeted is greeted again.
        """
        if not self._minder.recognises(role, pid):
            return False
        self._minder.heard(role)
        if not self._connections.is_from(sender, role):
            self._greet(role, sender)
        return True

    def know_remote(self, status: RemoteStatus, sender: bytes) -> bool:
        """Take the remote's life sign, and what it says; False as :meth:`know`."""
        if known := self.know(REMOTE, status.pid, sender):
            self._remote.said = status
        return known

    def know_door(self, status: DoorStatus, sender: bytes) -> bool:
        """Take the door's life sign, and what it says; False as :meth:`know`."""
        if known := self.know(DOOR, status.pid, sender):
            self._door.said = status
        return known

    def meet(self, role: str, pid: int, sender: bytes) -> None:
        """A process has come: greet it, if it belongs to the show."""
        if self._minder.recognises(role, pid):
            self._greet(role, sender)

    def _greet(self, role: str, sender: bytes) -> None:
        """Tell a process where it is and what is on."""
        self._connections.meet(role, sender)
        if role == STAGE:
            self.arrange()
        if role == REMOTE:
            self._remote.shown = None
        if role == DOOR:
            self._door.shown = None
        self._connections.tell(role, Follow(self._publisher.programme))

    def arrange(self) -> None:
        """Tell the stage what to show where."""
        arrangement = self._displays.arrangement(self._notice(), self._connections.refresh_ms)
        if arrangement is not None:
            self._connections.tell(STAGE, arrangement)

    def last_end(self, who: str) -> ProcessEnd:
        """Return how a process has ended."""
        worker = self.workers.get(who)
        return (worker.last_end if worker else None) or ProcessEnd(Said("unknown"))

    def watch(self, now_ns: int, lost: Callable[[str], None]) -> None:
        """Tell ``lost`` who has ended or hangs, and start again what is due."""
        self._minder.watch(now_ns, lost)

    def lose(self, who: str) -> None:
        """A process is gone: forget what it said, and do not wait for it."""
        self._connections.lose(who)
        if who == REMOTE:
            self._remote.said = None
        if who == DOOR:
            self._door.said = None
        self._publisher.ask(director.lost, who)

    def tell_outside(self, glance: Glance) -> None:
        """Tell the remote and the door how the show is, when that has changed."""
        if glance != self._remote.shown:
            self._remote.shown = glance
            self._connections.tell(REMOTE, glance)
        if glance != self._door.shown:
            self._door.shown = glance
            self._connections.tell(DOOR, glance)

    def leave(self) -> None:
        """End them all, and remove the rings that they have spoken through."""
        self._minder.leave()
        for screen in range(len(self._layout.screens)):
            ring = ring_path(self._state_dir, screen)
            ring.unlink(missing_ok=True)
            meter_path(ring).unlink(missing_ok=True)
        thumbnail_path(self._state_dir).unlink(missing_ok=True)

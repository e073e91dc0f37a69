"""The show's processes: has them run, and tells each that comes what it has to know."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from installation.director import director
from installation.link import messages as m
from installation.link.places import endpoint, run_folder
from installation.model.layout import Layout
from installation.show import commands
from installation.show.connections import Connections
from installation.show.displays import Displays
from installation.show.publisher import Publisher
from installation.show.remote_process import RemoteRecord
from installation.show.supervisor import Supervisor


class Processes:
    """A stage, a player for each screen that has a display, perhaps a remote. One thread.

    ``notice`` gives what the wall says until there is a picture.
    """

    def __init__(
        self,
        layout: Layout,
        state_dir: Path,
        displays: Displays,
        peers: Connections,
        book: Publisher,
        remote: RemoteRecord,
        notice: Callable[[], str],
    ) -> None:
        self._layout = layout
        self._state_dir = state_dir
        self._endpoint = endpoint(state_dir)
        self._displays = displays
        self._peers = peers
        self._book = book
        self.remote = remote
        self._notice = notice
        self.supervisor = Supervisor(run_folder(state_dir), state_dir / "logs")

    def staff(self, now_ns: int) -> None:
        """Have everybody run who is needed on the displays there are, and nobody else."""
        if self._displays.placement.window is not None:
            self.supervisor.want(m.STAGE, commands.stage(self._endpoint), now_ns)
        self.staff_remote(now_ns)
        placed = self._displays.screens
        players = commands.players(self._layout, placed, self._state_dir, self._endpoint)
        for screen in self._layout.names:
            if screen in players:
                self.supervisor.want(screen, players[screen], now_ns)
            else:
                self.supervisor.dismiss(screen)
                self.lose(screen)

    def staff_remote(self, now_ns: int) -> None:
        """Have a remote, once the layout's file has one."""
        if self.remote.wanted(self._layout):
            self.supervisor.want(m.REMOTE, self.remote.command(self._endpoint), now_ns)

    def follow_displays(self, now_ns: int) -> None:
        """Look which displays there are. Raises KissError when their server does not answer."""
        if self._displays.changed():
            self._book.state = replace(self._book.state, screens=self._displays.screens)
            self.staff(now_ns)
            self.arrange()

    def know(self, role: str, sender: bytes, now_ns: int) -> None:
        """A life sign; one that an earlier controller had greeted is greeted anew."""
        self.supervisor.heard(role, now_ns)
        if not self._peers.is_from(sender, role):
            self.greet(role, sender)

    def greet(self, role: str, sender: bytes) -> None:
        """A process has come: tell it where it is and what is on."""
        self._peers.meet(role, sender)
        if role == m.STAGE:
            self.arrange()
        if role == m.REMOTE:
            self.remote.shown = None
        self._peers.tell(role, m.Follow(self._book.programme))

    def arrange(self) -> None:
        """Tell the stage what to show where."""
        arrangement = self._displays.arrangement(self._notice(), self._peers.refresh_ms)
        if arrangement is not None:
            self._peers.tell(m.STAGE, arrangement)

    def last_end(self, who: str) -> str:
        """How a process has ended, in the supervisor's words."""
        ends = (w.last_end for w in self.supervisor.workers if w.name == who)
        return next(ends, "unknown")

    def lose(self, who: str) -> None:
        """A process is gone: forget what it said, and do not wait for it."""
        self._peers.lose(who)
        if who == m.REMOTE:
            self.remote.said = None
        self._book.ask(director.lost, who)

    def light_remote(self, glance: m.Glance) -> None:
        """Tell the remote how the show is, when that has changed."""
        if glance != self.remote.shown:
            self.remote.shown = glance
            self._peers.tell(m.REMOTE, glance)

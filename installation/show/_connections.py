"""The show's processes as the controller hears them: where each is, and what it has said last."""

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from installation.files import write_whole
from installation.link import STAGE, AnyMessage, Hub, Message, PlayerStatus, StageStatus
from installation.timeline import WAKE_MS
from installation.units import MILLISECOND

MOST = 200
"""Messages that are heard in one turn. A show's own are 20 a second; ZeroMQ takes one of each
sender in turn, so that none of them waits behind another's flood."""
TURN_NS = WAKE_MS * MILLISECOND // 2
"""The longest that is heard at once: half of the controller's time is left for the rest."""


class Connections:
    """All who speak with the controller. One thread.

    ``players`` has each player's last word, by its screen; ``stage`` is the stage's.
    ``refresh_ms`` is the refresh that a stage has measured; it holds for the next stage, too, and
    lies in the file ``refresh`` for the next controller: a stage that has to measure it again swaps
    black for half a second.
    """

    def __init__(self, endpoint: str, refresh: Path) -> None:
        self._hub = Hub(endpoint)
        self._refresh = refresh
        self._left, self._cut = MOST, False
        self._senders: dict[str, bytes] = {}
        self.players: dict[str, PlayerStatus] = {}
        self.stage: StageStatus | None = None
        self.refresh_ms = _number_in(refresh)

    def fileno(self) -> int:
        """Becomes readable when somebody has said something."""
        return self._hub.fileno()

    def receive(self) -> Iterable[tuple[bytes, AnyMessage]]:
        """Return what has come in, and from which address; not more than a turn allows."""
        until_ns = time.monotonic_ns() + TURN_NS
        for heard in self._hub.receive(self._left):
            self._left -= 1
            yield heard
            if time.monotonic_ns() > until_ns:
                self._cut = True
                break

    def stay(self) -> None:
        """See to it that processes and commands which come find this controller."""
        self._hub.stay()

    @property
    def pressed(self) -> bool:
        """Tell whether a turn's allowance is used up, so that more may wait for the next one."""
        return self._cut or self._left <= 0

    def renew(self) -> None:
        """Begin another turn, in which what waited is heard."""
        self._left, self._cut = MOST, False

    def meet(self, role: str, sender: bytes) -> bool:
        """Know where a process is; False if that is no news."""
        if self._senders.get(role) == sender:
            return False
        self._senders[role] = sender
        return True

    def says(self, status: PlayerStatus | StageStatus) -> None:
        """A player's or the stage's word."""
        if isinstance(status, PlayerStatus):
            self.players[status.screen] = status
        else:
            self.stage = status
            if status.refresh_ms != self.refresh_ms:
                self.refresh_ms = status.refresh_ms
                with suppress(OSError):  # a full disk: it is measured again
                    data = f"{self.refresh_ms!r}\n".encode()
                    write_whole(self._refresh, data, survives_power_cut=False)

    def lose(self, role: str) -> None:
        """A process is gone, and its word with it."""
        self._senders.pop(role, None)
        self.players.pop(role, None)
        if role == STAGE:
            self.stage = None

    def knows(self, role: str) -> bool:
        """Tell whether a process is there."""
        return role in self._senders

    def is_from(self, sender: bytes, role: str) -> bool:
        """Tell whether an address is that of a process."""
        return self._senders.get(role) == sender

    def answer(self, sender: bytes, message: Message) -> None:
        """To an address that has asked."""
        self._hub.send(sender, message)

    def tell(self, role: str, message: Message) -> None:
        """To a process, if it is there."""
        if role in self._senders:
            self._hub.send(self._senders[role], message)

    def tell_all(self, message: Message) -> None:
        """To all processes."""
        for sender in self._senders.values():
            self._hub.send(sender, message)

    def close(self) -> None:
        """Send what waits, then close."""
        self._hub.close()


def _number_in(file: Path) -> float | None:
    """Return the number that a file has; None without one."""
    try:
        return float(file.read_text())
    except (OSError, ValueError):
        return None

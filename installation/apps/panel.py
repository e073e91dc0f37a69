"""A panel for a show that runs already: ``kiss panel``. Only a view; the show knows nothing of it.

It asks for the status and gives orders through the show's socket, as every command does. A thread
does that, so that a show that is slow to answer, or away, never holds up the window.
"""

import argparse
import logging
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QApplication

from installation.apps._process import log_to_stderr
from installation.errors import KissError, LinkError
from installation.link import Client, Reply, ThumbnailReader, thumbnail_path
from installation.model import LANGUAGES, Order, PanelLanguage
from installation.panel import Panel, speak
from installation.show import ShowStatus, status_from_json

EVERY_S = 0.125
"""How often the status is asked for: as often as the panel draws."""
AWAY_S = 1.5
"""From when on a show that does not answer is said to be away."""
_log = logging.getLogger("panel")

Answered = Callable[[Reply], None]


class ShowFeed(QObject):
    """Speaks with a show on a thread of its own. Everything public is for Qt's thread."""

    _answered = Signal(object, object)

    def __init__(self, state: Path) -> None:
        super().__init__()
        self._client = Client(state, timeout_s=AWAY_S)
        self._status: ShowStatus | None = None
        self._heard_s = 0.0
        self._orders: queue.SimpleQueue[tuple[Order, Answered] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="show feed")
        signal_: SignalInstance = self._answered
        signal_.connect(_tell)

    def begin(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def status(self) -> ShowStatus | None:
        """Return what was heard last; None while no show answers."""
        return self._status if time.monotonic() - self._heard_s < AWAY_S else None

    def order(self, order: Order, answered: Answered) -> None:
        """Give an order; ``answered`` is called with what the show says to it."""
        self._orders.put((order, answered))

    def close(self) -> None:
        """Speak no more."""
        self._orders.put(None)
        self._thread.join()

    def _run(self) -> None:
        due_s = 0.0
        while True:
            try:
                asked = self._orders.get(timeout=max(0.0, due_s - time.monotonic()))
            except queue.Empty:
                due_s = time.monotonic() + EVERY_S
                self._ask()
                continue
            if asked is None:
                return
            order, answered = asked
            self._answered.emit(answered, self._sent(order))
            due_s = 0.0  # what it has changed is seen at once

    def _ask(self) -> None:
        try:
            self._status = status_from_json(self._client.status())
            self._heard_s = time.monotonic()
        except LinkError:
            pass  # it is away, and may come back
        except ValueError as fault:  # another make of the show, while it is being replaced
            _log.warning("a status that cannot be read: %s", fault)

    def _sent(self, order: Order) -> Reply:
        try:
            return self._client.send(order)
        except KissError as fault:
            return Reply(False, fault.message)


def _tell(answered: Answered, reply: Reply) -> None:
    answered(reply)


def main(words: list[str] | None = None) -> int:
    """Open a panel in a window of its own until that is closed; 0 then."""
    parser = argparse.ArgumentParser(prog="kiss-panel")
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    options = parser.parse_args(words)
    log_to_stderr("panel")
    return show_panel(options.state, options.language)


def show_panel(state: Path, language: PanelLanguage, code: str = "") -> int:
    """Open a panel for the show of a state folder until its window is closed; 0 then."""
    application = QApplication(["kiss"])
    speak(language)
    feed, live = ShowFeed(state), ThumbnailReader(thumbnail_path(state))
    feed.begin()
    panel = Panel(feed.status, feed.order, live, state, code)
    panel.open_window()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: application.quit())
    alive = QTimer()
    alive.timeout.connect(lambda: None)  # Python looks at signals between two calls of its own
    alive.start(200)
    result = application.exec()
    feed.close()
    live.close()
    return result


if __name__ == "__main__":
    sys.exit(main())

"""A phone that only watches, without a browser: it asks of the door what the page asks."""

import http.client
import threading
from typing import Self

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Subprotocol

PICTURE_S = 0.22
"""From a picture of the wall to the next, as on the page."""
_PATIENCE_S = 5.0


class PhoneWatcher:
    """Watches from ``with`` to its end: the status that is pushed, and pictures of the wall.

    A browser without a graphics card takes a third of a processor to show what it hears, which a
    phone at the door of a show does not take from that show.
    """

    def __init__(self, port: int, key: str) -> None:
        self._port, self._key = port, key
        self.told = self.pictures = 0
        """Counts of what has come."""
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=each, name="phone") for each in (self._hear, self._look)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _hear(self) -> None:
        offered = [Subprotocol("kiss"), Subprotocol(f"key.{self._key}")]
        address = f"ws://127.0.0.1:{self._port}/api/live"
        while not self._over.is_set():
            try:
                with connect(address, subprotocols=offered, proxy=None) as heard:
                    while not self._over.is_set():
                        heard.recv(_PATIENCE_S)
                        self.told += 1
            except (OSError, TimeoutError, WebSocketException):
                self._over.wait(0.25)

    def _look(self) -> None:
        asking = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE_S)
        while not self._over.wait(PICTURE_S):
            try:
                headers = {"authorization": f"Bearer {self._key}"}
                asking.request("GET", "/pictures/wall.jpg", headers=headers)
                answer = asking.getresponse()
                answer.read()
                self.pictures += answer.status == 200
            except (OSError, http.client.HTTPException):
                asking.close()
        asking.close()

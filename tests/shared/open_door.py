"""A door that is open on this machine, with a show behind it that a test plays."""

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from installation.door import (
    Crowd,
    Entrance,
    KeyRing,
    Listener,
    SmallJpeg,
    Watchers,
    make_key,
    openapi,
)
from installation.link import Reply
from installation.model import DoorBlock, Order, Role
from installation.said import verbatim
from installation.timeline import Programme

STATUS = '{"title": "Test", "state": "playing"}'


@dataclass
class PlayedShow:
    """The show as the door knows it. ``reply`` None: it does not answer."""

    reply: Reply | None = field(default_factory=lambda: Reply(True, verbatim("done")))
    told: str | None = STATUS
    given: list[tuple[Order, str]] = field(default_factory=list)

    async def order(self, order: Order, by: str) -> Reply | None:
        self.given.append((order, by))
        return self.reply

    async def status(self, fresh: bool = False) -> str | None:
        return self.told


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)


@dataclass
class OpenDoor:
    """A door, from ``with`` to its end."""

    folder: Path
    show: PlayedShow = field(default_factory=PlayedShow)
    crowd: Crowd = field(default_factory=Crowd)
    programme: Programme = field(default_factory=Programme)
    pictures: dict[str, SmallJpeg] = field(default_factory=dict)
    stills: dict[tuple[str, ...], bytes] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)
    secrets: dict[Role, str] = field(default_factory=dict)
    public: Callable[[str], str] = str
    """What visitors are told of a status."""
    port: int = 0

    @property
    def file(self) -> Path:
        return self.folder / "keys.json"

    @contextmanager
    def open(self) -> Iterator["OpenDoor"]:
        """Serve on a thread of its own."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.loop = asyncio.new_event_loop()
        # one for all that waits for disks: another, begun in a test, would outlive it
        self.loop.set_default_executor(ThreadPoolExecutor(1, "door's disks"))
        opened = threading.Event()
        thread = threading.Thread(target=self._serve, args=(opened,), name="door")
        thread.start()
        assert opened.wait(60)
        try:
            yield self
        finally:
            self.loop.call_soon_threadsafe(self.listener.close)
            thread.join()
            self.loop.close()

    def renew(self) -> None:
        """Have new keys, whose limits are untouched, and a show that has heard nothing."""
        self.file.unlink(missing_ok=True)
        for role in Role:
            _, self.secrets[role] = make_key(self.file, role, str(role), date(2026, 1, 1))
        self.show.given.clear()
        self.show.reply, self.show.told = Reply(True, verbatim("done")), STATUS

    def _told_visitors(self, status: str) -> str:
        return self.public(status)

    def _serve(self, opened: threading.Event) -> None:
        async def serve() -> None:
            self.watchers = Watchers(lambda: self.show.status(fresh=True))
            self.entrance = Entrance(
                *(self.show, KeyRing(self.file), self.watchers, lambda: self.programme),
                figures=lambda status: f"# {status}\n".encode(),
                description=lambda: msgspec.json.encode(openapi({}, {})),
                picture=self.pictures.get,
                still=lambda *names: self.stills.get(names),
                peaks=lambda: self.peaks,
                public=self._told_visitors,
            )
            self.listener = Listener(
                self.entrance.app(), DoorBlock(port=self.port), None, self.crowd
            )
            await asyncio.to_thread(int)  # and it is there before the tests look
            await self.listener.run(opened.set)
            left = asyncio.all_tasks() - {asyncio.current_task()}  # the watchers' look
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

        self.loop.run_until_complete(serve())

    def ask(
        self,
        method: str,
        path: str,
        role: Role | None = Role.TECHNICIAN,
        body: bytes | str | None = None,
        **headers: str,
    ) -> Answer:
        """Ask as a program does that has the key of a role."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if role is not None:
            sent.setdefault("authorization", f"Bearer {self.secrets[role]}")
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            caller.request(method, path, body, sent)
            answer = caller.getresponse()
            return Answer(
                answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
            )
        finally:
            caller.close()

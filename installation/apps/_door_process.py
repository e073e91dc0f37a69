"""Joins the door to the show: the link's end, the layout that is followed, the open door.

One loop; what can wait for a disk is done in threads. What only some houses need (a certificate,
a name in the network, figures) is loaded when it is asked for.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from installation.apps._far_files import FarFiles
from installation.apps._process import EndSignal
from installation.apps._reading import FollowedLayout
from installation.door import (
    CertificateFiles,
    Crowd,
    Entrance,
    KeyRing,
    Listener,
    ShowCalls,
    SmallJpeg,
    Watchers,
    door_url,
    house_names,
    keys_file,
    openapi,
)
from installation.errors import DoorError
from installation.link import (
    DOOR,
    DoorStatus,
    Follow,
    Glance,
    Hello,
    Leave,
    MeterReader,
    Reply,
    Spoke,
    ThumbnailReader,
    thumbnail_path,
)
from installation.model import DoorBlock, Layout
from installation.said import NOTHING, said_schema
from installation.show import DiskRoom, ShowStatus
from installation.store import ContentStore
from installation.timeline import Programme

STATUS_S = 0.5
RETRY_S = 5.0
"""How long until an address or a port that cannot be had is tried again."""
if TYPE_CHECKING:
    from installation.door import WallPictures

_log = logging.getLogger("door")


def asked_of(layout: Layout) -> tuple[DoorBlock | None, str]:
    """Return what a layout asks of the door: it opens again when that changes."""
    return layout.door, layout.title


class DoorProcess:
    """The process: its end of the link, and the door that is open by the layout's block."""

    def __init__(self, endpoint: str, file: Path, state: Path) -> None:
        self._files = FarFiles()
        self._followed = FollowedLayout(self._files, file, state)
        self._state = state
        self._spoke = Spoke(endpoint)
        self._programme = Programme()
        self._calls = ShowCalls(self._spoke_to)
        self._watchers = Watchers(lambda: self._calls.status(fresh=True))
        self._keys = KeyRing(keys_file(state))
        self._disk = DiskRoom(state)
        store = ContentStore(state)
        self._entrance = Entrance(
            show=self._calls,
            keys=self._keys,
            watchers=self._watchers,
            programme=lambda: self._programme,
            figures=self._figures,
            description=_about,
            picture=self._picture,
            still=lambda revision, file: store.thumbnails(revision).get(file),
            peaks=self._peaks,
            public=_public,
        )
        self._meters = MeterReader(state)
        self._pictures: WallPictures | None = None
        self._crowd = Crowd()
        self._listener: Listener | None = None
        self._url, self._trouble = "", NOTHING
        self._leaving = False

    async def run(self, ending: EndSignal) -> None:
        """Until asked to end."""
        loop = asyncio.get_running_loop()
        loop.add_reader(self._spoke.fileno(), self._hear)
        serving = asyncio.create_task(self._serve())
        try:
            while not (ending.asked or self._leaving):
                self._report()
                self._hear()
                await asyncio.sleep(STATUS_S)
        finally:
            self._leaving = True
            if self._listener is not None:
                self._listener.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(serving, 2.0)
            if self._pictures is not None:
                self._pictures.close()
            self._meters.close()
            loop.remove_reader(self._spoke.fileno())
            self._files.close()
            self._spoke.close()

    # the show

    def _spoke_to(self, message: Any) -> None:
        self._spoke.send(message)
        # sending may take the sign that something has come
        asyncio.get_running_loop().call_soon(self._hear)

    def _hear(self) -> None:
        for message in self._spoke.receive():
            if isinstance(message, Reply):
                self._calls.heard(message)
            elif isinstance(message, Follow):
                self._programme = message.programme
                self._watchers.changed()
            elif isinstance(message, Glance):
                self._watchers.changed()
            elif isinstance(message, Leave):
                self._leaving = True

    def _report(self) -> None:
        if self._programme.revision == 0:
            self._spoke.send(Hello(DOOR, os.getpid()))
        counts = self._entrance.counts
        missing = filter(None, (self._trouble, self._keys.fault, self._followed.fault))
        self._spoke.send(
            DoorStatus(
                pid=os.getpid(),
                url=self._url,
                missing=tuple(missing),
                watching=self._watchers.count,
                asked=counts.asked,
                refused=counts.refused,
                orders=self._calls.orders,
            )
        )

    def _figures(self, status: str) -> bytes:
        from installation.show import figures, metrics_text, status_from_json

        self._disk.look()
        return metrics_text(figures(status_from_json(status), self._disk.free_bytes))

    def _picture(self, screen: str) -> SmallJpeg | None:
        if self._pictures is None:
            from installation.door import WallPictures

            self._pictures = WallPictures(ThumbnailReader(thumbnail_path(self._state)))
        now_ns = time.monotonic_ns()
        return self._pictures.screen(screen, now_ns) if screen else self._pictures.wall(now_ns)

    def _peaks(self) -> dict[str, float]:
        screens = len(self._followed.layout.screens)
        return self._meters.lately(screens, time.monotonic_ns())

    # the door

    async def _serve(self) -> None:
        """Be open as the layout says, again whenever it says something else."""
        while not self._leaving:
            asked = asked_of(self._followed.layout)
            block, title = asked
            following = asyncio.create_task(self._until_changed(asked))
            try:
                if block is not None:
                    await self._open(block, title)
                else:
                    await following
            except DoorError as fault:
                self._trouble = fault.said
                _log.warning("%s", fault)
                with suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.shield(following), RETRY_S)
            finally:
                self._url, self._listener = "", None
                following.cancel()

    async def _open(self, block: DoorBlock, title: str) -> None:
        files = await asyncio.to_thread(self._certificate, block)
        self._listener = Listener(self._entrance.app(), block, files, self._crowd)
        names, addresses = await asyncio.to_thread(house_names)
        announcement = None
        if not block.loopback:
            from installation.door import Announcement

            announcement = Announcement(block, title, addresses)
        announcing: asyncio.Task[None] | None = None

        def opened() -> None:
            nonlocal announcing
            self._opened(block, names[0])
            if announcement is not None:
                announcing = asyncio.create_task(announcement.begin())

        try:
            await self._listener.run(opened)
        finally:
            if announcing is not None and announcement is not None:
                announcing.cancel()
                await announcement.end()

    def _opened(self, block: DoorBlock, host: str) -> None:
        self._url = door_url(block, host)
        self._trouble = NOTHING
        _log.info("open at %s", self._url)
        self._report()

    async def _until_changed(self, asked: tuple[DoorBlock | None, str]) -> None:
        while not self._leaving:
            self._followed.look(time.monotonic_ns())
            if asked_of(self._followed.layout) != asked:
                break
            await asyncio.sleep(STATUS_S)
        if self._listener is not None:
            self._listener.close()

    def _certificate(self, block: DoorBlock) -> CertificateFiles | None:
        if block.certificate is not None:
            given = block.certificate
            return CertificateFiles(Path(given.certificate), Path(given.key))
        if not block.makes_certificate:
            return None
        from installation.door import own_certificate

        return CertificateFiles(*own_certificate(self._state / "door", datetime.now(UTC)))


def _public(status: str) -> str:
    from installation.show import public_status_json

    return public_status_json(status)


def _about() -> bytes:
    """Return the door's description for programs."""
    (status,), components = msgspec.json.schema_components(
        [ShowStatus], schema_hook=said_schema, ref_template="#/components/schemas/{name}"
    )
    return msgspec.json.encode(openapi(status, components))

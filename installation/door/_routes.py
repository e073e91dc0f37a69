"""Answers what is asked at the door: pages, status, captions, figures, and orders."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import msgspec
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from installation.door._asked import kind_named, named, order_in
from installation.door._keys import DoorKey
from installation.door._line import LineNow, Scripts, place_of_line
from installation.door._page_files import PageFile, page_files
from installation.door._repeats import Repeats
from installation.door._small_jpeg import SmallJpeg
from installation.door._watching import Watchers
from installation.errors import UsageError, told
from installation.link import Reply
from installation.model import Level, Order, OrderKind, Role
from installation.said import Said, packed
from installation.timeline import Programme, RateLimits
from installation.units import MILLISECOND

LONGEST = 4096
"""Bytes of the longest body."""
BODY_S = 5.0
"""How long a body may take to come."""
ORDERS = 20, 10
"""Orders of one key: so many at once, and so many a second."""
READS = 240, 120
"""The same of what is read, and of levels, which the show merges."""
HAND = 60, 30
"""The same of one phone: a visitors' key hangs on a wall for many."""
_REVISION, _STILL = re.compile("[0-9a-f]{1,128}"), re.compile("[0-9]{1,12}[.]jpg")
PHONES = 512
"""Phones whose requests are counted apart."""
LONGEST_PRESS = 64
TOO_LARGE = Said(
    "a body is at most {bytes} bytes, and there in {seconds:.0f} s", bytes=LONGEST, seconds=BODY_S
)
TOO_FAST = Said("{count} orders a second are taken of one key", count=ORDERS[1])
TOO_MUCH = Said(
    "{count} requests a second are answered to one phone, {key} to one key",
    count=HAND[1],
    key=READS[1],
)
ROLES = {
    Role.VISITOR: Said("visitor"),
    Role.ATTENDANT: Said("attendant"),
    Role.TECHNICIAN: Said("technician"),
}
PROTOCOL, KEY_PROTOCOL = "kiss", "key."
"""A browser's WebSocket can send no header of its own, but names of protocols."""
SAFE = {
    "content-security-policy": "default-src 'self'; img-src 'self' data: blob:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


class ShowSource(Protocol):
    """The protocol of the show as the door reaches it."""

    async def order(self, order: Order, by: str) -> Reply | None:
        """Give an order in somebody's name; None when nobody answers."""
        ...

    async def status(self, fresh: bool = False) -> str | None:
        """Return the status as JSON; None when nobody answers."""
        ...


class KeyHolders(Protocol):
    """The protocol of what knows the keys."""

    def holder(self, secret: str) -> DoorKey | None:
        """Return the key that has this secret."""
        ...

    def holds(self, key: DoorKey) -> bool:
        """Tell whether a key has not been withdrawn."""
        ...


@dataclass
class DoorCounts:
    """Counts of requests since the door is open."""

    asked: int = 0
    refused: int = 0


@dataclass
class Entrance:
    """All that the routes answer from. One loop.

    ``programme`` returns the one that plays, ``figures`` makes a status Prometheus's text, and
    ``description`` is the door's in OpenAPI. ``picture`` returns a screen's small picture as it is
    now, or the wall's under ''; ``still`` a small picture of a version, by its revision and the
    name that the status has for it; it waits for the disk. ``peaks`` are what is heard just now,
    and ``public`` returns what visitors are told of a status.
    """

    show: ShowSource
    keys: KeyHolders
    watchers: Watchers
    programme: Callable[[], Programme]
    figures: Callable[[str], bytes]
    description: Callable[[], bytes]
    picture: Callable[[str], SmallJpeg | None]
    still: Callable[[str, str], bytes | None]
    peaks: Callable[[], dict[str, float]]
    public: Callable[[str], str]
    counts: DoorCounts = field(default_factory=DoorCounts)
    _scripts: Scripts = field(default_factory=Scripts)
    _orders: RateLimits = field(default_factory=lambda: RateLimits(*ORDERS))
    _reads: RateLimits = field(default_factory=lambda: RateLimits(*READS))
    _hands: RateLimits = field(default_factory=lambda: RateLimits(*HAND, PHONES))
    _repeats: Repeats["asyncio.Task[Response]"] = field(default_factory=Repeats)

    def app(self) -> Starlette:
        """Return the application."""
        routes: list[BaseRoute] = [
            Route("/api/orders/{name}", self._counted(self._ordered), methods=["POST"]),
            Route("/api/status", self._counted(self._status)),
            Route("/api/me", self._counted(self._me)),
            Route("/api/openapi.json", self._described),
            Route("/pictures/wall.jpg", self._counted(self._picture)),
            Route("/pictures/screens/{screen}.jpg", self._counted(self._picture)),
            Route("/pictures/versions/{revision}/{file}", self._counted(self._still)),
            Route("/api/meters", self._counted(self._meters)),
            Route("/captions", self._counted(self._captions)),
            Route("/metrics", self._counted(self._metrics)),
            WebSocketRoute("/api/live", self._live),
        ]
        routes += [Route(path, partial(_file, one)) for path, one in page_files().items()]
        return Starlette(routes=routes, exception_handlers={404: _lost, 405: _lost})

    # what is read

    async def _status(self, _request: Request, key: DoorKey) -> Response:
        said = await self.show.status()
        return _away() if said is None else _sent(self._told(key, said).encode())

    def _told(self, key: DoorKey, status: str) -> str:
        """Return as much of a status as a key's role may know."""
        return self.public(status) if key.role < Role.ATTENDANT else status

    async def _me(self, _request: Request, key: DoorKey) -> Response:
        return _json({"name": key.name, "role": str(key.role)})

    async def _described(self, _request: Request) -> Response:
        return _sent(self.description())

    async def _captions(self, request: Request, _key: DoorKey) -> Response:
        asked = (request.query_params.get(name, "")[:40] for name in ("language", "screen"))
        place = place_of_line(self.programme(), time.monotonic_ns(), *asked)
        if place is None:
            return _json(LineNow())
        text = await self._scripts.line(place)
        return _json(LineNow(text, place.language, place.languages, place.screen))

    async def _picture(self, request: Request, _key: DoorKey) -> Response:
        found = self.picture(request.path_params.get("screen", ""))
        if found is None:
            return _refused(404, Said("there is no picture: no such screen, or the stage is away"))
        headers = {"etag": f'"{found.number}"', "cache-control": "private, no-cache", **SAFE}
        headers["x-age-ms"] = str(found.age_ns // MILLISECOND)
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return Response(found.data, headers=headers, media_type="image/jpeg")

    async def _still(self, request: Request, key: DoorKey) -> Response:
        if key.role < Role.ATTENDANT:  # some versions are not for the public yet
            return _refused(
                403, Said("a key of role '{role}' may not see versions", role=ROLES[key.role])
            )
        revision, file = (request.path_params[name] for name in ("revision", "file"))
        found = None
        if _REVISION.fullmatch(revision) and _STILL.fullmatch(file):
            found = await asyncio.to_thread(self.still, revision, file)
        if not found:
            return _refused(404, Said("there is no such picture of a version"))
        # a revision is what is in it: its pictures never change
        kept = {"cache-control": "private, max-age=86400, immutable", **SAFE}
        return Response(found, headers=kept, media_type="image/jpeg")

    async def _meters(self, _request: Request, _key: DoorKey) -> Response:
        return _json({name: round(peak, 4) for name, peak in self.peaks().items()})

    async def _metrics(self, _request: Request, _key: DoorKey) -> Response:
        said = await self.show.status()
        if said is None:
            return _away()
        return _sent(self.figures(said), "text/plain; version=0.0.4; charset=utf-8")

    async def _live(self, socket: WebSocket) -> None:
        key = self.keys.holder(_secret(socket))
        if key is None or not self._may_ask(socket, key) or not self.watchers.has_room(key.role):
            await socket.close(1008)  # before it is accepted: the answer is 403
            return
        offered = socket.scope.get("subprotocols", [])
        await socket.accept(PROTOCOL if PROTOCOL in offered else None)
        watching = asyncio.create_task(
            self.watchers.watch(
                lambda said: socket.send_text(self._told(key, said)), lambda: self.keys.holds(key)
            )
        )
        hearing = asyncio.create_task(_until_gone(socket))
        await asyncio.wait((watching, hearing), return_when=asyncio.FIRST_COMPLETED)
        for task in (watching, hearing):
            task.cancel()
        found = await asyncio.gather(watching, hearing, return_exceptions=True)
        if found[0] is None:  # the key was withdrawn, or it takes nothing
            await socket.close(1008)

    # what is ordered

    async def _ordered(self, request: Request, key: DoorKey) -> Response:
        try:
            kind = kind_named(request.path_params["name"])
            if key.role < kind.role:
                return _refused(403, _not_allowed(key.role, kind))
            body = await _body(request)
            if body is None:
                return _refused(413, TOO_LARGE)
            order = order_in(kind, body)
        except UsageError as fault:
            return _refused(400, told(fault.message, fault.advice))
        press = request.headers.get("idempotency-key", "")[:LONGEST_PRESS]
        answer = self._repeats.before(key.digest, press)
        if answer is None:
            limits = self._reads if isinstance(order, Level) else self._orders
            if not limits.take((key.digest, "order"), _now()):
                return _refused(429, TOO_FAST)
            answer = asyncio.create_task(self._carried_out(order, key))
            self._repeats.keep(key.digest, press, answer)
        # who hangs up has ordered all the same, and may ask again what came of it
        found = await asyncio.shield(answer)
        return Response(found.body, found.status_code, dict(found.headers))

    async def _carried_out(self, order: Order, key: DoorKey) -> Response:
        reply = await self.show.order(order, key.name)
        if reply is None:
            return _away()
        said = _answer(reply.ok, reply.text)
        if reply.undo is not None:
            said["undo"] = named(reply.undo)
        return _json(said, 200 if reply.ok else 409)

    # who asks

    def _counted(
        self, answer: Callable[[Request, DoorKey], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def guarded(request: Request) -> Response:
            self.counts.asked += 1
            response = await self._guarded(request, answer)
            self.counts.refused += response.status_code >= 400
            return response

        return guarded

    async def _guarded(
        self, request: Request, answer: Callable[[Request, DoorKey], Awaitable[Response]]
    ) -> Response:
        key = self.keys.holder(_secret(request))
        if key is None:
            text = Said("this key opens nothing here: `kiss door key` makes one that does")
            return _refused(401, text, {"www-authenticate": "Bearer"})
        if not self._may_ask(request, key):
            return _refused(429, TOO_MUCH)
        try:
            return await answer(request, key)
        except ClientDisconnect:
            return _refused(400, Said("the request ended before it was whole"))

    def _may_ask(self, asking: HTTPConnection, key: DoorKey) -> bool:
        address = asking.client.host if asking.client else ""
        # who asks too much takes nothing of what the others of this key have
        return self._hands.take((key.digest, address), _now()) and self._reads.take(
            key.digest, _now()
        )


def _now() -> int:
    return time.monotonic_ns()


def _secret(asking: HTTPConnection) -> str:
    """Return the key that a request shows; empty without one."""
    headers: Headers = asking.headers
    kind, _, secret = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return secret.strip()
    offered: Sequence[str] = asking.scope.get("subprotocols", [])
    return next((o.removeprefix(KEY_PROTOCOL) for o in offered if o.startswith(KEY_PROTOCOL)), "")


async def _body(request: Request) -> bytes | None:
    """Return a request's body; None for one that is too long, or too slow."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.stream():
                body += part
                if len(body) > LONGEST:
                    return None
    except TimeoutError:
        return None
    return bytes(body)


async def _until_gone(socket: WebSocket) -> None:
    """Wait until a watcher leaves; what it says means nothing."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        continue


async def _file(file: PageFile, request: Request) -> Response:
    headers = {"etag": file.tag, "cache-control": "no-cache", **SAFE}
    if request.headers.get("if-none-match") == file.tag:
        return Response(status_code=304, headers=headers)
    return Response(file.content, headers=headers, media_type=file.kind)


async def _lost(_request: Request, _fault: Exception) -> Response:
    return _refused(404, Said("there is nothing here; /try.html shows what there is"))


def _sent(data: bytes, kind: str = "application/json", status: int = 200) -> Response:
    return Response(data, status, {"cache-control": "no-store", **SAFE}, kind)


def _json(value: Any, status: int = 200) -> Response:
    return _sent(msgspec.json.encode(value, enc_hook=packed), status=status)


def _refused(status: int, text: Said, headers: dict[str, str] | None = None) -> Response:
    """Say why not, and hang up: whoever floods the door has to come again each time."""
    response = _json(_answer(False, text), status)
    response.headers.update({"connection": "close", **(headers or {})})
    return response


def _answer(ok: bool, text: Said) -> dict[str, object]:
    """Return what the show says in English, and as a page says it in its reader's language."""
    return {"ok": ok, "text": str(text), "said": text}


def _not_allowed(role: Role, kind: OrderKind) -> Said:
    return Said(
        "a key of role '{role}' may not give '{order}': that is for role '{needed}'",
        role=ROLES[role],
        order=kind.name,
        needed=ROLES[kind.role],
    )


def _away() -> Response:
    return _refused(503, Said("the show does not answer just now; try again in a few seconds"))

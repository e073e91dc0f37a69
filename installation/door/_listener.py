"""Listens at the door's address: a socket, TLS, and uvicorn."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from installation.door._crowd import Crowd, CrowdedProtocol
from installation.errors import DoorError
from installation.model import DoorBlock
from installation.said import Said

REST_S = 20
"""How long an answered connection may rest."""
HEADERS = 16_384
"""Bytes that a request's head may have."""
WAITING = 256
"""Connections that the system keeps until they are taken."""


@dataclass(frozen=True)
class CertificateFiles:
    """A certificate and its key, in PEM."""

    certificate: Path
    key: Path


class Listener:
    """A door that is open, from :meth:`run` until :meth:`close`."""

    def __init__(
        self, app: Any, block: DoorBlock, files: CertificateFiles | None, crowd: Crowd
    ) -> None:
        self._block = block
        config = uvicorn.Config(
            app,
            http=CrowdedProtocol,
            ws="websockets-sansio",
            ws_max_size=1024,
            ws_ping_interval=10,
            ws_ping_timeout=10,
            ws_per_message_deflate=False,
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_keep_alive=REST_S,
            timeout_graceful_shutdown=1,
            h11_max_incomplete_event_size=HEADERS,
            backlog=WAITING,
            ssl_certfile=files.certificate if files else None,
            ssl_keyfile=files.key if files else None,
        )
        config.crowd = crowd  # type: ignore[attr-defined]
        # of the rubbish that comes every line would be a warning
        logging.getLogger("uvicorn").setLevel(logging.ERROR)
        self._config = config
        self._server = _Server(config)

    async def run(self, opened: Callable[[], None]) -> None:
        """Serve until it is closed. Raises DoorError when it cannot listen."""
        try:
            self._config.load()
        except (OSError, ValueError) as fault:  # ssl.SSLError is an OSError
            raise DoorError(
                Said("the certificate cannot be used: {why}", why=str(fault))
            ) from fault
        address, port = self._block.address, self._block.port
        made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((address, port))
        except OSError as fault:  # a network that is not up yet, or a port in use
            made.close()
            raise DoorError(
                Said(
                    "cannot listen at {address}: {why}",
                    address=f"{address}:{port}",
                    why=fault.strerror or str(fault),
                )
            ) from fault
        serving = asyncio.create_task(self._server.serve([made]))
        opened()
        await serving

    def close(self) -> None:
        """Let go of everybody; :meth:`run` returns."""
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """Leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield

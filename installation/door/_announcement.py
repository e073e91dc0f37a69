"""Tells the network where the door is, so that phones find it by name (mDNS, DNS-SD)."""

import ipaddress
import logging
import socket
from contextlib import suppress

from zeroconf import InterfaceChoice, IPVersion
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from installation.model import DoorBlock

_log = logging.getLogger("door")
_FAULTS = (OSError, RuntimeError, ValueError, TimeoutError)


class Announcement:
    """A door's name in the network, from :meth:`begin` to :meth:`end`."""

    def __init__(self, block: DoorBlock, title: str, addresses: list[str]) -> None:
        self._block = block
        kind = "_http._tcp.local." if block.plain else "_https._tcp.local."
        # a name is a DNS label: 63 bytes
        name = (block.name or title).encode()[:60].decode(errors="ignore").replace(".", " ")
        listens = ipaddress.ip_address(block.address)
        own = addresses if listens.is_unspecified else [str(listens)]
        reached = [ipaddress.ip_address(one) for one in own]
        self._info = AsyncServiceInfo(
            kind,
            f"{name}.{kind}",
            addresses=[one.packed for one in reached if not one.is_loopback],
            port=block.port,
            properties={"path": "/"},
            server=f"{socket.gethostname().split('.')[0]}.local.",
        )
        self._zeroconf: AsyncZeroconf | None = None

    async def begin(self) -> None:
        """Say it, and answer whoever asks from now on; a network without multicast hears none."""
        try:
            listens = self._block.address
            everywhere = ipaddress.ip_address(listens).is_unspecified
            interfaces = InterfaceChoice.All if everywhere else [listens]
            self._zeroconf = AsyncZeroconf(interfaces=interfaces, ip_version=IPVersion.V4Only)
            await self._zeroconf.async_register_service(self._info, allow_name_change=True)
        except _FAULTS as fault:
            _log.warning("the door is not announced in the network: %s", fault)

    async def end(self) -> None:
        """Say that it is gone."""
        if self._zeroconf is not None:
            with suppress(*_FAULTS):
                await self._zeroconf.async_close()
            self._zeroconf = None

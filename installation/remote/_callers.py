"""Knows who may give orders by network, and who has tried without being named."""

import ipaddress
from collections.abc import Sequence

from installation.units import SECOND

HERE = ("127.0.0.0/8", "::1/128")
REMEMBER_NS = 60 * SECOND
"""How long it is said that somebody has tried."""


class Callers:
    """The addresses and networks of ``allow``, and this machine."""

    def __init__(self, allow: Sequence[str]) -> None:
        self._networks = [ipaddress.ip_network(one) for one in (*allow, *HERE)]
        self._stranger: tuple[str, int] | None = None

    def may(self, peer: str, now_ns: int) -> bool:
        """Tell whether an address is heard. Any thread."""
        address = ipaddress.ip_address(peer)
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped  # a socket at "::" hears both kinds
        if any(address in network for network in self._networks):
            return True
        self._stranger = peer, now_ns
        return False

    def stranger(self, now_ns: int) -> str:
        """The last address that was turned away lately; empty without one."""
        peer, at_ns = self._stranger or ("", 0)
        return peer if now_ns - at_ns < REMEMBER_NS else ""

"""The layout's block on show control by network (Open Sound Control over UDP)."""

import ipaddress
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from installation.model._yamlfile import Form, Whole
from installation.model._yamltext import YamlFault


def ip_address(value: str) -> str:
    """Return an address as it is usually written. Raises ValueError."""
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise ValueError(f"{value!r} is no IP address, as 192.168.1.20") from None


def _network(value: str) -> str:
    try:
        return str(ipaddress.ip_network(value))
    except ValueError:
        text = f"{value!r} is no IP address or network, as 192.168.1.20 or 192.168.1.0/24"
        raise ValueError(text) from None


Port = Annotated[Whole, Field(ge=1, le=65535)]


class Osc(Form):
    """The layout's ``osc`` block: where it listens, and whom it listens to.

    Answers go to the port that a request came from, or to ``reply_port``.
    """

    port: Port = 9000
    address: Annotated[str, AfterValidator(ip_address)] = "127.0.0.1"
    allow: tuple[Annotated[str, AfterValidator(_network)], ...] = ()
    reply_port: Port | None = None

    @property
    def loopback(self) -> bool:
        """Tell whether only this machine can reach it."""
        return ipaddress.ip_address(self.address).is_loopback

    def misfits(self) -> Iterator[YamlFault]:
        """An address that others can reach, and nobody named who may."""
        if not self.loopback and not self.allow:
            text = "needs 'allow', the addresses that may give orders: 'allow: [192.168.1.20]'"
            yield YamlFault(("osc", "address"), text)

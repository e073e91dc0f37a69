"""The layout's block on the door: HTTP and WebSocket for phones and show control."""

import ipaddress
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from installation.model._manifest import Word
from installation.model._osc_block import ip_address
from installation.model._yamlfile import Form, Record, Whole
from installation.model._yamltext import YamlFault


class DoorCertificate(Record):
    """The house's own certificate, and its key: files in PEM, as authorities deliver them."""

    certificate: Word
    key: Word


class DoorBlock(Form):
    """The address at which the door listens, and the certificate by which phones know it.

    ``tls`` is for a house without a ``certificate``: left out, the door makes one of its own where
    others can reach it, and has none on this machine alone. Below 1024 only root may listen, and
    the show is never root's.
    """

    port: Annotated[Whole, Field(ge=1024, le=65535)] = 8080
    address: Annotated[str, AfterValidator(ip_address)] = "127.0.0.1"
    tls: Literal["own", "off"] | None = None
    certificate: DoorCertificate | None = None
    name: Annotated[Word, Field(max_length=60)] | None = None
    """Its name in the network (mDNS); else the layout's title."""

    @property
    def loopback(self) -> bool:
        """Tell whether only this machine can reach it."""
        return ipaddress.ip_address(self.address).is_loopback

    @property
    def makes_certificate(self) -> bool:
        """Tell whether it has a certificate of its own making."""
        return self.certificate is None and not self.plain

    @property
    def plain(self) -> bool:
        """Tell whether what it says can be read on the way."""
        by_itself = self.loopback and self.tls is None
        return self.certificate is None and (self.tls == "off" or by_itself)

    def misfits(self) -> Iterator[YamlFault]:
        """A name for a door that nobody in the network can find; two ways to a certificate."""
        if self.name is not None and self.loopback:
            text = "is told in the network, where nobody can reach it: 'address: 0.0.0.0', say"
            yield YamlFault(("door", "name"), text)
        if self.tls is not None and self.certificate is not None:
            yield YamlFault(("door", "tls"), "is for a door without a 'certificate'")

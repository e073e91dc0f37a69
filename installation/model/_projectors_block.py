"""The layout's ``projectors``: those that are switched with the house, over the network."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from installation.model._manifest import Word
from installation.model._naming import did_you_mean
from installation.model._osc_block import Port, ip_address
from installation.model._yamlfile import Form
from installation.model._yamltext import YamlFault

PROJECTORS = 16
"""The most that one layout may have: two for each screen."""


class NetworkProjector(Form):
    """A projector that speaks PJLink. ``screen`` is the one that it shows.

    The address is a number, for whoever looks names up may have to wait.
    """

    screen: Word
    address: Annotated[str, AfterValidator(ip_address)]
    port: Port = 4352
    password: Annotated[str, Field(min_length=1, max_length=32)] | None = None

    def __str__(self) -> str:
        return f"{self.screen}'s projector ({self.address})"


def strangers_among(
    projectors: Sequence[NetworkProjector], screens: Sequence[str]
) -> Iterator[YamlFault]:
    """Yield projectors of screens that there are not, and those that are there twice."""
    for number, projector in enumerate(projectors):
        if projector.screen not in screens:
            hint = did_you_mean(projector.screen, screens) or f"; there are {', '.join(screens)}"
            text = f"no screen is called {projector.screen!r}{hint}"
            yield YamlFault(("projectors", number, "screen"), text)
        if any(
            (one.address, one.port) == (projector.address, projector.port)
            for one in projectors[:number]
        ):
            yield YamlFault(("projectors", number, "address"), "is another projector's already")

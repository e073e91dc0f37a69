"""The ``hearing`` of a layout: further ways of sound, to headphones or a hearing loop."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import Struct
from pydantic import Field

from installation.model._manifest import Word
from installation.model._naming import did_you_mean
from installation.model._sound_source import FILM_SOUND
from installation.model._voice_block import NO_SCREEN
from installation.model._yamlfile import Record, Whole
from installation.model._yamltext import YamlFault


class SoundRoute(Struct, frozen=True):
    """A further way of sound, as a player is given it: what it plays of which screens, and where.

    With ``by_voice`` each screen is heard on it while it has the voice.
    """

    name: str
    play: str
    screens: tuple[str, ...]
    by_voice: bool
    device: str


class HearingRoute(Record):
    """One route: the sound of this name, of a screen's version or of whoever has the voice."""

    name: Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
    device: Word
    play: Word = FILM_SOUND
    screen: Word | None = None
    volume: Annotated[Whole, Field(ge=0, le=100)] = 100

    def route(self, screens: Sequence[str]) -> SoundRoute:
        """Return it as a player needs it, in a show with these screens."""
        of = (self.screen,) if self.screen else tuple(screens)
        return SoundRoute(self.name, self.play, of, self.screen is None, self.device)


def odd_routes(routes: Sequence[HearingRoute], screens: Sequence[str]) -> Iterator[YamlFault]:
    """Return what is wrong with a layout's routes."""
    for number, route in enumerate(routes):
        others = [*screens, *NO_SCREEN, *(earlier.name for earlier in routes[:number])]
        if route.name in others:
            text = "is not free: a screen, a route or an order has this name"
            yield YamlFault(("hearing", number, "name"), text)
        if route.screen is not None and route.screen not in screens:
            hint = did_you_mean(route.screen, screens)
            yield YamlFault(("hearing", number, "screen"), f"is not one of the screens{hint}")

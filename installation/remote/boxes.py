"""Button and fader boxes: what is pressed becomes an order, what the show does lights a lamp."""

from collections.abc import Sequence

from installation.link.messages import Glance, RemotePort
from installation.model.remote import Remote
from installation.remote.midi import Midi
from installation.remote.part import Post
from installation.timeline.programme import Programme
from installation.units import SECOND


class Boxes:
    """All boxes of a layout; a :class:`installation.remote.part.Part`."""

    def __init__(self, remote: Remote, screens: Sequence[str], midi: Midi, post: Post) -> None:
        self._remote, self._screens, self._midi, self._post = remote, screens, midi, post

    def follow(self, programme: Programme) -> None:
        """Nothing of it matters to a box."""

    def glance(self, glance: Glance) -> None:
        """Light the lamps."""

    def step(self, now_ns: int) -> int:
        """Look after the ports."""
        return now_ns + SECOND

    def ports(self) -> Sequence[RemotePort]:
        """The boxes that are there."""
        return ()

    def missing(self) -> Sequence[str]:
        """The boxes that are not."""
        return ()

    def counts(self) -> tuple[int, int]:
        """Messages and junk."""
        return 0, 0

    def close(self) -> None:
        """Let go of the boxes."""

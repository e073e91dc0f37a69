"""What a layout says about remotes: boxes with buttons and faders, and what they do."""

from typing import Annotated, Literal

from pydantic import Field

from installation.model.manifest import Word
from installation.model.yamlfile import Form, Record


class Box(Record):
    """A button or fader box: its ports by a pattern of their names (``*`` stands for anything)."""

    port: Word


class Remote(Form):
    """The remote's block: which MIDI system, and the boxes."""

    system: Literal["auto", "alsa", "jack"] = "auto"
    boxes: Annotated[tuple[Box, ...], Field(max_length=16)] = ()

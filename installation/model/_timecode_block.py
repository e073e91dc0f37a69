"""The layout's block on timecode and MIDI clock: who is led, and by whom."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from installation.model._manifest import Word
from installation.model._yamlfile import Form, Real, Record
from installation.model._yamltext import YamlFault
from installation.timeline import THIRTY, Rate, Timecode, rate_named, read_label


def _rate(value: str) -> str:
    if value not in ("24", "25", "29.97", "30"):
        raise ValueError(f"{value!r} is none of 24, 25, 29.97, 30")
    return value


def _rate_or_auto(value: str) -> str:
    if value not in ("auto", "24", "25", "29.97", "30"):
        raise ValueError(f"{value!r} is none of auto, 24, 25, 29.97, 30")
    return value


def _label(value: str) -> str:
    read_label(value)
    return value


RateName = Annotated[str, AfterValidator(_rate)]
MasterRateName = Annotated[str, AfterValidator(_rate_or_auto)]
Label = Annotated[str, AfterValidator(_label)]


class TimecodeOutBlock(Record):
    """Code that others chase. ``start`` is the label of the story's beginning."""

    port: Word
    rate: RateName = "25"
    start: Label = "00:00:00:00"

    @property
    def known_rate(self) -> Rate:
        """The rate that is sent."""
        return rate_named(self.rate)

    @property
    def label(self) -> Timecode:
        """The label of the story's beginning."""
        return read_label(self.start)


class CodeIn(Record):
    """The master's code that the show follows."""

    port: Word
    rate: MasterRateName = "auto"
    start: Label = "00:00:00:00"

    @property
    def known_rate(self) -> Rate | None:
        """The rate that counts; None for what the code says of itself."""
        return None if self.rate == "auto" else rate_named(self.rate)

    @property
    def label(self) -> Timecode:
        """The label of the story's beginning."""
        return read_label(self.start)


class ClockBlock(Record):
    """MIDI clock at a set tempo, in quarter notes a minute."""

    port: Word
    bpm: Annotated[Real, Field(ge=20, le=400)]


class TimecodeBlock(Form):
    """The layout's ``timecode`` block."""

    master: Annotated[CodeIn | None, Field(alias="in")] = None
    out: TimecodeOutBlock | None = None
    clock: ClockBlock | None = None

    def misfits(self) -> Iterator[YamlFault]:
        """Labels that there are not at their rate."""
        for key, code in (("out", self.out), ("in", self.master)):
            rate = code and (code.known_rate or THIRTY)
            if code and rate and not rate.has(code.label):
                text = f"there is no such label at {rate.name} frames a second"
                yield YamlFault(("timecode", key, "start"), text)

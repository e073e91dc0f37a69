"""A small picture of the wall, as it is sent."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SmallJpeg:
    """A JPEG; ``number`` is another one for every other picture, ``age_ns`` how old it may be."""

    data: bytes
    number: int
    age_ns: int

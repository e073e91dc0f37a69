"""A picture's layout in its slot of a frame ring. Pure."""

from dataclasses import dataclass

from installation.model import FilmFacts

MATRICES = ("bt601", "bt709", "bt2020")
FINE = {"yuv420p10le": 10}
"""Bits of a sample in those pixel formats that have more than eight, and that players are given."""
FINEST = 2
"""Bytes that a sample may take."""


@dataclass(frozen=True)
class RingShape:
    """A picture's layout in its slot: 4:2:0, the visible size and the padded one, in samples.

    ``pitch`` is the luma plane's samples a row and ``rows`` its rows; chroma planes have half of
    both. A sample of more than eight bits (``depth``) lies in two bytes, in the lower bits of a
    number whose lower byte comes first.
    """

    width: int
    height: int
    pitch: int
    rows: int
    sar: tuple[int, int]
    matrix: str
    full_range: bool
    depth: int = 8

    @classmethod
    def of(cls, facts: FilmFacts) -> "RingShape":
        """The shape of a film's pictures; rows are aligned to 64 samples, as libvlc likes them."""
        pitch, rows = -(-facts.width // 64) * 64, -(-facts.height // 2) * 2
        depth = FINE.get(facts.pixel_format, 8)
        colours = facts.sar, facts.matrix, facts.full_range
        return cls(facts.width, facts.height, pitch, rows, *colours, depth)

    @property
    def sample(self) -> int:
        """Bytes of a sample."""
        return 2 if self.depth > 8 else 1

    @property
    def offsets(self) -> tuple[int, int, int]:
        """Return where the three planes begin in the slot, in bytes."""
        luma = self.pitch * self.rows * self.sample
        return 0, luma, luma + luma // 4

    @property
    def size(self) -> int:
        """Bytes that the picture takes."""
        return self.pitch * self.rows * 3 // 2 * self.sample

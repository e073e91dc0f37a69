"""Finds the film that lies in a folder as single, numbered pictures. Pure."""

import re
from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

from installation.model._refusals import Refusal

IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".tga", ".webp")
_NUMBERED = re.compile(r"(.*?)([0-9]+)(\.[A-Za-z]+)")
FEWEST = 2
"""A picture with a number in its name may be a poster; two make a film."""


class ImageSequence(Struct, frozen=True):
    """A film of ``count`` pictures, named ``head``, a number from ``first`` on, and ``tail``.

    The number has at least so many ``digits``. ``rate`` is in pictures a second.
    """

    head: str
    digits: int
    tail: str
    first: int
    count: int
    rate: tuple[int, int]

    @property
    def fps(self) -> Fraction:
        """Return the pictures a second."""
        return Fraction(*self.rate)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the pictures' names, in their order."""
        return tuple(self._name(self.first + k) for k in range(self.count))

    @property
    def pattern(self) -> str:
        """Return the names as one pattern of printf's, as FFmpeg's image2 takes it."""
        head, tail = (part.replace("%", "%%") for part in (self.head, self.tail))
        return f"{head}%0{self.digits}d{tail}"

    def _name(self, number: int) -> str:
        return f"{self.head}{number:0{self.digits}d}{self.tail}"


def sequence_in(names: Iterable[str], rate: Fraction) -> ImageSequence:
    """Return the numbered pictures among the names in a folder.

    Raises LibraryError when there are none, several films of them, or one lacks a picture.
    """
    films: dict[tuple[str, str], list[str]] = {}
    for name in names:
        found = _NUMBERED.fullmatch(name)
        if found and found[3].lower() in IMAGE_ENDINGS:
            films.setdefault((found[1], found[3]), []).append(found[2])
    films = {key: numbers for key, numbers in films.items() if len(numbers) >= FEWEST}
    if not films:
        raise Refusal.NO_NUMBERED_PICTURES.error(endings=" ".join(IMAGE_ENDINGS))
    if len(films) > 1:
        kinds = ", ".join(sorted(f"{head}*{tail}" for head, tail in films))
        raise Refusal.SEVERAL_FILMS.error(count=len(films), kinds=kinds)
    (((head, tail), texts),) = films.items()
    numbers = sorted(int(text) for text in texts)
    digits = min(len(text) for text in texts)
    sequence = ImageSequence(
        head,
        digits,
        tail,
        numbers[0],
        numbers[-1] - numbers[0] + 1,
        (rate.numerator, rate.denominator),
    )
    there = {f"{head}{text}{tail}" for text in texts}
    if sequence.count > 2 * len(there) + 1000:  # numbers that only look like it: 1, 2, 20240321
        raise Refusal.MOSTLY_MISSING.error(first=numbers[0], last=numbers[-1])
    missing = next((name for name in sequence.names if name not in there), None)
    if missing is not None:
        raise Refusal.PICTURE_MISSING.error(name=missing)
    if len(there) > sequence.count:
        raise Refusal.SAME_NUMBER.error()
    return sequence

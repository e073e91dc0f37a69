"""Checks subtitles as those who read them would: too much, too fast, too late. Pure.

The limits are those that broadcasters and museums name; a file beyond them is shown all the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from math import ceil

from installation.units import SECOND
from installation.words._script import Remark, Script, SpokenLine

ROWS = 2
LETTERS = 40
"""The most letters of a row."""
PACE = 20.0
"""The most letters in a second."""
SHORTEST_NS = SECOND
EXAMPLES = 3
"""The places that are named for each kind of remark; the rest are counted."""


def checked(script: Script) -> Iterator[Remark]:
    """Return what readers would have trouble with, in the order of time."""
    for line in script.lines:
        for text in _troubles(line):
            yield Remark(line.line, line.start_ns, text)
    ends_ns = accumulate((line.end_ns for line in script.lines), max)
    for line, until_ns in zip(script.lines[1:], ends_ns, strict=False):
        if line.start_ns < until_ns:
            yield Remark(line.line, line.start_ns, "overlaps one before it")


def _troubles(line: SpokenLine) -> Iterator[str]:
    rows = line.text.split("\n")
    longest, length_ns = max(map(len, rows)), line.end_ns - line.start_ns
    letters = sum(map(len, rows))
    if len(rows) > ROWS:
        yield f"has {len(rows)} lines; {ROWS} are read with ease"
    if longest > LETTERS:
        yield f"has a line of {longest} letters; {LETTERS} are read with ease"
    if length_ns < SHORTEST_NS:
        yield f"is on for {length_ns / SECOND:.2f} s; nobody reads in less than 1 s"
    elif letters * SECOND > PACE * length_ns:
        pace = ceil(letters * SECOND / length_ns)
        yield f"has {pace} letters a second; {PACE:.0f} are read with ease"


def shortened(remarks: Iterable[Remark]) -> tuple[str, ...]:
    """Remarks in words: a few of each kind with their places, and how many more there are.

    Of one kind are those whose words differ in numbers only.
    """
    kinds: Counter[str] = Counter()
    kept: list[str] = []
    for remark in remarks:
        kind = "".join(c for c in remark.text if not c.isdigit() and c not in ".'")
        kinds[kind[-40:]] += 1
        if kinds[kind[-40:]] <= EXAMPLES:
            kept.append(str(remark))
    more = sum(count - EXAMPLES for count in kinds.values() if count > EXAMPLES)
    return (*kept, f"and {more} more of these") if more else tuple(kept)

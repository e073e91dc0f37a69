"""Checks subtitles as those who read them would: too much, too fast, too late. Pure.

The limits are those that broadcasters and museums name; a file beyond them is shown all the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from math import ceil

from installation.said import Said
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
            yield Remark(line.line, line.start_ns, Said("overlaps one before it"))


def _troubles(line: SpokenLine) -> Iterator[Said]:
    rows = line.text.split("\n")
    longest, length_ns = max(map(len, rows)), line.end_ns - line.start_ns
    letters = sum(map(len, rows))
    if len(rows) > ROWS:
        yield Said("has {count} lines; {most} are read with ease", count=len(rows), most=ROWS)
    if longest > LETTERS:
        letters_of = {"count": longest, "most": LETTERS}
        yield Said("has a line of {count} letters; {most} are read with ease", **letters_of)
    if length_ns < SHORTEST_NS:
        on_s = length_ns / SECOND
        yield Said("is on for {on_s:.2f} s; nobody reads in less than 1 s", on_s=on_s)
    elif letters * SECOND > PACE * length_ns:
        pace = ceil(letters * SECOND / length_ns)
        yield Said(
            "has {count} letters a second; {most:.0f} are read with ease", count=pace, most=PACE
        )


def shortened(remarks: Iterable[Remark]) -> tuple[Said, ...]:
    """Remarks in words: a few of each kind with their places, and how many more there are.

    Of one kind are those whose words differ in numbers only.
    """
    kinds: Counter[str] = Counter()
    kept: list[Said] = []
    for remark in remarks:
        kind = remark.text.says or "".join(c for c in remark.text if not c.isdigit())
        kinds[kind[-40:]] += 1
        if kinds[kind[-40:]] <= EXAMPLES:
            kept.append(remark.said)
    more = sum(count - EXAMPLES for count in kinds.values() if count > EXAMPLES)
    return (*kept, Said("and {count} more of these", count=more)) if more else tuple(kept)

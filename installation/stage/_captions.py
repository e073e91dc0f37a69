"""The words on the wall: which texture belongs to a film's picture, and which are drawn ahead.

The picture that is on decides, never a clock. A word that is not drawn yet does not hold up its
picture; it comes as soon as it is there.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple, Protocol

from installation.model import CaptionStyle, WallLabel
from installation.timeline import Entry, Programme, leaps
from installation.words import (
    Answered,
    Asked,
    CloseSheet,
    DrawCaption,
    Drawn,
    OpenSheet,
    SheetSpans,
)

AHEAD = 3
"""How many spans are kept ready from the one that is on; two at each place that may come next."""


class CaptionPlace(NamedTuple):
    """A screen's upright picture, and the looks of its subtitles and of its label."""

    screen: str
    size: tuple[int, int]
    style: CaptionStyle
    label_style: CaptionStyle


class Worded(Protocol):
    """Words as a texture, for the pictures ``first`` to ``last``."""

    sheet: int
    first: int
    last: int

    def delete(self) -> None:
        """Free its memory."""
        ...


class Scribe(Protocol):
    """The protocol of the process that draws."""

    @property
    def runs(self) -> bool:
        """Tell whether it can be asked."""
        ...

    def start(self, now_ns: int) -> bool:
        """Have it run; True when it has just been started, and knows of nothing yet."""
        ...

    def ask(self, word: Asked) -> None:
        """Ask for something."""
        ...

    def answers(self) -> Iterable[tuple[Answered, bytes]]:
        """Return what it has said since."""
        ...

    def end(self) -> None:
        """End it."""
        ...


class _Key(NamedTuple):
    words: str | WallLabel
    """A file of subtitles, or a label, which is the same on every film."""
    film: str
    size: tuple[int, int]
    style: CaptionStyle


@dataclass
class _Sheet:
    """A file of subtitles on a film, or a label, as far as it is drawn."""

    number: int
    revision: int = 0
    spans: tuple[tuple[int, int], ...] = ()
    lasts: list[int] = field(default_factory=list)
    marks: set[int] = field(default_factory=set)
    """Pictures that may come next: where a cue is prepared, and where a cycle begins."""
    on: dict[str, int] = field(default_factory=dict)
    """The picture that is on, by screen."""
    due: dict[str, int] = field(default_factory=dict)
    """The picture that is due: a screen that has fallen behind comes back there."""
    ready: dict[int, Worded] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)

    def span_of(self, frame: int) -> int | None:
        """The span that a picture belongs to."""
        number = bisect_left(self.lasts, frame)
        return number if number < len(self.spans) and self.spans[number][0] <= frame else None

    def wanted(self) -> set[int]:
        """The spans that are to be ready."""
        near = chain(self.on.values(), self.due.values())
        places = chain(((f, AHEAD) for f in near), ((f, 2) for f in self.marks))
        found: set[int] = set()
        for frame, many in places:
            number = bisect_left(self.lasts, frame)
            found.update(range(number, min(number + many, len(self.spans))))
        return found


class Captions:
    """All screens' words. The stage's thread; nothing here waits.

    ``make`` turns a picture of words into a texture; ``frame_at`` tells which picture of an entry
    is on at a story time, None while that is not known.
    """

    def __init__(
        self,
        scribe: Scribe,
        make: Callable[[Drawn, tuple[int, int], bytes], Worded],
        frame_at: Callable[[Entry, int], int | None],
    ) -> None:
        self._scribe, self._make, self._frame_at = scribe, make, frame_at
        self._sheets: dict[_Key, _Sheet] = {}
        self._keys: dict[tuple[str, str], _Key] = {}
        self._labels: dict[tuple[str, str], _Key] = {}
        self._shown: dict[str, Worded] = {}
        self._labelled: dict[str, Worded] = {}
        self._old: list[Worded] = []
        self._serial = 0
        self.faults: dict[str, str] = {}
        """What is wrong with a file of subtitles, by its path."""

    def follow(self, programme: Programme, places: Sequence[CaptionPlace]) -> None:
        """Have the sheets that a programme asks for, and no others."""
        keys: dict[tuple[str, str], _Key] = {}
        labels: dict[tuple[str, str], _Key] = {}
        marks: dict[_Key, set[int]] = {}
        for place, entry, story_ns in _asked_for(programme, places):
            if entry.label is not None and programme.labels.ever_on(place.screen):
                key = _Key(entry.label, "", place.size, place.label_style)
                labels[place.screen, entry.index] = key
                marks[key] = {0}
            file = dict(entry.subtitles).get(programme.captions.of(place.screen))
            if file is None:
                continue
            key = _Key(file, entry.index, place.size, place.style)
            keys[place.screen, entry.index] = key
            found = {self._frame_at(entry, at_ns) for at_ns in story_ns}
            marks.setdefault(key, set()).update(frame for frame in found if frame is not None)
        self._keys, self._labels = keys, labels
        for key in [key for key in self._sheets if key not in marks]:
            self._close(key)
        for key, frames in marks.items():
            if key not in self._sheets:
                self._open(key)
            self._sheets[key].marks = frames

    def caption(self, screen: str, index: str, frame: int) -> Worded | None:
        """The words that belong to the picture of a film that is on a screen."""
        key = self._keys.get((screen, index))
        sheet = self._sheets[key] if key else None
        found = None
        if sheet is not None:
            sheet.on[screen] = frame
            number = sheet.span_of(frame)
            found = sheet.ready.get(number) if number is not None else None
            before = self._shown.get(screen)
            # the file has just changed: the words that are on stay until the next ones
            if found is None and before is not None and before.sheet == sheet.number:
                found = before if before.first <= frame <= before.last else None
        if found is None:
            self._shown.pop(screen, None)
        else:
            self._shown[screen] = found
        return found

    def expect(self, screen: str, index: str, frame: int) -> None:
        """Have the words ready that belong to the picture of a film that is due on a screen."""
        key = self._keys.get((screen, index))
        if key is not None:
            self._sheets[key].due[screen] = frame

    def label(self, screen: str, index: str) -> Worded | None:
        """Return the label of the film that is on a screen, once it is drawn."""
        key = self._labels.get((screen, index))
        sheet = self._sheets[key] if key else None
        found = sheet.ready.get(0) if sheet else None
        before = self._labelled.get(screen)
        # another process is just drawing it again
        if found is None and sheet and before and before.sheet == sheet.number:
            found = before
        if found is None:
            self._labelled.pop(screen, None)
        else:
            self._labelled[screen] = found
        return found

    def attend(self, now_ns: int) -> None:
        """Listen, and ask for what comes next; what has come is found at the next look."""
        # once there were words it stays: a language that comes back is on at once
        if (self._sheets or self._scribe.runs) and self._scribe.start(now_ns):
            for key, sheet in self._sheets.items():
                sheet.asked.clear()
                self._scribe.ask(OpenSheet(sheet.number, *key))
        by_number = {sheet.number: (key, sheet) for key, sheet in self._sheets.items()}
        for word, picture in self._scribe.answers():
            if word.sheet not in by_number:
                continue
            key, sheet = by_number[word.sheet]
            if isinstance(word, SheetSpans):
                self._told(key, sheet, word)
            elif word.revision == sheet.revision and word.size:
                span = sheet.spans[word.number]
                sheet.ready[word.number] = self._make(word, span, picture)
        for sheet in self._sheets.values():
            self._ask_ahead(sheet)
        self._free()

    def close(self) -> None:
        """End what draws."""
        self._scribe.end()

    def _told(self, key: _Key, sheet: _Sheet, word: SheetSpans) -> None:
        if word.fault:
            self.faults[str(key.words)] = word.fault
            return
        self.faults.pop(str(key.words), None)
        self._old += sheet.ready.values()
        sheet.ready, sheet.asked = {}, set()
        sheet.revision, sheet.spans = word.revision, word.spans
        sheet.lasts = [last for _, last in word.spans]

    def _ask_ahead(self, sheet: _Sheet) -> None:
        wanted = sheet.wanted()
        for number in sorted(wanted - sheet.asked):
            self._scribe.ask(DrawCaption(sheet.number, sheet.revision, number))
        sheet.asked = wanted
        for number in set(sheet.ready) - wanted:
            self._old.append(sheet.ready.pop(number))

    def _open(self, key: _Key) -> None:
        self._serial += 1
        self._sheets[key] = sheet = _Sheet(self._serial)
        if self._scribe.runs:
            self._scribe.ask(OpenSheet(sheet.number, *key))

    def _close(self, key: _Key) -> None:
        sheet = self._sheets.pop(key)
        self.faults.pop(str(key.words), None)
        self._old += sheet.ready.values()
        if self._scribe.runs:
            self._scribe.ask(CloseSheet(sheet.number))

    def _free(self) -> None:
        on = [*self._shown.values(), *self._labelled.values()]
        for words in self._old:
            if words not in on:
                words.delete()
        self._old = [words for words in self._old if words in on]


def _asked_for(
    programme: Programme, places: Sequence[CaptionPlace]
) -> Iterator[tuple[CaptionPlace, Entry, set[int]]]:
    """The entries on each place, with the story times at which they may come on next."""
    pending = programme.pending
    jumps = {take.story_ns for take in programme.takes}
    jumps |= {0} | ({pending.story_ns} if pending else set())
    proposed = [pending.plan] if pending and pending.plan else []
    for plan in (*programme.plans, *proposed):
        for place in places:
            entry = plan.entries.get(place.screen)
            if entry is not None:
                yield place, entry, jumps | leaps(entry.points)

"""The words on the wall: the picture that is on decides which; the process that draws is a fake."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from installation.model import CaptionStyle, WallLabel
from installation.stage._captions import AHEAD, CaptionPlace, Captions
from installation.timeline import Cue, Entry, LabelTimes, Languages, Plan, Points, Programme
from installation.words import (
    Answered,
    Asked,
    CloseSheet,
    DrawCaption,
    Drawn,
    OpenSheet,
    SheetSpans,
)

STYLE, LABEL_STYLE = CaptionStyle(), CaptionStyle(size=0.04, background="box")
SPANS = tuple((n * 10, n * 10 + 7) for n in range(20))


@dataclass
class FakeScribe:
    """Reads and draws at once, when it is asked to."""

    runs: bool = False
    silent: bool = False
    spans: tuple[tuple[int, int], ...] = SPANS
    asked: list[Asked] = field(default_factory=list)
    told: list[tuple[Answered, bytes]] = field(default_factory=list)

    def start(self, _now_ns: int) -> bool:
        started, self.runs = not self.runs, True
        return started

    def ask(self, word: Asked) -> None:
        self.asked.append(word)
        match word:
            case OpenSheet():
                self.told.append((SheetSpans(word.sheet, 1, self.spans), b""))
            case DrawCaption(sheet, revision, number) if not self.silent:
                self.told.append((Drawn(sheet, revision, number, 0, 0, 1, 1), b"rgba"))

    def answers(self) -> Iterator[tuple[Answered, bytes]]:
        told, self.told = self.told, []
        yield from told

    def end(self) -> None:
        self.runs = False

    @property
    def drawn(self) -> set[int]:
        return {word.number for word in self.asked if isinstance(word, DrawCaption)}


@dataclass(eq=False)
class FakeTexture:
    sheet: int
    number: int
    first: int
    last: int
    deleted: bool = False

    def delete(self) -> None:
        self.deleted = True


class Words:
    """A wall of one screen and its words."""

    def __init__(self, **scribe: object) -> None:
        self.scribe = FakeScribe(**scribe)  # type: ignore[arg-type]
        self.made: list[FakeTexture] = []
        self.captions = Captions(self.scribe, self._make, lambda _, story_ns: story_ns)
        self.follow("en")
        self.attend()

    def _make(self, drawn: Drawn, span: tuple[int, int], _rgba: bytes) -> FakeTexture:
        self.made.append(FakeTexture(drawn.sheet, drawn.number, *span))
        return self.made[-1]

    def follow(
        self,
        language: str,
        pending: int | None = None,
        film: str = "/index",
        labels: LabelTimes | None = None,
        title: str = "Kiss",
        points: Points = ((0, 0), (200, 200)),
    ) -> None:
        entry = Entry(
            *("kiss", "h", "", "/film", film, points),
            subtitles=(("en", "/en.srt"),),
            label=WallLabel(title),
        )
        cue = Cue(1, 1, pending) if pending is not None else None
        programme = Programme(
            plans=(Plan(1, 200, {"left": entry}),),
            captions=Languages({"left": language}),
            pending=cue,
            labels=labels or LabelTimes(),
        )
        self.captions.follow(programme, [CaptionPlace("left", (640, 360), STYLE, LABEL_STYLE)])

    def label(self, film: str = "/index") -> object:
        return self.captions.label("left", film)

    def attend(self) -> None:
        for _ in range(3):
            self.captions.attend(0)

    def on(self, frame: int, film: str = "/index") -> int | None:
        found = self.captions.caption("left", film, frame)
        return found.number if isinstance(found, FakeTexture) else None


def test_a_screen_that_has_fallen_behind_comes_back_with_its_words() -> None:
    words = Words()
    assert words.on(5) == 0
    words.attend()
    for due in range(5, 152):
        words.captions.expect("left", "/index", due)
        words.attend()
    assert words.on(151) == 15
    words.captions.expect("left", "/another film", 3)  # one without words


def test_every_picture_has_its_own_words() -> None:
    words = Words()
    for frame in range(200):
        seen = words.on(frame)
        assert seen == (frame // 10 if frame % 10 < 8 else None)
        words.attend()


def test_words_are_drawn_ahead_and_let_go_behind() -> None:
    words = Words()
    words.on(42)
    words.attend()
    assert {4, 5, 6} <= words.scribe.drawn
    assert not words.scribe.drawn & set(range(4 + AHEAD, 20))
    words.on(95)
    words.attend()
    assert {t.number for t in words.made if not t.deleted} == {0, 1, 9, 10, 11}


def test_a_place_that_is_being_cued_is_drawn_before_it_comes() -> None:
    words = Words()
    words.on(3)
    words.follow("en", pending=152)
    words.attend()
    assert words.on(152) == 15


def test_a_word_that_is_late_holds_up_nothing_and_comes_when_it_is_there() -> None:
    words = Words(silent=True)
    assert words.on(3) is None
    words.attend()
    words.scribe.told.append((Drawn(1, 1, 0, 0, 0, 1, 1), b"rgba"))
    words.attend()
    assert words.on(4) == 0


def test_no_language_no_words() -> None:
    words = Words()
    assert words.on(3) == 0
    words.follow("")
    assert words.on(3) is None
    words.attend()
    assert words.scribe.runs
    assert all(texture.deleted for texture in words.made)
    words.follow("en")
    words.attend()
    assert words.on(3) == 0
    assert any(isinstance(word, CloseSheet) for word in words.scribe.asked)


def test_a_film_of_another_line_up_has_none_of_these_words() -> None:
    assert Words().on(3, film="/other") is None


def test_a_changed_file_leaves_the_words_that_are_on_until_the_next() -> None:
    words = Words()
    before = words.captions.caption("left", "/index", 3)
    words.scribe.silent = True
    words.scribe.told.append((SheetSpans(1, 2, SPANS), b""))
    words.attend()
    assert words.captions.caption("left", "/index", 5) is before
    assert words.on(12) is None
    words.scribe.told.append((Drawn(1, 2, 1, 0, 0, 1, 1), b"rgba"))
    words.attend()
    assert words.on(13) == 1
    assert isinstance(before, FakeTexture) and before.deleted


def test_what_was_drawn_of_an_older_file_is_not_shown() -> None:
    words = Words(silent=True)
    words.on(3)
    words.scribe.told += [
        (SheetSpans(1, 2, SPANS), b""),
        (Drawn(1, 1, 0, 0, 0, 1, 1), b"rgba"),
    ]
    words.attend()
    assert words.on(3) is None


def test_a_file_that_cannot_be_read_is_said() -> None:
    words = Words()
    words.scribe.told.append((SheetSpans(1, 2, fault="/en.srt: line 3: is no time"), b""))
    words.attend()
    assert words.captions.faults == {"/en.srt": "/en.srt: line 3: is no time"}
    assert words.on(3) == 0


def test_another_process_is_told_everything_again() -> None:
    words = Words()
    words.on(3)
    words.scribe.end()
    words.scribe.asked.clear()
    words.attend()
    words.attend()
    assert any(isinstance(word, OpenSheet) for word in words.scribe.asked)
    assert words.scribe.drawn >= {0, 1, 2}


def test_a_label_is_drawn_once_it_may_be_on_and_kept() -> None:
    words = Words()
    assert words.label() is None
    assert not any(
        isinstance(ask, OpenSheet) and ask.words != "/en.srt" for ask in words.scribe.asked
    )
    words.follow("", labels=LabelTimes(opening=True))
    words.attend()
    first = words.label()
    assert isinstance(first, FakeTexture) and not first.deleted
    assert words.label("/other") is None
    (asked,) = (a for a in words.scribe.asked if isinstance(a, OpenSheet) and a.words != "/en.srt")
    assert (asked.words, asked.style) == (WallLabel("Kiss"), LABEL_STYLE)
    assert words.label() is first
    words.scribe.silent = True
    words.scribe.end()
    words.attend()
    assert words.label() is first  # another process has not drawn it yet
    words.scribe.silent = False
    words.follow("", labels=LabelTimes(opening=True), title="Another")
    words.attend()
    assert words.label() not in (None, first)
    words.attend()
    assert first.deleted


def test_where_a_film_leaps_to_is_drawn_before_it_comes() -> None:
    words = Words()
    words.follow("en", points=((0, 0), (60, 60), (60, 150), (110, 200)))
    words.on(3)
    words.attend()
    # this fake knows a picture by its story time; the real map says where a leap leads
    assert 6 in words.scribe.drawn and 6 not in range(AHEAD + 1)

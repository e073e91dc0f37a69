import msgspec
import pytest
from panel_status import (
    ARRIVING,
    BROKEN,
    CENTRE,
    LEFT,
    READY,
    RIGHT,
    STAGE,
    WAITING,
    a_show,
    not_begun,
)

from installation.link import Reply
from installation.model import (
    Blackout,
    Close,
    Go,
    Next,
    Order,
    Pause,
    Restart,
    Resume,
    ShowState,
    Sync,
)
from installation.panel._page import Button, Page, Sign, sentence
from installation.panel._press_memory import PressMemory, pressed, remembered
from installation.panel._viewmodel import page
from installation.said import verbatim
from installation.show import ShowStatus
from installation.show.status_words import whole_clock

replace = msgspec.structs.replace


def seen(status: ShowStatus) -> Page:
    return page(status, remembered(PressMemory(), status))


def button(shown: Page, order: Order) -> Button:
    return next(each for each in shown.buttons if each.order == order)


def test_a_show_in_step_is_well() -> None:
    shown = seen(a_show())
    assert shown.headline.sign is Sign.WELL
    assert shown.headline.sentence == "All is well"
    assert shown.headline.detail == "All 3 screens play in step."
    assert [(card.screen, card.title, card.version, card.word) for card in shown.cards] == [
        ("left", "The Kiss, storyboard", "kiss-1-storyboard", "in step"),
        ("centre", "The Kiss, second memory", "kiss-2-gen2", "in step"),
        ("right", "The Kiss, lucid", "kiss-3-lucid", "in step"),
    ]
    assert [(b.order, b.text, b.key, b.enabled) for b in shown.buttons] == [
        (Pause(), "Pause", "Space", True),
        (Restart(), "From the beginning", "R", True),
        (Next(), "Next", "N", True),
        (Sync(), "Sync", "S", True),
        (Blackout(), "Blackout", "B", True),
        (Close(), "Close", "O", True),
    ]


def test_the_story_is_a_line_with_the_beats_on_it() -> None:
    story = seen(a_show()).story
    assert (story.now, story.length, story.cycle) == ("0:20", "0:36", "Cycle 14")
    assert story.place == "After 'kiss', 1 s to 'supper'"
    assert story.share == pytest.approx(20.9 / 36)
    assert [mark.name for mark in story.marks if mark.here] == ["kiss"]
    assert [mark.share for mark in story.marks] == pytest.approx(
        [0, 5.5 / 36, 15.5 / 36, 19.5 / 36, 21.75 / 36]
    )


def test_paused_offers_resume_and_no_sync() -> None:
    shown = seen(a_show(state=ShowState.PAUSED))
    assert shown.headline.sign is Sign.STILL
    assert {card.word for card in shown.cards} == {"paused"}
    assert button(shown, Resume()).enabled
    assert button(shown, Restart()).enabled
    assert not button(shown, Sync()).enabled


@pytest.mark.parametrize(
    ("status", "sign", "words"),
    [
        (not_begun(ShowState.STARTING), Sign.BUSY, "Starting"),
        (not_begun(ShowState.WAITING, versions=()), Sign.BUSY, "Waiting for a first version"),
        (
            not_begun(ShowState.WAITING, versions=(ARRIVING,)),
            Sign.BUSY,
            "A first version is on its way",
        ),
        (
            not_begun(ShowState.WAITING, versions=(BROKEN,)),
            Sign.TROUBLE,
            "No version can be played",
        ),
        (a_show(stage=replace(STAGE, pid=None)), Sign.CARE, "The wall is starting again"),
        (a_show(screens=(), notes=("left: no",)), Sign.TROUBLE, "No display is connected"),
        (
            a_show(screens=(LEFT, replace(CENTRE, pid=None), RIGHT)),
            Sign.CARE,
            "Playing, but centre is restarting",
        ),
        (
            a_show(screens=(LEFT, CENTRE, replace(RIGHT, display="", pid=None))),
            Sign.CARE,
            "Playing, but right has no display",
        ),
        (
            a_show(
                state=ShowState.PAUSED,
                screens=(LEFT, replace(CENTRE, pid=None), replace(RIGHT, fault="no sound")),
            ),
            Sign.CARE,
            "Paused, but 2 screens need a look",
        ),
        (
            a_show(screens=(LEFT, replace(CENTRE, pid=None), replace(RIGHT, pid=None))),
            Sign.CARE,
            "Playing, but centre, right are restarting",
        ),
        (
            a_show(screens=tuple(replace(each, pid=None) for each in (LEFT, CENTRE)), dark=True),
            Sign.CARE,
            "Blackout, but all screens are restarting",
        ),
        (a_show(aligning=True), Sign.NOTE, "The projectors are being aligned"),
        (a_show(versions=(*READY, BROKEN)), Sign.NOTE, "Playing"),
        (a_show(notes=("right: there is no display 3",)), Sign.NOTE, "Playing"),
        (a_show(screens=(LEFT, replace(CENTRE, version=""))), Sign.BUSY, "Playing"),
    ],
)
def test_the_headline_says_the_worst(status: ShowStatus, sign: Sign, words: str) -> None:
    headline = seen(status).headline
    assert (headline.sign, headline.sentence) == (sign, words)
    assert headline.detail


def test_a_note_is_never_all_well_and_stands_in_the_headline() -> None:
    shown = seen(a_show(notes=("right: there is no display 3", "3 screens share 2 versions.")))
    assert shown.headline.detail == "right: there is no display 3. And 1 more."
    assert shown.notes == ("right: there is no display 3.", "3 screens share 2 versions.")


def test_nothing_can_be_pressed_before_there_is_a_show() -> None:
    for state in (ShowState.WAITING, ShowState.STARTING):
        shown = seen(not_begun(state))
        assert not any(each.enabled for each in shown.buttons)
        assert shown.story.marks == () and shown.story.length == ""


NOT_A_FILM = "Not a film, or one that is damaged from the start."


def test_versions_that_need_a_look_come_first() -> None:
    rows = seen(a_show(versions=(*READY, ARRIVING, WAITING, BROKEN))).rows
    assert [(row.version, row.sign, row.share) for row in rows[:4]] == [
        ("kiss-4", Sign.TROUBLE, None),
        ("kiss-5", Sign.BUSY, 0.43),
        ("kiss-6", Sign.BUSY, 0.0),
        ("kiss-1-storyboard", Sign.WELL, None),
    ]
    assert rows[0].detail == f"{NOT_A_FILM} Export it again, for example as H.264 in .mp4."
    assert (rows[1].word, rows[1].detail) == ("being looked at, 43 %", "Decoding (12 s left).")
    assert rows[2].word == "just arrived"
    assert rows[2].detail == "Open for writing in cp (process 4711)."


def test_a_screen_holds_while_it_lacks_many_pictures_and_a_second_longer() -> None:
    def at(uptime_s: float, held: int) -> ShowStatus:
        return a_show(uptime_s=uptime_s, screens=(replace(LEFT, held=held),))

    memory = PressMemory()
    for uptime_s, held, word in (
        *((10, 40, "in step"),),  # long ago
        *((11, 42, "in step"), (11.5, 44, "in step"), (11.9, 45, "holding")),
        *((12.4, 45, "in step"), (13, 49, "in step"), (13.2, 60, "holding")),
        *((13.9, 60, "holding"), (14.3, 60, "in step")),
        *((14.4, 0, "in step"), (14.6, 6, "holding")),  # another process counts from nothing
    ):
        memory = remembered(memory, at(uptime_s, held))
        shown = page(at(uptime_s, held), memory)
        assert shown.cards[0].word == word, (uptime_s, held)
    assert shown.headline.sentence == "Playing, but left is holding"


@pytest.mark.parametrize(
    ("order", "before", "after"),
    [
        (Pause(), {"state": ShowState.PLAYING}, {"state": ShowState.PAUSED}),
        (Resume(), {"state": ShowState.PAUSED}, {"state": ShowState.PLAYING}),
        (Restart(), {"cycle": 14}, {"cycle": 15}),
    ],
)
def test_a_press_shows_until_the_show_has_followed(
    order: Order, before: dict[str, object], after: dict[str, object]
) -> None:
    status = a_show(**before)
    memory = pressed(PressMemory(), status, order, Reply(True, verbatim("it is done")))
    shown = page(replace(status, uptime_s=100.1), memory)
    taken = button(shown, order)
    assert (taken.busy, taken.enabled) == (True, False)
    assert taken.text.endswith("…")
    assert shown.answer == "It is done."
    assert not any(each.busy for each in page(a_show(**after), memory).buttons)
    slow = page(replace(status, uptime_s=106.1), memory)
    assert button(slow, order).enabled and slow.answer == ""


def test_a_sync_leaves_no_trace_so_it_shows_for_two_seconds() -> None:
    memory = pressed(
        PressMemory(), a_show(), Sync(), Reply(True, verbatim("all screens are cued again"))
    )
    assert button(page(a_show(uptime_s=101.9), memory), Sync()).busy
    assert not button(page(a_show(uptime_s=102.0), memory), Sync()).busy


def test_a_refusal_leaves_the_button_and_says_why_for_longer() -> None:
    memory = pressed(PressMemory(), a_show(), Pause(), Reply(False, verbatim("nothing plays yet")))
    shown = page(a_show(uptime_s=104.9), memory)
    assert button(shown, Pause()).enabled
    assert shown.answer == "Nothing plays yet."
    assert page(a_show(uptime_s=105.0), memory).answer == ""


def test_the_beat_on_its_way_is_marked() -> None:
    memory = pressed(PressMemory(), a_show(), Go("ball"), Reply(True, verbatim("to 5.5 s")))
    assert [m.name for m in page(a_show(), memory).story.marks if m.going] == ["ball"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("paused", "Paused."),
        ("left: no display", "left: no display."),
        ("kiss-3-lucid: a beat is late.", "kiss-3-lucid: a beat is late."),
        ("", ""),
    ],
)
def test_sentences_leave_names_as_they_are(text: str, written: str) -> None:
    assert sentence(text) == written


def test_a_clock_has_whole_seconds() -> None:
    assert [whole_clock(s) for s in (0.0, 59.99, 60.0, 754.2)] == ["0:00", "0:59", "1:00", "12:34"]


def test_a_screen_that_is_too_slow_is_told_with_the_reason() -> None:
    few = "shows 9 of 24 pictures a second: this machine draws too slowly"
    shown = seen(a_show(screens=(replace(LEFT, slow=few), CENTRE, RIGHT)))
    assert [card.word for card in shown.cards] == ["too slow", "in step", "in step"]
    assert shown.headline.sign is Sign.CARE
    assert shown.headline.sentence == "Playing, but left is too slow"
    assert shown.headline.detail == f"It {few}."
    every = tuple(replace(one, slow=few) for one in (LEFT, CENTRE, RIGHT))
    assert seen(a_show(screens=every)).headline.sentence == "Playing, but all screens are too slow"

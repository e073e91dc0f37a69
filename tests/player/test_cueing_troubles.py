"""What one screen makes of films that fail, decks that hang and players that are killed."""

from collections.abc import Callable

import pytest
from simulated_show import Show

from installation.errors import LinkError
from installation.units import SECOND

NewShow = Callable[..., Show]


def test_a_deck_that_fails_is_tried_again_and_said(show: Show) -> None:
    show.reels.broken.add("/films/a")
    show.cue()
    show.run(1.5)
    assert "/films/a" in show.cueing.fault and not show.ready()
    show.run(20)
    assert 3 <= show.cues <= 8  # less and less often
    show.reels.broken.clear()
    show.until(show.ready, patience_s=31)
    show.commit()
    show.run(1)
    assert not show.wrong() and show.cueing.fault == ""


def test_a_coming_film_that_fails_harms_nobody_else(show: Show) -> None:
    """Not the film on air, whose deck hangs just then; nor the one that is put in its place."""
    show.reels.broken.add("/films/b")
    show.line_up(show.plan("a", 6), show.plan("b", 6, from_cycle=2))
    show.begin()
    show.run(0.7)
    assert show.cueing.fault == ""
    show.run(1.1)
    assert "/films/b" in show.cueing.fault
    show.reels.stalls["/films/a"] = show.shown[1] + 3
    show.run(0.5)
    show.reels.stalls.clear()
    show.until(lambda: show.seen[-1].shown == show.seen[-1].due)
    assert show.cueing.recoveries == 1
    show.line_up(show.plan("a", 6))
    assert show.cueing.fault == ""  # it is no longer anybody's trouble
    since_ns = show.now_ns
    show.run(8)
    assert not show.wrong(since_ns)


def test_an_index_that_cannot_be_read_is_said_and_tried_again(show: Show) -> None:
    show.missing_indexes.add("b")
    show.line_up(show.plan("a", 6), show.plan("b", 6, from_cycle=2))
    show.begin()
    show.run(1)
    assert "index" in show.cueing.fault and "/films/b" in show.cueing.fault
    show.missing_indexes.clear()
    show.run(9)
    assert {seen.shown[0] for seen in show.seen if seen.cycle == 2} == {"b"}
    assert not show.wrong() and show.cueing.fault == ""


def test_a_screen_without_memory_for_its_pictures_says_so_until_there_is_some(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise LinkError("/dev/shm has no room", "Make it larger.")

    with monkeypatch.context() as small:
        small.setattr(show.ring, "use", full)
        show.cue()
        show.run(3)
        assert show.cues == 0 and show.cueing.lacks_room
        assert "/films/a: /dev/shm has no room. Make it larger." in show.cueing.fault
    show.until(show.ready, patience_s=10)
    show.commit()
    show.run(1)
    assert not show.wrong() and not show.cueing.lacks_room and show.cueing.fault == ""


def test_a_deck_that_hangs_is_relieved_by_the_other(show: Show) -> None:
    show.line_up(show.plan("a", 6))
    show.begin()
    show.run(0.5)
    show.reels.stalls["/films/a"] = show.shown[1] + 6
    show.until(lambda: show.cueing.recoveries)
    show.reels.stalls.clear()
    show.until(lambda: show.seen[-1].shown == show.seen[-1].due)
    wrong_s = len(show.wrong()) / 100
    since_ns = show.now_ns
    show.run(8)
    assert wrong_s < 1.2 and not show.wrong(since_ns)
    shown = [seen.shown[1] for seen in show.seen if seen.cycle == 1]
    assert shown == sorted(shown)  # never back, never black
    assert show.cueing.counts.unidentified == 0


def test_a_picture_that_is_none_of_the_films_is_never_shown(show: Show) -> None:
    show.line_up(show.plan("a", 6))
    show.begin()
    show.run(0.5)
    first = show.shown[1] + 6
    show.reels.grey.update(range(first, first + 24))
    show.run(3)
    shown = [seen.shown[1] for seen in show.seen]
    assert not show.reels.grey & set(shown) and max(shown) > first + 24
    assert 0 < show.cueing.counts.unidentified <= 24 and show.cueing.fault == ""


def test_a_film_that_ends_a_picture_early_is_no_trouble(show: Show) -> None:
    show.reels.short["/films/a"] = 1
    show.begin()
    show.run(10)
    assert {seen.due[1] - seen.shown[1] for seen in show.wrong()} == {1}
    assert {seen.due[1] for seen in show.wrong()} == {71}
    assert show.cueing.recoveries == 0 and show.cueing.fault == ""


def test_a_player_that_is_killed_comes_back_on_the_right_picture(show: Show) -> None:
    show.line_up(show.plan("a", 6))
    show.begin()
    show.run(1)
    show.kill_player()
    show.start_player()
    killed_ns = show.now_ns
    show.run(9)
    assert show.wrong() and not show.wrong(killed_ns + SECOND)
    shown = [seen.shown[1] for seen in show.seen if seen.cycle == 1]
    assert shown == sorted(shown)


@pytest.mark.parametrize("at_s", [1.0, 2.98, 4.0])
def test_a_player_that_starts_while_the_show_is_paused_delivers_the_held_picture_only(
    show: Show, at_s: float
) -> None:
    show.line_up(show.plan("a", 6))
    show.begin()
    show.run(at_s)
    show.pause()
    show.cue_where_it_is()
    show.run(1)
    held = show.shown
    show.kill_player()
    show.reader._slots["take"] = -1  # and the ring of before is gone
    show.start_player()
    show.run(2)
    rows = show.reader.candidates(1, 1)
    assert [show.reader.claim(slot).frame for _, slot in rows] == [held[1]]
    show.reader._slots["claimed"] = 0
    assert show.ready() and not show.rolling()
    show.commit()
    show.run(3)
    assert not [seen for seen in show.wrong() if seen.take == 2]


def test_a_player_that_starts_in_the_tail_of_a_shorter_film_shows_its_last_picture(
    show: Show,
) -> None:
    show.line_up(show.plan("a", 7))
    show.begin()
    show.run(4)
    show.kill_player()
    show.reader._slots["take"] = -1
    show.start_player()
    show.run(1)
    rows = show.reader.candidates(1, 1)
    assert [story_ns for story_ns, _ in rows] == [int(show.films["a"].pts_ns[71])]
    assert show.cues == 2  # one for it, one for the coming cycle
    since_ns = show.now_ns
    show.run(8)
    assert not show.wrong(since_ns)

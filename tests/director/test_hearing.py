from pathlib import Path

import msgspec
import pytest

from installation.director import by_layout, settled
from installation.director._hearing import ordered
from installation.errors import ConfigError, UsageError
from installation.model import Level, Mute, SoundRoute, Voice
from installation.model import _order_table as orders
from installation.model._layout import parse_layout
from installation.show._process_commands import players
from installation.timeline import Heard, VoicePart

LAYOUT = parse_layout(
    """\
screens:
  - {name: left, display: {position: 1}, sound: {volume: 60}}
  - {name: centre, display: {position: 2}}
  - {name: right, display: {position: 3}}
""",
    "l.yaml",
)
BEGUN = by_layout(LAYOUT)


def spoken(words: str) -> Voice | Level | Mute:
    order = orders.parse(words)
    assert isinstance(order, Voice | Level | Mute)
    return order


def test_a_show_begins_as_its_layout_says() -> None:
    wanted = {"left": 60, "centre": 100, "right": 100}
    assert (BEGUN.voice, BEGUN.levels) == ("centre", wanted)


@pytest.mark.parametrize(
    ("to", "voice", "text"),
    [
        ("left", "left", "left speaks"),
        ("one", "centre", "centre speaks"),
        ("all", "all", "all screens speak"),
        (" none ", "none", "no screen speaks"),
    ],
)
def test_voice(to: str, voice: str, text: str) -> None:
    assert ordered(BEGUN, spoken(f"voice {to}")) == (Heard(voice, BEGUN.levels), text)


def test_level() -> None:
    heard, text = ordered(BEGUN, spoken("level right 25%"))
    assert heard == Heard("centre", {**BEGUN.levels, "right": 25})
    assert text == "right at 25 %"


@pytest.mark.parametrize("to", ["", "left", "left -3", "left 4x", "40", "left 3.5", "left 101"])
def test_no_level(to: str) -> None:
    with pytest.raises(UsageError):
        ordered(BEGUN, spoken(f"level {to}"))


def test_a_choice_stays_as_far_as_the_layout_still_has_its_screens() -> None:
    assert settled(Heard("left", {"left": 5, "gone": 3}), LAYOUT) == Heard(
        "left", {**BEGUN.levels, "left": 5}
    )
    assert settled(Heard("gone"), LAYOUT).voice == "centre"
    assert settled(Heard("all"), LAYOUT).voice == "all"


BY_BEATS = parse_layout(
    """\
voice: {arrival: left, kiss: all}
story: {beats: [arrival, kiss]}
screens:
  - {name: left, display: {position: 1}}
  - {name: right, display: {position: 2}}
""",
    "l.yaml",
)
PARTS = (VoicePart("arrival", "left"), VoicePart("kiss", "all"))


def test_a_voice_may_go_by_the_story_and_come_back_to_it() -> None:
    begun = by_layout(BY_BEATS)
    assert (begun.voice, begun.parts) == ("story", PARTS)
    taken, _ = ordered(begun, spoken("voice right"))
    assert (taken.voice, taken.parts) == ("right", PARTS)
    back, text = ordered(taken, spoken("voice story"))
    assert back == begun and text == "the story hands over the voice"
    with pytest.raises(UsageError, match="no screen 'story'"):
        ordered(BEGUN, spoken("voice story"))


def test_a_layout_without_beats_for_the_voice_ends_its_going_by_the_story() -> None:
    assert settled(Heard("story", {}, PARTS), LAYOUT) == BEGUN
    assert settled(Heard("right", {}, ()), BY_BEATS).parts == PARTS


@pytest.mark.parametrize(
    ("voice", "fault"),
    [
        ("{arrivl: left}", r"l.yaml:1: voice\[?\.?arrivl\]?: is not one of the story's beats"),
        ("{kiss: lef}", "should be one, all, none or a screen's name; did you mean 'left'"),
        ("{kiss: }", "should name who speaks from each beat on"),
        ("{}", "should name who speaks from each beat on"),
        ("lef", "should be one, all, none or a screen's name; did you mean 'left'"),
    ],
)
def test_a_voice_that_cannot_be_is_told(voice: str, fault: str) -> None:
    text = f"voice: {voice}\nstory: {{beats: [arrival, kiss]}}\nscreens:\n"
    text += "  - {name: left, display: {position: 1}}\n"
    with pytest.raises(ConfigError, match=fault):
        parse_layout(text, "l.yaml")


ROUTED = parse_layout(
    """\
hearing:
  - {name: phones, play: description, screen: left, device: usb, volume: 70}
  - {name: loop, device: aux}
screens:
  - {name: left, display: {position: 1}}
  - {name: right, display: {position: 2}}
""",
    "l.yaml",
)


def test_a_route_has_a_level_and_no_voice() -> None:
    begun = by_layout(ROUTED)
    assert begun.levels == {"left": 100, "right": 100, "phones": 70, "loop": 100}
    assert begun.screens == ("left", "right") and begun.voice == "left"
    softer, text = ordered(begun, spoken("level phones 40"))
    assert softer.levels["phones"] == 40 and text == "phones at 40 %"
    with pytest.raises(UsageError, match="no screen 'phones'"):
        ordered(begun, spoken("voice phones"))


def test_what_is_muted_keeps_its_level_and_comes_back_with_it() -> None:
    begun = by_layout(ROUTED)
    silent, text = ordered(begun, spoken("mute Loop"))
    assert silent.muted == ("loop",) and silent.levels == begun.levels and text == "loop silent"
    assert silent.gain("loop") == 0 and silent.gain("left") == 1
    both, _ = ordered(silent, spoken("mute left on"))
    assert not both.may_speak("left") and ordered(both, spoken("mute left on"))[0] == both
    assert settled(both, ROUTED).muted == ("loop", "left")
    softer, _ = ordered(both, spoken("level loop 60"))
    loud, text = ordered(softer, spoken("mute loop off"))
    assert loud.muted == ("left",) and text == "loop at 60 %"
    with pytest.raises(UsageError, match="no screen 'hall'"):
        ordered(begun, spoken("mute hall"))


def test_a_route_is_served_by_its_screens_player_or_the_first_that_there_is() -> None:
    found = {
        placed: players(ROUTED, placed, Path("/state"), "ipc://x")
        for placed in (("left", "right"), ("right",), ())
    }
    said = {
        placed: {
            screen: [
                msgspec.json.decode(words[at + 1], type=SoundRoute)
                for at, word in enumerate(words)
                if word == "--route"
            ]
            for screen, words in commands.items()
        }
        for placed, commands in found.items()
    }
    phones = SoundRoute("phones", "description", ("left",), False, "usb")
    loop = SoundRoute("loop", "film", ("left", "right"), True, "aux")
    assert said == {
        ("left", "right"): {"left": [phones, loop], "right": []},
        ("right",): {"right": [phones, loop]},
        (): {},
    }


@pytest.mark.parametrize(
    ("route", "fault"),
    [
        ("{name: left, device: a}", "is not free"),
        ("{name: story, device: a}", "is not free"),
        ("{name: loop, device: a, screen: lef}", "did you mean 'left'"),
        ("{name: loop}", "device"),
    ],
)
def test_a_route_that_cannot_be_is_told(route: str, fault: str) -> None:
    text = f"hearing:\n  - {route}\nscreens:\n  - {{name: left, display: {{position: 1}}}}\n"
    with pytest.raises(ConfigError, match=fault):
        parse_layout(text, "l.yaml")


def test_all_together_are_made_softer_and_keep_their_balance() -> None:
    begun = by_layout(LAYOUT)
    softer, text = ordered(begun, spoken("level All 50"))
    assert text == "all at 50 %" and softer.screens == begun.screens
    for screen in begun.screens:
        assert softer.level(screen) == begun.level(screen)
        assert softer.gain(screen) == pytest.approx(begun.gain(screen) / 8)
    silent, text = ordered(softer, spoken("mute all"))
    assert text == "all silent" and not any(map(silent.may_speak, silent.screens))
    assert settled(silent, LAYOUT).muted == ("all",)
    loud, _ = ordered(silent, spoken("mute all off"))
    assert loud == softer and settled(loud, LAYOUT).level("all") == 50

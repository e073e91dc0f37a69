"""The remote's block of a layout: what it may say, and every fault in words."""

import pytest

from installation.errors import ConfigError
from installation.model import Layout, LevelFader, Surface, Swap, key_action, orders_offered
from installation.model._layout import parse_layout

SCREENS = "screens:\n  - {name: left, display: {position: 1}}\n"


def remote(text: str) -> Layout:
    return parse_layout(SCREENS + text, "l.yaml")


def test_none_an_empty_one_and_a_box() -> None:
    assert remote("").remote is None
    empty = remote("remote:\n").remote
    assert empty is not None and empty.boxes == ()
    boxed = remote("remote: {boxes: [{profile: korg-nanokontrol2}]}\n").remote
    assert boxed is not None and boxed.boxes[0].pattern == "*nanoKONTROL2*"


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("boxes: [{}]", "needs a port"),
        ("boxes: [{profile: korg}]", "there is no profile 'korg'"),
        ("boxes: [{port: x, keys: [{on: note 36}]}]", "something to do, or a light"),
        ("boxes: [{port: x, keys: [{on: note 128, do: sync}]}]", "'note 128' is no 'note N'"),
        ("boxes: [{port: x, keys: [{on: play, do: sync}]}]", "'play' is no 'note N'"),
        ("boxes: [{port: x, keys: [{on: note 1, do: restrt}]}]", "did you mean 'restart'"),
        ("boxes: [{port: x, keys: [{on: note 1, do: go}]}]", "needs a beat"),
        ("boxes: [{port: x, keys: [{on: note 1, do: sync now}]}]", "stands alone"),
        ("boxes: [{port: x, keys: [{on: note 1, do: voice lft}]}]", "did you mean 'left'"),
        ("boxes: [{port: x, keys: [{on: note 1, do: level left}]}]", "needs a fader"),
        ("boxes: [{port: x, keys: [{on: note 1, do: blackout maybe}]}]", "on, off or toggle"),
        ("boxes: [{port: x, keys: [{on: note 1, light: disco}]}]", "nothing that a light shows"),
        ("boxes: [{port: x, keys: [{on: program 1, when: long, do: sync}]}]", "no release"),
        ("boxes: [{port: x, keys: [{on: cc 1, values: [9, 1], do: sync}]}]", "lowest value"),
        ("boxes: [{port: x, keys: [{on: cc 1, channel: 17, do: sync}]}]", "16"),
    ],
)
def test_faults(block: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault) as caught:
        remote(f"remote: {{{block}}}\n")
    assert "l.yaml:3" in str(caught.value)


def test_two_faults_are_both_named() -> None:
    keys = "[{on: note 1, do: voice lft}, {on: note 2, light: voice rght}]"
    with pytest.raises(ConfigError) as caught:
        remote(f"remote: {{boxes: [{{port: x, keys: {keys}}}]}}\n")
    assert str(caught.value).count("there is no screen") == 2


def test_a_hearing_route_has_keys_faders_and_lights_like_a_screen() -> None:
    keys = "[{on: cc 1, do: level loop, light: level loop}, {on: note 2, do: mute loop}, "
    keys += "{on: note 3, do: mute left off, light: mute left}, {on: note 4, do: voice story}]"
    text = f"remote: {{boxes: [{{port: x, keys: {keys}}}]}}\n"
    assert remote(text + "hearing: [{name: loop, device: aux}]\n").remote is not None
    with pytest.raises(ConfigError) as caught:
        remote(text)
    assert str(caught.value).count("there is no screen 'loop'") == 3


def test_every_order_for_keys_can_be_said() -> None:
    for kind in orders_offered(Surface.KEY):
        words = [takes.example for takes in kind.takes]
        if kind.name == "level":
            assert key_action("level left") == LevelFader("left")
        else:
            assert key_action(" ".join([kind.name, *words])) == kind.made(*words)
    assert key_action("nothing") is None
    assert key_action("swap") == Swap("now")


@pytest.mark.parametrize("name", ["stage", "remote"])
def test_a_screen_cannot_be_called_like_a_process(name: str) -> None:
    with pytest.raises(ConfigError, match="is not free"):
        parse_layout(SCREENS.replace("left", name), "l.yaml")

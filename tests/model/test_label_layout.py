"""The layout's ``labels``, and what they make of a manifest."""

from datetime import date
from pathlib import Path

import pytest

from installation.errors import ConfigError
from installation.model import LabelsBlock, Version, WallLabel
from installation.model._caption_style import CONTRAST, CaptionStyle, contrast, dimmed
from installation.model._layout import Layout, parse_layout

SCREENS = "screens: [{name: left, display: {position: 1}}, {name: right, display: {position: 2}}]\n"
KISS = Version(
    "kiss-2",
    "The Kiss, second memory",
    2.0,
    date(2023, 9, 16),
    Path("film.mp4"),
    tools=(("motion", "Runway Gen-2"), ("prayer", "none")),
)
GERMAN = "{iteration: Fassung NUMBER, ai: Mit KI., steps: {Motion: Bewegung}}"


def layout(text: str) -> Layout:
    return parse_layout(f"{SCREENS}labels: {text}\n", "l.yaml")


def rules(text: str) -> LabelsBlock:
    block = layout(text).labels
    assert block is not None
    return block


def label(text: str, version: Version = KISS) -> WallLabel:
    block = rules(text)
    return block.label(version, block.language_on("left"))


def test_english_and_russian_need_no_words() -> None:
    assert label("{}") == WallLabel(
        "The Kiss, second memory",
        "Iteration 2 · 16 September 2023",
        (("Motion", "Runway Gen-2"), ("Prayer", "none")),
        "The pictures and the sound of this film were generated with artificial intelligence.",
        "en",
    )
    russian = label("{language: ru}")
    assert russian.facts.startswith("Версия 2 · 16 сентября 2023")
    assert russian.tools[0] == ("Движение", "Runway Gen-2")
    assert "искусственного интеллекта" in russian.notice


def test_any_language_by_the_layout() -> None:
    german = label(f"{{language: de, words: {{de: {GERMAN}}}}}")
    assert german.facts == "Fassung 2 · 16. September 2023"
    assert german.tools == (("Bewegung", "Runway Gen-2"), ("Prayer", "none"))
    assert german.notice == "Mit KI."
    unknown = label(f"{{language: tlh, words: {{tlh: {GERMAN}}}}}")
    assert unknown.facts == "Fassung 2 · 2023-09-16"


def test_a_countrys_english_and_a_houses_own_words() -> None:
    own = label("{language: en-US, words: {en-US: {steps: {motion: Animation}}}}")
    assert own.facts == "Iteration 2 · September 16, 2023"
    assert own.tools[0] == ("Animation", "Runway Gen-2")
    assert own.notice.startswith("The pictures")


def test_what_a_manifest_does_not_say_is_left_out() -> None:
    bare = label("{}", Version("kiss", "Kiss", None, None, Path("kiss.mp4")))
    assert (bare.title, bare.facts, bare.tools) == ("Kiss", "", ())
    assert label("{ai: false}").notice == ""


def test_languages_by_screen_and_the_look() -> None:
    block = rules("{language: ru, screens: {right: off}, seconds: 12, opening: false}")
    assert [block.language_on(name) for name in ("left", "right")] == ["ru", ""]
    assert (block.for_ns, block.opening) == (12_000_000_000, False)
    assert block.style == CaptionStyle(size=0.04, place="top", background="box")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{language: de}", "labels.language: there are words in en, ru; give those of 'de'"),
        ("{screens: {left: de}}", r"labels.screens.left: there are words in en, ru"),
        ("{language: de, words: {de: {ai: KI}}}", "labels.words.de: needs iteration"),
        ("{language: de, words: {de: {iteration: Fassung, ai: KI}}}", "should have NUMBER"),
        ("{screens: {lfet: ru}}", "there is no screen 'lfet'.*did you mean 'left'"),
        ("{seconds: 1}", "seconds"),
        ("{address: kiss.example}", "address"),
        ('{colour: "#606060"}', "contrast"),
    ],
)
def test_faults(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        layout(text)


def test_the_lesser_words_can_be_read_too() -> None:
    style = CaptionStyle(background="box")
    assert dimmed(style) != style.colour
    behind = (51.0, 51.0, 51.0)
    assert contrast(bytes.fromhex(dimmed(style)[1:]), behind) >= CONTRAST
    assert dimmed(CaptionStyle(background="box", colour="#a0a0a0")) == "#a0a0a0"
    assert dimmed(CaptionStyle()) == CaptionStyle().colour

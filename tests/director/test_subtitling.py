"""Which language is on which screen."""

import pytest

from installation.director import captions_by_layout, captions_settled
from installation.director._subtitling import captions_ordered
from installation.errors import UsageError
from installation.model import Subtitles
from installation.model import _order_table as orders
from installation.model._layout import parse_layout
from installation.timeline import Languages

SCREENS = """\
screens:
  - {name: left, display: {position: 1}}
  - {name: centre, display: {position: 2}}
  - {name: right, display: {position: 3}}
"""
LAYOUT = parse_layout(
    SCREENS + "subtitles: {language: [en, ru], screens: {centre: off, right: ru}}\n", "l.yaml"
)
BEGUN = captions_by_layout(LAYOUT)


def after(words: str, captions: Languages = BEGUN) -> tuple[dict[str, str], str]:
    order = orders.parse(words)
    assert isinstance(order, Subtitles)
    shown, text = captions_ordered(captions, ("en", "ru"), order)
    return shown.by_screen, text


def everywhere(language: str) -> dict[str, str]:
    return dict.fromkeys(("left", "centre", "right"), language)


def test_a_show_begins_as_its_layout_says() -> None:
    assert BEGUN.by_screen == {"left": "en", "centre": "", "right": "ru"}
    assert captions_by_layout(parse_layout(SCREENS, "l.yaml")).by_screen == everywhere("")


def test_one_language_for_all_or_for_a_screen() -> None:
    assert after("subtitles ru") == (everywhere("ru"), "subtitles in ru")
    assert after("subtitles off") == (everywhere(""), "no subtitles")
    assert after("subtitles EN right") == (
        {"left": "en", "centre": "", "right": "en"},
        "subtitles in en on right",
    )


def test_one_key_goes_through_all_languages_and_none() -> None:
    captions, seen = Languages(everywhere("")), []
    for _ in range(4):
        languages, _ = after("subtitles next", captions)
        captions = Languages(languages)
        seen.append(languages["right"])
    assert seen == ["en", "ru", "", "en"]
    assert after("subtitles next centre")[0] == {"left": "en", "centre": "en", "right": "ru"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("subtitles", "needs off, next, or a language"),
        ("subtitles fr", "no subtitles in 'fr'"),
        ("subtitles en lfet", "did you mean"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_can(words: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        after(words)


def test_a_choice_stays_as_far_as_the_layout_still_has_its_screens() -> None:
    kept = captions_settled(Languages({"left": "ru", "gone": "en"}), LAYOUT)
    assert kept.by_screen == {"left": "ru", "centre": "", "right": "ru"}

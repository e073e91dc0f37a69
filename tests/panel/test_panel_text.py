"""Texts of strangers on the panel are shown as they are."""

import pytest
from PySide6.QtGui import QTextDocumentFragment

from installation.panel._text import plain_tip


@pytest.mark.parametrize(
    "text",
    ["The Kiss", "<img src='/etc/hostname'> & <b>more</b>", "two\nlines", "a  b", "1 < 2 > 1"],
)
def test_a_tooltip_shows_a_text_as_it_is(text: str) -> None:
    assert "<img" not in plain_tip(text)
    assert QTextDocumentFragment.fromHtml(plain_tip(text)).toPlainText() == text


def test_no_text_is_no_tooltip() -> None:
    assert plain_tip("") == ""

"""A Qt application without a display, and no word from Qt."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

OFFSCREEN = "This plugin does not support propagateSizeHints()"
"""What the platform without a display says of every window with a least size."""


@pytest.fixture
def silent(qt: QApplication) -> Iterator[None]:
    """Fail the test in which Qt has something to say."""
    said: list[str] = []

    def hear(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if text != OFFSCREEN:
            said.append(text)

    before = qInstallMessageHandler(hear)
    yield
    qInstallMessageHandler(before)
    assert not said

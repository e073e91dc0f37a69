"""Prints labels for the wall: a PDF with a card for each, its address as a QR code."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import segno
from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from installation.errors import KissError
from installation.model import WallLabel

CARD_MM = (210.0, 148.0)
"""A5 lying, which every printer has."""
EDGE_MM = 14.0
CODE_MM = 26.0
"""A QR code's side: it is read from a good arm's length, ten times that."""
TITLE_PT, BODY_PT, NOTE_PT = 32.0, 18.0, 13.0
"""Letters of 18 pt are read from one metre; museums ask for no less on a wall."""
LEAST_SCALE = 0.5
"""How small the letters of a label become that is too long for its card."""
INK, QUIET = "#14120f", "#5d574e"
RESOLUTION = 300


def print_labels(path: Path, labels: Sequence[WallLabel], font: str, address: str | None) -> None:
    """Write a PDF with a card for each label. Raises KissError when that cannot be.

    ``font`` is a family, ``address`` where a visitor reads more.
    """
    application = QGuiApplication.instance() or QGuiApplication(["kiss", "-platform", "offscreen"])
    try:
        path.write_bytes(b"")  # Qt says nothing of why a file cannot be written
    except OSError as fault:
        raise KissError(f"{path}: cannot be written: {fault.strerror}") from fault
    writer = QPdfWriter(str(path))
    writer.setCreator("The Kiss")
    writer.setTitle("; ".join(label.title for label in labels))
    writer.setResolution(RESOLUTION)
    size = QPageSize(QSizeF(*CARD_MM), QPageSize.Unit.Millimeter)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    try:
        for number, label in enumerate(labels):
            if number:
                writer.newPage()
            draw_card(painter, writer, label, font, address)
    finally:
        painter.end()
    del application


def draw_card(
    painter: QPainter, device: QPaintDevice, label: WallLabel, font: str, address: str | None
) -> float:
    """Draw one card onto a device of a card's size; return the scale of its letters."""
    dot = device.logicalDpiX() / 25.4
    across, down = (side - 2 * EDGE_MM for side in CARD_MM)
    foot = CODE_MM + 4 if address else 0.0
    scale = 1.0
    text = _text(label, font, device, across * dot, scale)
    while text.size().height() > (down - foot) * dot and scale > LEAST_SCALE:
        scale *= 0.95
        text = _text(label, font, device, across * dot, scale)
    painter.save()
    painter.translate(EDGE_MM * dot, EDGE_MM * dot)
    text.drawContents(painter)
    painter.restore()
    if address:
        _draw_address(painter, dot, address, font, label.leftwards)
    return scale


def _text(
    label: WallLabel, font: str, device: QPaintDevice, width: float, scale: float
) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.documentLayout().setPaintDevice(device)
    cursor = QTextCursor(document)
    point = device.logicalDpiY() / 72 * scale
    for number, (above, spoken) in enumerate(_paragraphs(label)):
        block = QTextBlockFormat()
        block.setTopMargin(above * point)
        block.setLineHeight(108, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if label.leftwards:  # what is aligned to the left is then on the right
            block.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if number:
            cursor.insertBlock(block)
        else:
            cursor.setBlockFormat(block)
        for text, size, colour, weight in spoken:
            letters = QTextCharFormat()
            letters.setFontFamilies([font])
            letters.setFontPointSize(size * scale)
            letters.setFontWeight(weight)
            letters.setForeground(QColor(colour))
            cursor.insertText(text, letters)
    document.setTextWidth(width)
    return document


Spoken = tuple[str, float, str, QFont.Weight]


def _paragraphs(label: WallLabel) -> Iterator[tuple[float, tuple[Spoken, ...]]]:
    """The paragraphs: the points above each, and its words with their size, colour and weight."""
    plain = QFont.Weight.Normal
    yield 0, ((label.title, TITLE_PT, INK, QFont.Weight.Bold),)
    if label.facts:
        yield 4, ((label.facts, BODY_PT, QUIET, plain),)
    for number, (step, tool) in enumerate(label.tools):
        words = (f"{step}: ", BODY_PT, QUIET, plain), (tool, BODY_PT, INK, plain)
        yield 2 if number else 14, words
    if label.notice:
        yield 14, ((label.notice, BODY_PT, INK, plain),)


def _draw_address(painter: QPainter, dot: float, address: str, font: str, leftwards: bool) -> None:
    """Draw the code at the foot, and its address beside it for those who type."""
    rows = tuple(segno.make_qr(address, error="m").matrix)
    cell = CODE_MM * dot / len(rows)
    left = (CARD_MM[0] - EDGE_MM - CODE_MM if leftwards else EDGE_MM) * dot
    top = (CARD_MM[1] - EDGE_MM - CODE_MM) * dot
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                # a hair wider than a cell: seams between them would show in print
                square = QRectF(left + x * cell, top + y * cell, cell * 1.02, cell * 1.02)
                painter.fillRect(square, QColor(INK))
    letters = QFont(font)
    letters.setPointSizeF(NOTE_PT)
    painter.setFont(letters)
    painter.setPen(QColor(QUIET))
    beside = QRectF(
        (EDGE_MM if leftwards else EDGE_MM + CODE_MM + 5) * dot,
        top,
        (CARD_MM[0] - 2 * EDGE_MM - CODE_MM - 5) * dot,
        CODE_MM * dot,
    )
    flags = int(_side(leftwards) | Qt.AlignmentFlag.AlignBottom) | Qt.TextFlag.TextWrapAnywhere
    shown = address.partition("://")[2].rstrip("/")
    painter.drawText(beside, flags, shown)


def _side(leftwards: bool) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if leftwards else Qt.AlignmentFlag.AlignLeft

"""Labels on paper: what is on the card lies on it, and the code is the address's."""

import re
from pathlib import Path

import numpy as np
import pytest
import segno
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from installation.cli._report_labels import labels_of
from installation.errors import KissError
from installation.ledger._account import Account, IterationAccount, OnScreen, Quality
from installation.model import LabelsBlock, WallLabel
from installation.printing import print_labels
from installation.printing._label_print import CARD_MM, CODE_MM, EDGE_MM, draw_card

pytestmark = pytest.mark.usefixtures("qt")
FONT = "DejaVu Sans"
ADDRESS = "https://museum.example/kiss"
LABEL = WallLabel("The Kiss", "Iteration 2", (("Motion", "Runway Gen-2"),), "Made with AI.")
DOT = 150 / 25.4
"""Dots of a millimetre: Qt knows whole numbers of them in an inch."""


def card(label: WallLabel, address: str | None = None) -> tuple[NDArray[np.uint8], float]:
    """A card's pixels, grey, and the scale of its letters."""
    width, height = (round(side * DOT) for side in CARD_MM)
    # another format has Qt draw with threads, which outlive the test
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(DOT * 1000))
    image.setDotsPerMeterY(round(DOT * 1000))
    assert image.logicalDpiX() == 150
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    scale = draw_card(painter, image, label, FONT, address)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4)
    return rows[..., 1].copy(), scale


def inked(picture: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(picture < 128)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


def test_a_card_is_set_inside_its_edges() -> None:
    picture, scale = card(LABEL)
    left, top, right, bottom = inked(picture)
    edge = EDGE_MM * DOT
    assert scale == 1.0
    assert abs(left - edge) <= 2 * DOT and top >= edge
    assert right <= picture.shape[1] - edge and bottom <= picture.shape[0] - edge


def test_a_long_label_is_set_smaller_and_whole() -> None:
    tools = tuple((f"Step {n}", "a tool with a name that is rather long " * 2) for n in range(9))
    picture, scale = card(WallLabel("The Kiss", "Iteration 2", tools, "Made with AI."), ADDRESS)
    assert 0.5 <= scale < 1.0
    foot = round((CARD_MM[1] - EDGE_MM - CODE_MM) * DOT)
    assert (picture[foot - round(2 * DOT) : foot] == 255).all()


def test_what_is_written_leftwards_stands_on_the_right() -> None:
    picture, _ = card(WallLabel("القبلة", "النسخة 2"))
    assert inked(picture)[2] >= picture.shape[1] - (EDGE_MM + 2) * DOT


def test_the_code_is_the_address() -> None:
    picture, _ = card(LABEL, ADDRESS)
    rows = np.array(segno.make_qr(ADDRESS, error="m").matrix)
    middles = (np.arange(len(rows)) + 0.5) * CODE_MM / len(rows)
    across = np.rint((EDGE_MM + middles) * DOT).astype(int)
    down = np.rint((CARD_MM[1] - EDGE_MM - CODE_MM + middles) * DOT).astype(int)
    assert ((picture[np.ix_(down, across)] < 128) == (rows == 1)).all()


def test_a_pdf_has_a_page_for_each_label(tmp_path: Path) -> None:
    path = tmp_path / "labels.pdf"
    print_labels(path, [LABEL, LABEL, LABEL], FONT, ADDRESS)
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 3
    with pytest.raises(KissError, match="cannot be written"):
        print_labels(tmp_path / "no" / "labels.pdf", [LABEL], FONT, None)


def iteration(version: str, title: str, admitted_ms: int, *shown: OnScreen) -> IterationAccount:
    return IterationAccount(
        *(f"{version}-{admitted_ms}", version, title, 2.0, "2023-09-16", "/film.mp4"),
        admitted_ms,
        tools=(("motion", "Runway Gen-2"),),
        notes="",
        beats=(),
        facts={},
        history=(),
        shown=shown,
        pictures=(),
    )


def test_labels_are_of_what_was_shown_as_its_manifest_says_now() -> None:
    on = OnScreen("left", 0, 1, 1, 1)
    found = Account(
        *("The Kiss", 0, 1, ()),
        iterations=(
            iteration("kiss-2", "The new title", 9, on),
            iteration("kiss-2", "The old title", 3, on),
            iteration("kiss-3", "Never shown", 4),
        ),
        stretches=(),
        quality=Quality(),
        beats=(),
        arrivals=(),
        faults=(),
        house=(),
        actions=(),
    )
    block = LabelsBlock(screens={"left": "ru", "right": "off"})
    english, russian = labels_of(found, block)
    assert (english.title, english.language) == ("The new title", "en")
    assert english.facts == "Iteration 2 · 16 September 2023"
    assert russian.tools == (("Движение", "Runway Gen-2"),)

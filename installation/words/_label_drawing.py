"""Sets a label in type: title, facts, tools, and what AI made, in one column at the edge. Pure."""

from collections.abc import Iterator

from installation.model import CaptionStyle, WallLabel, dimmed
from installation.words._document import SAFE, as_written, document_head, event

TITLE = 1.45
"""The title's height, of a line's."""
BREATH, GAP = 0.2, 0.6
"""The heights of what parts the title from its facts, and these from tools and notice."""
RIM = 0.9
"""How far the box reaches beyond the letters: a label needs air."""
COLUMN = 22
"""The widest column, in lines' heights: some 40 letters."""


def label_document(label: WallLabel, style: CaptionStyle, size: tuple[int, int]) -> str:
    """A label as an Advanced SubStation text for a picture of a size."""
    width, height = size
    line = style.size * height
    rim = RIM * line if style.background == "box" else 0.0
    edge, down = SAFE * width + rim, SAFE * height + rim
    other = max(edge, width - edge - COLUMN * line)
    left, right = (other, edge) if label.leftwards else (edge, other)
    place = (7 if style.place == "top" else 1) + 2 * label.leftwards
    margins = round(left), round(right), round(down)
    return document_head(style, size, place, margins, RIM) + event("\\N".join(_rows(label, style)))


def _rows(label: WallLabel, style: CaptionStyle) -> Iterator[str]:
    full, dim = (f"\\1c{as_written(colour, 1.0)}&" for colour in (style.colour, dimmed(style)))

    yield f"{{\\b1{_scale(TITLE)}}}{plainly(label.title)}{{\\b0{_scale(1)}}}"
    if label.facts:
        yield _space(BREATH)
        yield f"{{{dim}}}{plainly(label.facts)}{{{full}}}"
    if label.tools:
        yield _space(GAP)
    for step, tool in label.tools:
        yield f"{{{dim}}}{plainly(step)}: {{{full}}}{plainly(tool)}"
    if label.notice:
        yield _space(GAP)
        yield plainly(label.notice)


def _space(height: float) -> str:
    """An empty row, as high as that of a line."""
    return f"{{{_scale(height)}}}\\h{{{_scale(1)}}}"


def _scale(share: float) -> str:
    return f"\\fscx{share * 100:.0f}\\fscy{share * 100:.0f}"


def plainly(text: str) -> str:
    """A text as it is, whatever its characters mean to Advanced SubStation."""
    # a word joiner behind it: a backslash with another letter is a command
    return text.replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")

"""Places the panel beside the stage, and the beats' names under their line. Pure."""

from collections.abc import Sequence

from installation.model import Rect


def beside(stage: Rect, display: Rect, width: int, height: int, edge: int = 24) -> Rect:
    """The corner of a display where a window of that size covers the least of the stage.

    The window is made smaller where the display is smaller.
    """
    width = min(width, display.width - 2 * edge)
    height = min(height, display.height - 2 * edge)
    left, top = display.x + edge, display.y + edge
    right = display.x + display.width - edge - width
    bottom = display.y + display.height - edge - height
    corners = [Rect(x, y, width, height) for y in (bottom, top) for x in (right, left)]
    return min(corners, key=lambda corner: _shared(corner, stage))


def _shared(one: Rect, other: Rect) -> int:
    """Return how many pixels two rectangles share."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(across, 0) * max(down, 0)


def flags(
    marks: Sequence[tuple[int, int]], across: int, rows: int, gap: int
) -> list[tuple[int, int, int]]:
    """Places for names that hang from marks like flags: (left, width, row) for each, in pixels.

    ``marks`` has each mark's place on a line of length ``across``, in rising order, and how wide
    its name is. A name hangs low enough to pass under all that stand in its way on the right, so
    no name and no flagpole crosses another name; in the last of ``rows`` it is cut short, to
    nothing if need be.
    """
    placed: list[tuple[int, int, int]] = []
    for at, wide in reversed(marks):
        left = max(0, min(at, across - wide))
        crossed = [row for x, _, row in placed if x < left + wide + gap]
        row = min(max(crossed, default=-1) + 1, rows - 1)
        limit = min((x for x, _, r in placed if r >= row), default=across + gap)
        placed.append((left, max(0, min(wide, limit - gap - left)), row))
    return placed[::-1]

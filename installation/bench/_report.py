"""Figures as a person and as a program reads them: aligned tables, bars that hold or not, JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil, nan
from pathlib import Path
from statistics import median
from typing import Any

from installation.files import write_whole


@dataclass(frozen=True)
class Bar:
    """Something that the player has to reach: what it is, what was wanted, what was found."""

    what: str
    wanted: str
    found: str
    held: bool


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned columns: the first to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows if i < len(row)) for i in range(max(map(len, rows)))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=False)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def verdict(bars: Sequence[Bar]) -> str:
    """The bars as a table, the missed ones last and marked."""
    ordered = sorted(bars, key=lambda bar: not bar.held)
    rows = [("bar", "wanted", "found", "")]
    rows += [(b.what, b.wanted, b.found, "held" if b.held else "MISSED") for b in ordered]
    return table(rows)


def middle(values: Sequence[float], digits: int = 0) -> str:
    """The median of several runs; behind it all of them when they differ."""
    shown = [f"{value:.{digits}f}" for value in values]
    centre = f"{median(values):.{digits}f}"
    return centre if len(set(shown)) == 1 else f"{centre} ({' '.join(shown)})"


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that so large a share does not exceed; not a number without any."""
    at = max(0, ceil(share * len(values)) - 1)
    return sorted(values)[at] if values else nan


def as_json(figures: dict[str, Any], bars: Sequence[Bar]) -> str:
    """Everything, for a program."""
    return json.dumps({**figures, "bars": [asdict(bar) for bar in bars]}, indent=2)


def keep(folder: Path | None, name: str, text: str) -> None:
    """Write a text into the folder where things are kept, if there is one."""
    if folder is not None:
        write_whole(folder / name, text.encode())

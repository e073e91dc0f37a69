"""Calibrations, written where the show reads them: into a projector's file, named by the layout."""

from pathlib import Path

from installation.calibration import FIELDS, round_draft
from installation.errors import ConfigError
from installation.files import write_whole
from installation.model import (
    Amount,
    Changes,
    Data,
    Layout,
    Optics,
    edit_yaml,
    edited,
    load_calibration,
    load_yaml,
)
from installation.said import Said

HEAD = """\
# The projector of screen '{screen}', made with `kiss calibrate`.
# calibration/README.md says what the values are.
"""


def calibration_of(layout: Layout, screen: str, folder: Path) -> Optics:
    """Read a screen's file; one that has none changes nothing. Raises ConfigError."""
    file = layout.screen(screen).calibration
    return load_calibration(folder / file) if file else Optics()


def write(layout_file: Path, folder: Path, screen: str, draft: Optics) -> Path:
    """Write a screen's calibration; comments and order stay. The file that has it now.

    For a screen whose layout names no file, or the same for another screen, a new one is made with
    the screen's name, and the layout gets its name. Raises ConfigError when a file cannot be read,
    changed or written.
    """
    layout = load_yaml(layout_file, Layout)
    if screen not in layout.names:
        raise ConfigError(
            Said("{file}: has no screen '{screen}' any more.", file=str(layout_file), screen=screen)
        )
    named = layout.screen(screen).calibration
    shared = [one.calibration for one in layout.screens].count(named) > 1
    try:
        if not named or shared:
            return _new(layout_file, layout, folder, screen, draft)
        changes = _changes(load_calibration(folder / named), round_draft(draft))
        if changes:
            edit_yaml(folder / named, changes)
    except OSError as fault:
        raise ConfigError(
            Said(
                "{file}: cannot be written: {why}",
                file=str(fault.filename or folder),
                why=fault.strerror or str(fault),
            ),
            Said("Make room, or give it to this user; the draft is still here."),
        ) from fault
    return folder / named


def _new(layout_file: Path, layout: Layout, folder: Path, screen: str, draft: Optics) -> Path:
    """A screen's own file, named by the layout from now on; or nothing has changed."""
    path = _free(folder, screen)
    # one that changes nothing says so: a file of comments alone is no calibration
    changes = _changes(Optics(), round_draft(draft)) or {("corners", FIELDS[0]): [0.0, 0.0]}
    write_whole(path, edited(HEAD.format(screen=screen), changes, str(path)).encode(), mode=0o644)
    try:
        place = [*map(str, layout.names)].index(screen)
        edit_yaml(layout_file, {("screens", place, "calibration"): path.name})
    except (OSError, ConfigError):
        path.unlink()
        raise
    return path


def _free(folder: Path, screen: str) -> Path:
    """A file that is not there yet, with the screen's name."""
    path, number = folder / f"{screen}.yaml", 2
    while path.exists():
        path, number = folder / f"{screen}-{number}.yaml", number + 1
    return path


def _changes(old: Optics, new: Optics) -> Changes:
    """Return what has to be said otherwise."""
    changes: dict[tuple[str | int, ...], Data] = {}
    for field in FIELDS:
        if getattr(old.corners, field) != getattr(new.corners, field):
            changes["corners", field] = list(getattr(new.corners, field))
    for name, amount in new.colour.items():
        if amount != old.colour[name]:
            changes[name,] = _said(amount)
    return changes


def _said(amount: Amount) -> Data:
    """Return an amount as the file has it: one number where it is the same for all channels."""
    if isinstance(amount, tuple):
        return amount[0] if len(set(amount)) == 1 else list(amount)
    return amount

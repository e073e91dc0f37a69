"""Finds a checkout's folders, the state folder, and what a show leaves behind."""

import os
from pathlib import Path

from installation.errors import UsageError
from installation.kiosk import installed_state

ROOT = Path(__file__).resolve().parents[2]


def data(name: str) -> Path:
    """A data folder: of the present folder when that has one, else of the checkout."""
    here = Path.cwd() / name
    return here if here.is_dir() else ROOT / name


def default_state() -> Path:
    """The show's memory, after the XDG base directory specification.

    For root it is that of the show which begins with the machine, if there is one: that one belongs
    to a user as whom nobody logs in. Raises UsageError for a user who has no home.
    """
    if os.geteuid() == 0 and (machines := installed_state()):
        return machines
    try:
        base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    except RuntimeError:
        raise UsageError(
            "this user has no home folder, and the show's memory has no place.",
            "Set HOME, or XDG_STATE_HOME, to a folder that this user may write.",
        ) from None
    return Path(base) / "kiss"


def layout_file(name: str) -> Path:
    """A layout by its path, or by its name in layouts/. Raises UsageError when there is none."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or os.sep in name:
        return path
    found = data("layouts") / f"{name}.yaml"
    if not found.exists():
        there = ", ".join(sorted(p.stem for p in data("layouts").glob("*.yaml")))
        raise UsageError(f"there is no layout {name!r}.", f"There are {there}; or give a path.")
    return found

"""Finds the thumbnails of a film content in the state folder."""

from pathlib import Path


def thumb_folder(state_dir: Path, content: str) -> Path:
    """The folder of one content's thumbnails, JPEG files named by their place in the film."""
    return state_dir / "thumbs" / content


def sweep_thumbs(state_dir: Path) -> None:
    """Remove what a killed intake left half-written. Only while no intake runs."""
    for left in (state_dir / "thumbs").glob("*/.*.tmp"):
        left.unlink(missing_ok=True)

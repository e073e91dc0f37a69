"""The indexes of all films ever probed, by content hash, in the state folder."""

from pathlib import Path

from installation.errors import LibraryError
from installation.files import write_whole
from installation.model import FilmIndex


class IndexStore:
    """One file per film content, ``index/<hash>.npz``; each is there whole or not at all."""

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir / "index"

    def path(self, content: str) -> Path:
        """Return where the index of a content is, or would be."""
        return self.folder / f"{content}.npz"

    def get(self, content: str) -> FilmIndex | None:
        """The index of a content; None when there is none, or a damaged one."""
        try:
            return FilmIndex.from_bytes(self.path(content).read_bytes())
        except (OSError, LibraryError):
            return None

    def put(self, content: str, index: FilmIndex) -> Path:
        """Store an index and return its path; raises OSError (a full disk) with nothing left."""
        path = self.path(content)
        write_whole(path, index.to_bytes())
        return path

    def sweep(self) -> None:
        """Remove what a killed intake left half-written. Only while no intake runs."""
        for left in self.folder.glob(".*.tmp"):
            left.unlink(missing_ok=True)

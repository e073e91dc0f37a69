"""Keeps the last programme on the disk, for the controller that comes after this one.

After a power cut its takes mean nothing any more, but the show begins with its last line-up.
"""

import contextlib
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from installation.errors import LinkError
from installation.files import write_whole
from installation.link import decode_programme, encode_programme, programme_path, run_folder
from installation.timeline import Plan, Programme


class ProgrammeStore:
    """The programme's file in the state folder, and a spare one when that cannot be written."""

    def __init__(self, state_dir: Path) -> None:
        self._path = programme_path(state_dir)
        self._run_folder = run_folder(state_dir)
        self._spare = self._run_folder / "programme.json"
        self.fault = ""
        """Why the last one could not be kept in its place, in words; empty when it could."""

    def load(self) -> Programme | None:
        """The latest that was kept; None when there is none, or none that can be read."""
        kept = []
        for path in (self._path, self._spare):
            with contextlib.suppress(OSError, LinkError):
                kept.append(decode_programme(path.read_bytes()))
        return max(kept, key=lambda one: one.revision, default=None)

    def save(self, programme: Programme) -> None:
        """Keep it; a disk that is full or read-only becomes the fault."""
        try:
            write_whole(self._path, encode_programme(programme))
            self.fault = ""
        except OSError as fault:  # the show goes on; only a restarted controller would miss it
            self.fault = f"the state folder cannot be written: {fault.strerror}"
            with contextlib.suppress(OSError):
                write_whole(self._spare, encode_programme(programme))

    def remove(self) -> None:
        """The show is over: nobody is to take over from it."""
        with contextlib.suppress(OSError):  # not there, or on a disk that has become read-only
            self._path.unlink()
        shutil.rmtree(self._run_folder, ignore_errors=True)


def last_line_up(
    programme: Programme, screens: Collection[str], admits: Callable[[str, str], bool]
) -> Plan | None:
    """The last line-up that a programme holds, if every screen and all of it can be had again.

    ``admits`` knows which revision of a version may take part. None: the show begins with what
    there is now, as after a night.
    """
    if not programme.plans:
        return None
    plan = programme.plans[-1]
    there = all(
        admits(entry.version, entry.revision)
        and Path(entry.film).exists()
        and Path(entry.index).exists()
        for entry in plan.entries.values()
    )
    return plan if there and set(plan.entries) == set(screens) else None

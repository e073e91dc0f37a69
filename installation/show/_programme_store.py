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
from installation.said import NOTHING, Said
from installation.show._lazy_writer import LazyWriter
from installation.timeline import Entry, Plan, Programme


class ProgrammeStore:
    """The programme's two files.

    The one in the run folder is for the next controller, and there at once; the one in the state
    folder is for the show after a power cut, and there as soon as the disk has taken it.
    """

    def __init__(self, state_dir: Path, writer: LazyWriter) -> None:
        self._path = programme_path(state_dir)
        self._run_folder = run_folder(state_dir)
        self._near = self._run_folder / "programme.json"
        self._writer = writer

    @property
    def fault(self) -> Said:
        """Return why the last one could not be kept in its place; empty when it could."""
        fault = self._writer.fault(self._path)
        if not fault:
            return NOTHING
        return Said("the state folder cannot be written: {why}", why=fault)

    def load(self) -> Programme | None:
        """The latest that was kept; None when there is none, or none that can be read."""
        kept = []
        for path in (self._path, self._near):
            with contextlib.suppress(OSError, LinkError):
                kept.append(decode_programme(path.read_bytes()))
        return max(kept, key=lambda one: one.revision, default=None)

    def save(self, programme: Programme) -> None:
        """Keep it, without waiting for the disk; one that is full or read-only is the fault."""
        data = encode_programme(programme)
        with contextlib.suppress(OSError):  # the disk has it soon
            write_whole(self._near, data, survives_power_cut=False)
        self._writer.write(self._path, data)

    def remove(self) -> None:
        """The show is over: nobody is to take over from it."""
        self._writer.finish()  # or it would come back
        with contextlib.suppress(OSError):  # not there, or on a disk that has become read-only
            self._path.unlink()
        shutil.rmtree(self._run_folder, ignore_errors=True)


def last_line_up(
    programme: Programme, screens: Collection[str], has: Callable[[Entry], bool]
) -> Plan | None:
    """The last line-up that a programme holds, if every screen and all of it can be had again.

    ``has`` knows whether a film is there and may take part. None: the show begins with what there
    is now, as after a night.
    """
    if not programme.plans:
        return None
    plan = programme.plans[-1]
    there = all(has(entry) and Path(entry.index).exists() for entry in plan.entries.values())
    return plan if there and set(plan.entries) == set(screens) else None

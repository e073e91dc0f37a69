"""Finds what speaks against a film that stands still: it is written, or half of it is missing.

A copier may pause for long, and one on another machine cannot be seen at all. So stillness alone
says little; the file's own outline says whether its last picture is there yet. No decoder has a
part in it: the controller asks, and must not fall over a bad file.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from installation.library._container import missing
from installation.library._intake_state import Hindrance

PROC = Path("/proc")


def hindrance(film: Path, proc: Path = PROC) -> Hindrance | None:
    """Return why a film that stands still should not be looked at yet; None when it may be."""
    who = next(writers(film, proc), None)
    if who is not None:
        return Hindrance(f"open for writing in {who}", until_it_ends=True)
    try:
        lacking = missing(film)
    except OSError as fault:
        return Hindrance(f"it cannot be read ({fault.strerror})")
    return Hindrance(lacking) if lacking else None


def writers(film: Path, proc: Path = PROC) -> Iterator[str]:
    """Processes of this machine that have a file open for writing, as ``cp (process 4711)``.

    Not seen: other machines on a share, processes of other users unless this one is root's, and
    files that a process has mapped and closed. A file that is open under another of its names (a
    hard link) is not looked for: that would take a look at every open file of the machine.
    """
    try:
        seen = film.stat()
    except OSError:
        return
    wanted = (seen.st_dev, seen.st_ino)
    with os.scandir(proc) as entries:
        pids = [entry.name for entry in entries if entry.name.isdigit()]
    for pid in pids:
        with suppress(OSError):  # another user's, or gone meanwhile
            for handle in os.listdir(proc / pid / "fd"):  # noqa: PTH208 - names are enough
                if _writes(f"{proc}/{pid}", handle, film.name, wanted):
                    name = (proc / pid / "comm").read_text().strip()
                    yield f"{name} (process {pid})"
                    break


def _writes(process: str, handle: str, name: str, wanted: tuple[int, int]) -> bool:
    link = f"{process}/fd/{handle}"
    with suppress(OSError):  # closed meanwhile
        # plain calls, since there may be thousands
        if os.path.basename(os.readlink(link)) != name:  # noqa: PTH115, PTH119
            return False
        seen = os.stat(link)  # noqa: PTH116
        if (seen.st_dev, seen.st_ino) != wanted:
            return False
        for line in Path(f"{process}/fdinfo/{handle}").read_text().splitlines():
            key, _, value = line.partition(":")
            if key == "flags":
                return int(value, 8) & os.O_ACCMODE != os.O_RDONLY
    return False

"""Finds what speaks against a film that stands still: it is written, or half of it is missing.

A copier may pause for long, and one on another machine cannot be seen at all. So stillness alone
says little; the file's own outline says whether its last picture is there yet. No decoder has a
part in it: this is asked beside a running show, and must not fall over a bad file.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from installation.errors import LibraryError
from installation.library._container import missing
from installation.library._intake_state import Hindrance
from installation.library._single_pictures import pictures_of
from installation.said import Said

PROC = Path("/proc")
MORE = Hindrance(Said("more pictures may come"))
"""Nothing tells which of single pictures is the last: they have to rest as long as what lacks."""


def hindrances(
    films: Iterable[Path], proc: Path = PROC, at_work: Callable[[], None] = lambda: None
) -> dict[Path, Hindrance | None]:
    """Return why films that stand still should not be looked at yet; None for those that may be."""
    films = tuple(films)
    writing = writers(films, proc)
    found: dict[Path, Hindrance | None] = {}
    for film in films:
        at_work()
        who = writing.get(film)
        found[film] = (
            Hindrance(Said("open for writing in {who}", who=who), until_it_ends=True)
            if who
            else _lacking(film)
        )
    return found


def _lacking(film: Path) -> Hindrance | None:
    if film.is_dir():
        return MORE
    try:
        lacking = missing(film)
    except OSError as fault:
        return Hindrance(Said("it cannot be read ({why})", why=fault.strerror or str(fault)))
    except Exception:  # a bug of ours: the intake finds out, which may fall over a film
        return None
    return Hindrance(lacking) if lacking else None


def writers(films: Iterable[Path], proc: Path = PROC) -> dict[Path, Said]:
    """Return a process of this machine that has a film open for writing: ``cp (process 4711)``.

    One walk for all films: with many processes it takes milliseconds, and there may be thousands
    of films. Not seen: other machines on a share, processes of other users unless this one is
    root's, and files that a process has mapped and closed. A file that is open under another of its
    names (a hard link) is not looked for: that would take a look at every open file of the machine.
    """
    wanted: dict[tuple[str, int, int], Path] = {}
    for film in films:
        with suppress(OSError, LibraryError):
            for file in pictures_of(film):
                seen = file.stat()
                wanted[file.name, seen.st_dev, seen.st_ino] = film
    if not wanted:
        return {}
    names = {name for name, _, _ in wanted}
    with os.scandir(proc) as entries:
        pids = [entry.name for entry in entries if entry.name.isdigit()]
    found: dict[Path, Said] = {}
    for pid in pids:
        with suppress(OSError):  # another user's, or gone meanwhile
            for handle in os.listdir(proc / pid / "fd"):  # noqa: PTH208 - names are enough
                written = _written(f"{proc}/{pid}", handle, names, wanted)
                if written is not None and written not in found:
                    name = (proc / pid / "comm").read_text().strip()
                    found[written] = Said("{name} (process {pid})", name=name, pid=int(pid))
    return found


def _written(
    process: str, handle: str, names: set[str], wanted: Mapping[tuple[str, int, int], Path]
) -> Path | None:
    """Return the film that a descriptor of a process writes into, if it is one of those wanted."""
    link = f"{process}/fd/{handle}"
    with suppress(OSError):  # closed meanwhile
        # plain calls, since there may be thousands
        name = os.path.basename(os.readlink(link))  # noqa: PTH115, PTH119
        if name not in names:
            return None
        seen = os.stat(link)  # noqa: PTH116
        film = wanted.get((name, seen.st_dev, seen.st_ino))
        if film is None:
            return None
        for line in Path(f"{process}/fdinfo/{handle}").read_text().splitlines():
            key, _, value = line.partition(":")
            if key == "flags":
                return film if int(value, 8) & os.O_ACCMODE != os.O_RDONLY else None
    return None

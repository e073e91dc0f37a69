"""Looks at the versions folder as it is right now: names, sizes and manifests."""

import os
import re
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from installation.errors import ConfigError, KissError, LibraryError
from installation.library._single_pictures import film_stamp
from installation.model import (
    MANIFEST,
    Fault,
    Manifest,
    Refusal,
    SubtitleCheck,
    Version,
    bare_version,
    folder_version,
    has_controls,
    is_film,
    is_shown,
    load_yaml,
    natural_key,
)
from installation.said import Said, joined
from installation.store import Stamp, stamp_of

_ENDINGS = (
    "part|partial|filepart|crdownload|download|opdownload|aria2|!qb|!ut|!sync|bts|"  # downloads
    "tmp|temp|swp|bak|lock"  # editors and tools
)
_ON_THE_WAY = re.compile(
    r"^[.~]"  # hidden; rsync's .name.Ab12Cd, .DS_Store, ._name, .~lock.name#, ~$name
    r"|~$"
    rf"|\.({_ENDINGS})$"
    r"|\.sync-conflict-[0-9]"  # Syncthing keeps the other one of two changes so
    r"|\.(tmp|temp|partial|crdownload)\.[a-z0-9]{2,4}$"  # kiss.tmp.mp4
    r"|^Unconfirmed [0-9]+\.|^\$RECYCLE\.BIN$|^Icon\r$|^Thumbs\.db$|^desktop\.ini$"
    r"|^@eaDir$|^#recycle$|^lost\+found$|^__MACOSX$",  # what NAS boxes and unpackers leave
    re.IGNORECASE,
)


def counts(name: str) -> bool:
    """Tell whether a name is meant to stay.

    It is not hidden, not a file on the way (browsers, rsync, Syncthing, editors), not what systems
    drop into any folder, and not set aside with a ``_`` in front.
    """
    return is_shown(name) and not _ON_THE_WAY.search(name)


def spoken(name: str) -> str:
    """A name as it can be written anywhere: what is not UTF-8, or no letter, stands as numbers."""
    if name.isascii() and name.isprintable():
        return name
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c.encode("unicode_escape").decode() if has_controls(c) else c for c in text)


@dataclass(frozen=True)
class Candidate:
    """Something in the versions folder that is, or means to be, a version.

    ``name`` is its file or folder there. Either ``version`` and the film's ``stamp`` are set, or
    ``fault`` says what is wrong. ``rested_ns`` is how long film and manifest had stood still when
    they were looked at, as far as this machine's own disk says so.
    """

    name: str
    version: Version | None = None
    stamp: Stamp | None = None
    fault: Fault | None = None
    rested_ns: int = field(default=0, compare=False)


def rested_ns(seen: os.stat_result, now_ns: int) -> int:
    """Return how long a file has stood still, ``now_ns`` being the time of day; 0 if unknown.

    The time of its last change is set by every write and cannot be set by copying programs. That of
    a share is told by another machine's clock, so it counts for nothing; shares have no device.
    """
    if os.major(seen.st_dev) == 0:
        return 0
    return max(0, now_ns - max(seen.st_mtime_ns, seen.st_ctime_ns))


class Scanner:
    """Looks at one folder again and again; manifests and subtitles are read only when they change.

    Only regular files that lie in the folder itself count: whoever may lay a link there shall not
    show any film that the player's user can read. ``at_work`` is called for each name, so that a
    large folder on a slow share is told from one that hangs.
    """

    def __init__(self, folder: Path, at_work: Callable[[], None] = lambda: None) -> None:
        self.folder = folder
        self._at_work = at_work
        self._manifests: dict[Path, tuple[Stamp, Manifest | ConfigError]] = {}
        self._subtitles: dict[Path, tuple[Stamp, SubtitleCheck]] = {}

    def scan(self) -> tuple[Candidate, ...]:
        """Everything that is there, in the order of names.

        Raises LibraryError when the folder itself cannot be read.
        """
        try:
            with os.scandir(self.folder) as entries:
                found = [(e.name, _is_folder(e)) for e in entries if counts(e.name)]
        except OSError as fault:
            raise LibraryError(
                Said(
                    "{folder}: cannot be read ({why})",
                    folder=str(self.folder),
                    why=fault.strerror or str(fault),
                ),
                Said("Versions appear as soon as the folder is there."),
            ) from fault
        found.sort(key=lambda entry: natural_key(entry[0]))
        looks = (self._look(name, is_folder) for name, is_folder in found)
        return distinct(candidate for candidate in looks if candidate)

    def one(self, name: str) -> Candidate | None:
        """Look at one name in the folder; None when it is neither a film nor a folder of one."""
        return self._look(name, (self.folder / name).is_dir())

    def _look(self, name: str, is_folder: bool) -> Candidate | None:
        self._at_work()
        path = self.folder / name
        if spoken(name) != name:
            return _unspeakable(name) if is_folder or is_film(name) else None
        try:
            if is_folder:
                version = self._in_folder(path)
            else:
                version = bare_version(path) if is_film(name) else None
            if version is None:
                return None
            stamp = self._film_stamp(version)
            return Candidate(name, version, stamp, rested_ns=self._rested_ns(version))
        except ConfigError as fault:
            faults = joined(" ", filter(None, (fault.message, fault.advice)))
            return Candidate(name, fault=Refusal.FAULTY_MANIFEST.fault(faults=faults))
        except KissError as fault:
            return Candidate(name, fault=Fault(fault.message, fault.advice))
        except OSError as fault:
            unread = Refusal.UNREADABLE_THERE.fault(path=path, why=fault.strerror)
            return Candidate(name, fault=unread)
        except Exception as fault:  # a bug of ours or of a library: the others are looked at
            why = f"{type(fault).__name__}: {fault}"
            return Candidate(name, fault=Refusal.NOT_LOOKED_AT.fault(path=path, why=why))

    def _in_folder(self, folder: Path) -> Version | None:
        names = sorted(path.name for path in folder.iterdir() if counts(path.name))
        for name in names:
            if spoken(name) != name and is_film(name):
                raise Refusal.UNSPEAKABLE_WITHIN.error(path=folder / spoken(name))
        if MANIFEST not in names and not any(is_film(name) for name in names):
            return None  # a folder of something else
        manifest = self._manifest(folder) if MANIFEST in names else None
        return self._with_sounds(self._with_words(folder_version(folder, names, manifest)))

    def _with_sounds(self, version: Version) -> Version:
        """The version with the stamps of the files that it has its sounds from."""
        found = []
        for source in version.sounds:
            stamp: tuple[int, ...] = ()
            if source.file:
                with suppress(OSError, LibraryError):  # the intake tells that it cannot be read
                    self._check_inside(Path(source.file))
                    seen = stamp_of(Path(source.file))
                    stamp = seen.size, seen.mtime_ns
            found.append(replace(source, stamp=stamp))
        return replace(version, sounds=tuple(found))

    def _with_words(self, version: Version) -> Version:
        """The version with what is odd about its subtitles; without those from elsewhere."""
        checks, inside = [], []
        for language, path in version.subtitles:
            self._at_work()
            try:
                stamp = stamp_of(path)
                self._check_inside(path)
            except OSError as fault:
                check = SubtitleCheck(
                    path, (Said("cannot be read ({why})", why=fault.strerror or str(fault)),)
                )
            except LibraryError:
                leads_out = Said("is a link that leads out of the folder")
                checks.append(SubtitleCheck(path, (leads_out,)))
                continue
            else:
                check = self._examined(path, stamp)
            checks.append(check)
            inside.append((language, path))
        return replace(version, subtitles=tuple(inside), subtitle_checks=tuple(checks))

    def _examined(self, path: Path, stamp: Stamp) -> SubtitleCheck:
        known = self._subtitles.get(path)
        if known is None or known[0] != stamp:
            from installation.words import examine  # 50 ms, and most folders have no subtitles

            known = self._subtitles[path] = stamp, examine(path)
        return known[1]

    def _manifest(self, folder: Path) -> Manifest:
        path = folder / MANIFEST
        self._check_inside(path)
        stamp = stamp_of(path)
        known = self._manifests.get(path)
        if known is None or known[0] != stamp:
            try:
                known = stamp, load_yaml(path, Manifest)
            except ConfigError as fault:
                known = stamp, fault
            self._manifests[path] = known
        if isinstance(known[1], ConfigError):
            raise known[1]
        return known[1]

    def _film_stamp(self, version: Version) -> Stamp:
        film = version.film
        if version.manifest and film == version.manifest.parent:
            self._check_inside(film)
            return film_stamp(film)
        try:
            seen = film.stat()
            self._check_inside(film)
        except OSError as fault:
            raise Refusal.NOT_THERE.error(path=film, why=fault.strerror) from fault
        if not stat.S_ISREG(seen.st_mode):
            raise Refusal.NO_FILE.error(path=film, kind=_kind(seen.st_mode))
        return Stamp(seen.st_size, seen.st_mtime_ns, seen.st_ino)

    def _rested_ns(self, version: Version) -> int:
        parts = (version.film, *([version.manifest] if version.manifest else []))
        now_ns = time.time_ns()
        return min(rested_ns(part.stat(), now_ns) for part in parts)

    def _check_inside(self, path: Path) -> None:
        """Raise LibraryError for what links lead out of the folder to. May raise OSError."""
        # of thousands of files hardly one is a link, and to resolve them all takes most of a look
        if not self._may_lead_out(path):
            path.lstat()
            return
        there = path.resolve(strict=True)
        if not there.is_relative_to(self.folder.resolve(strict=True)):
            raise Refusal.LEADS_OUT.error(path=path, there=there)

    def _may_lead_out(self, path: Path) -> bool:
        """Tell whether a path has a link below the folder, or is not written as one below it."""
        step = path
        while step != self.folder:
            if step.is_symlink() or step.parent == step or step.name == "..":
                return True
            step = step.parent
        return False


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """Tell what is to be looked at as a folder; of a link in a circle that says what is wrong."""
    try:
        return entry.is_dir()
    except OSError:
        return not is_film(entry.name)


def _unspeakable(name: str) -> Candidate:
    return Candidate(spoken(name), fault=Refusal.UNSPEAKABLE.fault())


def _kind(mode: int) -> Said:
    """Return what something is that is not a regular file, in words."""
    if stat.S_ISDIR(mode):
        return Said("a folder")
    if stat.S_ISFIFO(mode):
        return Said("a named pipe")
    return Said("a socket") if stat.S_ISSOCK(mode) else Said("a device")


def distinct(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The same candidates, with a fault on each whose id another one has; the older film keeps it.

    So ``kiss-2.mkv`` laid beside ``kiss-2.mp4`` never takes its place unasked, nor does a
    Mac's copy whose name only looks the same.
    """
    given = tuple(candidates)
    owner: dict[str, Candidate] = {}
    for candidate in sorted(given, key=lambda c: (c.stamp.mtime_ns if c.stamp else 0, c.name)):
        if candidate.version:
            owner.setdefault(candidate.version.id, candidate)
    return tuple(
        replace(c, version=None, stamp=None, fault=_twin(c.version, owner[c.version.id]))
        if c.version and owner[c.version.id] != c
        else c
        for c in given
    )


def _twin(version: Version, owner: Candidate) -> Fault:
    return Refusal.TWIN.fault(path=version.film, id=version.id, other=owner.name)

"""Knows which versions lie in this machine's folder and in the others', and what is to be fetched.

The show says what lies here (:class:`FolderStand`); what is at rest and not refused is offered.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec

from installation.files import write_whole
from installation.machines import _film_history as history
from installation.machines._film_history import FilmHistory, Histories, WantedFilm
from installation.machines._film_values import (
    AskChunk,
    AskPieces,
    AskSums,
    FilmCatalogue,
    FilmOffer,
    FilmPiece,
    FilmQuestion,
    FolderStand,
    LyingFilm,
    read,
    version_digest,
    written,
)
from installation.machines._held_films import HeldFilms
from installation.said import Said

FULL_S = 30.0
"""How often all files are looked at, changed or not: what is beside a film stirs no show."""
LAID_S = 60.0
"""How long a show may take to see what was laid into its folder."""
HISTORIES = "histories.json"
FILLING = "filling"
"""A file that is there from a first start until all has come."""


class FilmWay(Protocol):
    """The way to the other machines' films; see :class:`FilmLine`."""

    @property
    def machine(self) -> str:
        """Return this machine's name."""
        ...

    def others(self) -> Mapping[str, FilmCatalogue]:
        """Return what the machines that are there offer."""
        ...

    def everybody(self) -> bool:
        """Tell whether all machines of the layout are there, and have told what they have."""
        ...

    def tell(self, catalogue: FilmCatalogue) -> None:
        """Tell the others what is here."""
        ...

    def ask(self, machine: str, question: FilmQuestion) -> bytes | None:
        """Ask a machine for something; None when it does not have it."""
        ...


class CarriedFilms:
    """The versions here and there. One thread but for :meth:`answer`.

    ``stand`` tells how the versions folder stands, None while that is not known; what has been is
    kept in ``memory``. ``at_work`` is called again and again while files are read through.
    """

    def __init__(
        self,
        memory: Path,
        held: HeldFilms,
        line: FilmWay,
        stand: Callable[[], FolderStand | None],
        at_work: Callable[[], None] = lambda: None,
    ) -> None:
        self._memory, self._held, self._line = memory, held, line
        self._stand, self._at_work = stand, at_work
        self._histories: Histories = {}
        self._seen: dict[str, tuple[LyingFilm, tuple[FilmPiece, ...]]] = {}
        self._laid: dict[str, float] = {}
        self._unread: dict[str, Said] = {}
        self._told: FilmCatalogue | None = None
        self._kept: FolderStand | None = None
        self._full_s = 0.0
        self.wanted: tuple[WantedFilm, ...] = ()
        """Those that are to be fetched, and can be, in this order."""
        self.quarrels: tuple[Said, ...] = ()
        """Why machines do not have the same films, in words."""
        self.fills = False
        """Nothing was here at first, and not all is here that the others have."""

    def begin(self) -> None:
        """Recall what was here. Raises OSError."""
        self._held.begin()
        with suppress(OSError, ValueError):
            data = (self._memory / HISTORIES).read_bytes()
            self._histories = read(data, dict[str, FilmHistory])
        self.fills = (self._memory / FILLING).exists()

    def answer(self, question: FilmQuestion) -> bytes | None:
        """Return what another machine asks for; called in any thread."""
        match question:
            case AskPieces(version):
                for _, pieces in tuple(self._seen.values()):
                    if pieces and version_digest(pieces) == version:
                        return written(pieces)
                return None
            case AskSums(file):
                return self._held.sums(file)
            case AskChunk(file, number):
                return self._held.chunk(file, number)

    def name_of(self, version: str) -> str:
        """Return the name in the folder that a version has, or had."""
        return self._histories.get(version, FilmHistory()).name

    def laid(self, offer: FilmOffer, pieces: tuple[FilmPiece, ...], now_s: float) -> None:
        """Take note of a version that has been laid into the folder, which no look has seen yet."""
        mine = history.came(self._histories.get(offer.id, FilmHistory()), offer)
        self._histories = {**self._histories, offer.id: mine}
        self._laid[offer.id] = now_s + LAID_S
        seen = self._seen.get(offer.id)
        film = seen[0] if seen else LyingFilm(offer.id, offer.name, still=False, good=False)
        self._seen[offer.id] = msgspec.structs.replace(film, name=offer.name), pieces

    def look_closely(self) -> None:
        """Look at all files the next time."""
        self._full_s = 0.0

    def look(self, now_s: float) -> None:
        """Take in what lies here now, and what the others have told. Raises OSError."""
        stand = self._stand()
        if stand is None:
            return
        if not stand.lying and not self._histories and not self.fills:
            (self._memory / FILLING).touch()
            self.fills = True
        full = now_s >= self._full_s
        if full:
            self._full_s = now_s + FULL_S
        histories = dict(self._histories)
        offers = []
        for film in stand.lying:
            pieces = self._pieces(film, full)
            self._laid.pop(film.id, None)
            if not pieces:
                continue
            digest = version_digest(pieces)
            mine = history.kept(histories.get(film.id, FilmHistory()), film.name, digest)
            histories[film.id] = mine
            if film.good and film.id not in stand.retired:
                size = sum(piece.size for piece in pieces)
                offers.append(FilmOffer(film.id, film.name, digest, size, mine.depth, mine.before))
        self._miss(stand, histories, now_s)
        others = self._line.others()
        known = history.joined_histories(histories, others, self._line.everybody())
        self._remember(known, stand)
        told = history.catalogue_of(known, stand, offers)
        if told != self._told:
            self._told = told
            self._line.tell(told)
        self.wanted = history.wanted(known, stand, others)
        self.quarrels = (*self._unread.values(), *history.quarrels(known, stand, others))
        if self.fills and others and stand.lying and not self.wanted:
            (self._memory / FILLING).unlink(missing_ok=True)
            self.fills = False

    def _pieces(self, film: LyingFilm, full: bool) -> tuple[FilmPiece, ...]:
        """Return the files of what lies there, read through once they are at rest."""
        if not film.id or not film.still:
            return ()
        seen = self._seen.get(film.id)
        if seen and (seen[0].name, seen[0].since_ns) == (film.name, film.since_ns) and not full:
            return seen[1]
        self._unread.pop(film.id, None)
        try:
            pieces = self._held.pieces(film.name, self._at_work)
        except FileNotFoundError:  # gone just now
            pieces = None
        except OSError as fault:
            self._unread[film.id] = Said(
                "{film} cannot go to other machines: {path}: {why}",
                film=film.id,
                path=str(fault.filename or film.name),
                why=fault.strerror or str(fault),
            )
            pieces = ()
        if pieces is None:
            return ()
        self._seen[film.id] = film, pieces
        return pieces

    def _miss(self, stand: FolderStand, histories: dict[str, FilmHistory], now_s: float) -> None:
        """Take note of what lies there no more."""
        ids = {film.id for film in stand.lying}
        names = {film.name for film in stand.lying}
        for version, mine in tuple(histories.items()):
            late = now_s > self._laid.get(version, 0.0)
            if mine.holds and version not in ids and mine.name not in names and late:
                histories[version] = history.deleted(mine)
        for version in self._seen.keys() - ids - self._laid.keys():
            del self._seen[version]
            self._unread.pop(version, None)

    def _remember(self, known: Histories, stand: FolderStand) -> None:
        if known == self._histories and stand == self._kept:
            return
        self._histories, self._kept = known, stand
        write_whole(self._memory / HISTORIES, written(known))
        self._held.keep([*(film.name for film in stand.lying), *self._names_laid()])

    def _names_laid(self) -> list[str]:
        return [self._histories[one].name for one in self._laid if one in self._histories]

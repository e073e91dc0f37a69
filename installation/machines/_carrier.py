"""Carries films between the versions folders of several machines, one chunk after the other.

The show vets what arrives like everything that somebody lays into its folder.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from installation.machines._carried_films import CarriedFilms, FilmWay
from installation.machines._film_history import WantedFilm
from installation.machines._film_rate import FilmRate
from installation.machines._film_staging import FilmStaging, sweep, well_formed
from installation.machines._film_values import AskPieces, FilmPiece, read
from installation.machines._held_films import HeldFilms
from installation.said import NOTHING, Said

LOOK_S = 0.5
REST_S = 1.0
"""How long a machine that did not answer is left alone."""
WRONG_S = 60.0
"""The same for one that said something else than it had promised, and for a full disk."""
SWEEP_S = 3600.0
SPARE = 1 << 30
"""Bytes that are left free: for the intakes' copies, and for who writes beside the show."""


class Carrier:
    """Fetches what the ``shelf`` wants into the versions ``folder``. One thread.

    ``counts`` tells by its name whether a file is meant to stay. At most ``per_s`` bytes a second
    come in. ``at_work`` is called again and again while it works.
    """

    def __init__(
        self,
        folder: Path,
        shelf: CarriedFilms,
        held: HeldFilms,
        line: FilmWay,
        counts: Callable[[str], bool],
        per_s: float,
        at_work: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder, self._shelf, self._held = folder, shelf, held
        self._line, self._counts = line, counts
        self._rate, self._at_work = FilmRate(per_s), at_work
        self._hidden = folder / f".arriving-{line.machine}"
        self._staging: FilmStaging | None = None
        self._source = ""
        self._resting: dict[str, float] = {}
        self._trouble = NOTHING
        self._look_s = self._sweep_s = self._pause_s = 0.0

    @property
    def notes(self) -> tuple[Said, ...]:
        """Return what a person should know, what is on its way first."""
        notes = [self._on_its_way()] if self._staging else []
        one = self._staging.wanted.offer.id if self._staging else ""
        more = sum(want.offer.id != one for want in self._shelf.wanted)
        if more:
            notes.append(Said("films still to come from other machines: {films}", films=more))
        return (*notes, *filter(None, (self._trouble,)), *self._shelf.quarrels)

    def turn(self, now_s: float) -> float:
        """Do the next thing; how long to rest then, in seconds."""
        if now_s >= self._look_s:
            try:
                self._shelf.look(now_s)
            except OSError as fault:
                self._trouble = _failed(fault)
            if now_s >= self._sweep_s:
                self._sweep_s = now_s + SWEEP_S
                sweep(self._hidden, [want.offer.digest for want in self._shelf.wanted])
            self._look_s = now_s + LOOK_S
        if now_s < self._pause_s:
            return LOOK_S
        try:
            return self._fetch(now_s)
        except OSError as fault:
            self._trouble = _failed(fault)
            self._pause_s = now_s + WRONG_S
            self._leave()
            return LOOK_S

    def close(self) -> None:
        """Leave what is on its way for the next time."""
        self._leave()

    def _fetch(self, now_s: float) -> float:
        want = self._next(now_s)
        if want is None:
            return LOOK_S
        source = self._source = self._source_of(want, now_s)
        if self._staging is None and not self._open(want, source, now_s):
            return 0.0
        assert self._staging is not None
        question = self._staging.next()
        if question is None:
            self._lay(self._staging, now_s)
            return 0.0
        data = self._line.ask(source, question)
        if data is None:
            self._resting[source] = now_s + REST_S
            return 0.0
        if self._staging.take(question, data, self._at_work):
            self._trouble = NOTHING
        else:
            self._resting[source] = now_s + WRONG_S
        return self._rate.wait_s(len(data), now_s)

    def _next(self, now_s: float) -> WantedFilm | None:
        """Return the version to go on with, if it can be had now."""
        if self._staging is not None:
            digest = self._staging.wanted.offer.digest
            for want in self._shelf.wanted:
                if want.offer.digest == digest and self._source_of(want, now_s):
                    self._staging.wanted = want
                    return want
        found = next((want for want in self._shelf.wanted if self._source_of(want, now_s)), None)
        if self._staging is not None and (found or not self._waits(self._staging)):
            self._leave()
        return found

    def _waits(self, staging: FilmStaging) -> bool:
        """Tell whether those that offer what is on its way are away, or rest."""
        there = self._line.others()
        digest = staging.wanted.offer.digest
        wanted = any(want.offer.digest == digest for want in self._shelf.wanted)
        return wanted or not any(machine in there for machine in staging.wanted.sources)

    def _source_of(self, want: WantedFilm, now_s: float) -> str:
        """Return who is to be asked: the same one as before, while it answers."""
        fit = [m for m in want.sources if now_s >= self._resting.get(m, 0.0)]
        return self._source if self._source in fit else next(iter(fit), "")

    def _open(self, want: WantedFilm, source: str, now_s: float) -> bool:
        """Learn which files a version has; False when that cannot be, or has no room."""
        data = self._line.ask(source, AskPieces(want.offer.digest))
        if data is None:
            self._resting[source] = now_s + REST_S
            return False
        try:
            pieces = read(data, tuple[FilmPiece, ...])
        except ValueError:
            pieces = ()
        if not well_formed(want, pieces, self._counts):
            self._resting[source] = now_s + WRONG_S
            return False
        place = self._hidden / want.offer.digest
        name = self._shelf.name_of(want.offer.id) if want.replaces else ""
        self._staging = FilmStaging(self._folder, place, want, pieces, self._held, name)
        lacks = self._staging.room - _size_of(place) + SPARE - shutil.disk_usage(self._folder).free
        if lacks > 0:
            self._trouble = Said(
                "{film} cannot come from {machine}: this machine's disk lacks {megabytes} MB."
                " It comes when there is room.",
                film=want.offer.id,
                machine=source,
                megabytes=-(-lacks // 1_000_000),
            )
            self._pause_s = now_s + WRONG_S
            self._leave()
            return False
        return True

    def _lay(self, staging: FilmStaging, now_s: float) -> None:
        laid = staging.lay()
        self._staging = None
        self._look_s = 0.0
        if laid:
            self._shelf.laid(staging.wanted.offer, staging.pieces, now_s)
        else:  # what lies there now is looked at first
            self._shelf.look_closely()
            self._pause_s = now_s + REST_S

    def _leave(self) -> None:
        if self._staging is not None:
            self._staging.close()
            self._staging = None

    def _on_its_way(self) -> Said:
        assert self._staging is not None
        film, share = self._staging.wanted.offer.id, int(100 * self._staging.share)
        sources = self._staging.wanted.sources
        there = [one for one in sources if one in self._line.others()]
        if there:
            machine = self._source if self._source in there else there[0]
            return Said(
                "{film}: {percent} % from {machine}", film=film, percent=share, machine=machine
            )
        return Said(
            "{film}: {percent} % are here; the rest comes when {machine} is there",
            film=film,
            percent=share,
            machine=", ".join(sources),
        )


def _failed(fault: OSError) -> Said:
    """Say in words what a disk has refused."""
    return Said(
        "films cannot be carried to this machine: {why}. It is tried again by itself.",
        why=": ".join(filter(None, (fault.filename, fault.strerror or str(fault)))),
    )


def _size_of(folder: Path) -> int:
    """Return the bytes of what has come already."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())

"""Keeps the process that carries films between machines, and tells it how the folder stands.

The process (:mod:`installation.apps.carrier`) may be held by a disk or a share. It is then killed
and left behind, and another one goes on with what has come so far.
"""

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from installation.files import write_whole
from installation.library import LyingCandidate
from installation.link import AsideProcess, films_path
from installation.machines import CarrierWord, FolderStand, LyingFilm, read, written
from installation.said import NOTHING, Said
from installation.units import SECOND

MODULE = "installation.apps.carrier"


class Carrying:
    """The films on their way between this machine and the others. One thread; nothing here blocks.

    ``addresses`` are those of all machines, ``megabytes_s`` what may go each way.
    """

    def __init__(
        self, versions: Path, state: Path, addresses: Mapping[str, str], megabytes_s: float
    ) -> None:
        self._stand_file = films_path(state)
        words = [sys.executable, "-m", MODULE, str(versions.absolute()), str(state.absolute())]
        words += [json.dumps(dict(addresses)), str(megabytes_s)]
        self._aside = AsideProcess(words)
        self._told: tuple[tuple[LyingCandidate, ...], tuple[str, ...]] | None = None
        self._notes: tuple[Said, ...] = ()
        self.fills = False
        """Nothing was here at first, and not all is here that the others have."""
        self._trouble = NOTHING

    def look(
        self, lying: tuple[LyingCandidate, ...] | None, retired: tuple[str, ...], now_ns: int
    ) -> None:
        """Tell it what lies in the folder, if that is known, and hear what it says."""
        if lying is not None and (lying, retired) != self._told:
            self._tell(lying, retired)
        if not self._aside.runs:
            self._begin(now_ns)
            return
        for line in self._aside.lines():
            with suppress(ValueError):  # a line of some library's
                word = read(line, CarrierWord)
                self._notes, self.fills = word.notes, word.fills
                self._aside.heard()
                self._aside.well()
                self._trouble = NOTHING
        silent = self._aside.is_silent(now_ns)
        if self._aside.ended():
            code = self._aside.code
            self._give_up(Said("ended ({code})", code="?" if code is None else code), now_ns)
        elif silent:
            seconds = self._aside.silent_ns // SECOND
            self._give_up(Said("has not answered for {seconds} s", seconds=seconds), now_ns)

    def notes(self) -> tuple[Said, ...]:
        """Return what a person should know: what is on its way, and what keeps it from coming."""
        return (*filter(None, (self._trouble,)), *self._notes)

    def close(self) -> None:
        """End it; what has come is kept."""
        self._aside.close()

    def _tell(self, lying: tuple[LyingCandidate, ...], retired: tuple[str, ...]) -> None:
        films = (LyingFilm(one.id, one.name, one.still, one.good, one.since_ns) for one in lying)
        stand = FolderStand(tuple(films), retired)
        with suppress(OSError):  # memory, and said elsewhere when it is full; it is written again
            write_whole(self._stand_file, written(stand), survives_power_cut=False)
            self._told = lying, retired

    def _begin(self, now_ns: int) -> None:
        # what an earlier show knew of the folder says nothing of what has been deleted since
        if self._told is None or not self._aside.is_due(now_ns):
            return
        try:
            self._aside.begin(now_ns)
        except OSError as fault:
            self._fail(Said("cannot be started: {why}", why=fault.strerror or str(fault)))
            return
        self._aside.owes(now_ns)

    def _give_up(self, how: Said, now_ns: int) -> None:
        self._aside.give_up(now_ns)
        self._fail(how)

    def _fail(self, how: Said) -> None:
        self._notes = ()
        self._trouble = Said(
            "films are not carried between machines: the process that does {how}."
            " It is started again by itself.",
            how=how,
        )

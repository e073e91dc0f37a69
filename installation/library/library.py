"""The library: all versions of the film in a folder, each vetted before it counts."""

from contextlib import suppress
from pathlib import Path

from installation.errors import LibraryError
from installation.library import catalogue
from installation.library.catalogue import Admitted, Arrival, Broken, Ready, Shelf
from installation.library.digest import DigestCache, stamp_of
from installation.library.index_store import IndexStore
from installation.library.scan import Candidate, Scanner
from installation.library.worker import Worker
from installation.units import MILLISECOND, ns

RESCAN_NS = ns(2)
"""How often the folder is looked at, events or not: network shares send none."""

SETTLING_NS = 250 * MILLISECOND
"""How often while something settles, at the most."""


class Library:
    """Versions and their indexes, kept up to date by polling.

    One thread calls everything; nothing blocks for longer than a look at the folder takes. It has
    no thread of its own and at most one child process, the intake. One library per state folder.
    """

    def __init__(self, versions_dir: Path, state_dir: Path, settle_s: float = 1.0) -> None:
        self._scanner = Scanner(versions_dir)
        self._state_dir = state_dir
        self._store = IndexStore(state_dir)
        self._digests = DigestCache(state_dir / "digests.json")
        self._settle_ns = ns(settle_s)
        self._shelf: Shelf = {}
        self._worker: Worker | None = None
        self._at_work: Candidate | None = None
        self._scan_ns: int | None = None
        self._trouble = ""
        self._store.sweep()

    def poll(self, now_ns: int) -> bool:
        """Look, listen and go on; call it a few times a second. True when something changed.

        ``now_ns`` is CLOCK_MONOTONIC. Films that an earlier run has vetted are ready after the
        first call.
        """
        before = (self._shelf, self._trouble)
        if self._scan_ns is None or now_ns >= self._scan_ns:
            self._scan(now_ns)
        if self._worker is not None:
            self._attend(now_ns)
        if self._worker is None:
            self._begin(now_ns)
        return (self._shelf, self._trouble) != before

    def look(self) -> None:
        """Look at the folder at the next poll: a watcher has seen something."""
        self._scan_ns = None

    def versions(self) -> tuple[Ready, ...]:
        """What can be played, in the natural order."""
        return catalogue.versions(self._shelf)

    def broken(self) -> tuple[Broken, ...]:
        """What cannot, and why."""
        return catalogue.broken(self._shelf)

    def progress(self) -> tuple[Arrival, ...]:
        """What is on its way."""
        return catalogue.arrivals(self._shelf)

    def trouble(self) -> str:
        """What is wrong with the folder itself; empty when nothing is."""
        return self._trouble

    def close(self) -> None:
        """End a running intake; what it had half done is removed."""
        self._stop()

    def _scan(self, now_ns: int) -> None:
        candidates: tuple[Candidate, ...] = ()
        self._trouble = ""
        try:
            candidates = self._scanner.scan()
        except LibraryError as fault:
            self._trouble = str(fault)
        self._shelf = catalogue.observed(
            self._shelf, candidates, now_ns, self._settle_ns, self._known
        )
        moving = any(
            place.state is catalogue.State.SETTLING or place.gone_ns is not None
            for place in self._shelf.values()
        )
        self._scan_ns = now_ns + (
            min(max(self._settle_ns // 4, 1), SETTLING_NS) if moving else RESCAN_NS
        )

    def _known(self, candidate: Candidate) -> Admitted | None:
        """What an earlier intake found about the very same file."""
        if candidate.version is None or candidate.stamp is None:
            return None
        content = self._digests.get(candidate.version.film, candidate.stamp)
        return self._admitted(content) if content else None

    def _admitted(self, content: str) -> Admitted | None:
        index = self._store.get(content)
        return Admitted(content, self._store.path(content), index.facts) if index else None

    def _begin(self, now_ns: int) -> None:
        candidate = catalogue.next_for_intake(self._shelf)
        if candidate is None or candidate.version is None:
            return
        try:
            self._worker = Worker(candidate.version.film, self._state_dir)
        except OSError as oserror:
            fault = (f"no intake could be started ({oserror.strerror})", "It is tried again.")
            self._shelf = catalogue.refused(self._shelf, candidate, fault, True, now_ns)
            return
        self._at_work = candidate
        self._shelf = catalogue.indexing(self._shelf, candidate, 0.0, None)

    def _attend(self, now_ns: int) -> None:
        worker, candidate = self._worker, self._at_work
        assert worker is not None and candidate is not None
        place = self._shelf.get(candidate.name)
        if place is None or place.candidate != candidate:
            self._stop()  # the film is another one by now, or gone
            return
        verdict = worker.poll(now_ns)
        if verdict is None:
            self._shelf = catalogue.indexing(self._shelf, candidate, worker.share, worker.eta_s)
            return
        self._worker = self._at_work = None
        found = self._accept(candidate, verdict["hash"]) if verdict["ok"] else None
        if found:
            self._shelf = catalogue.admitted(self._shelf, candidate, found)
        elif verdict["ok"]:
            fault = ("it changed while it was vetted", "It is looked at again once it rests.")
            self._shelf = catalogue.refused(self._shelf, candidate, fault, True, now_ns)
            self.look()
        else:
            self._store.sweep()
            fault = (verdict["reason"], verdict["advice"])
            again = verdict.get("again", False)
            self._shelf = catalogue.refused(self._shelf, candidate, fault, again, now_ns)

    def _accept(self, candidate: Candidate, content: str) -> Admitted | None:
        """The intake's result, if the film is still the one that it read."""
        assert candidate.version is not None and candidate.stamp is not None
        film = candidate.version.film
        with suppress(OSError):
            if stamp_of(film) == candidate.stamp:
                found = self._admitted(content)
                if found:
                    with suppress(OSError):  # a full disk: the film is hashed again next time
                        self._digests.put(film, candidate.stamp, content)
                return found
        return None

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = self._at_work = None
            self._store.sweep()

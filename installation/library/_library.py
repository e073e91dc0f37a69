"""The library: all versions of the film in a folder, each vetted before it counts."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from installation.errors import LibraryError
from installation.library import _catalogue as catalogue
from installation.library import _events as events
from installation.library import _intake_state as intake_state
from installation.library._events import ArrivalEvent
from installation.library._folder import FolderLook, VersionsFolder
from installation.library._intake_process import IntakeProcess
from installation.library._intake_state import (
    Broken,
    IntakeProgress,
    IntakeStates,
    LyingCandidate,
)
from installation.library._redraw import Redraw
from installation.library._scan import Candidate
from installation.model import (
    Admitted,
    CopyTerms,
    FilmIndex,
    IntakeStep,
    Outcome,
    Ready,
    Refusal,
    Refused,
    Version,
    VersionState,
    admit_or_refuse,
)
from installation.said import NOTHING, Said
from installation.store import ContentStore, Stamp, stamp_of
from installation.units import MILLISECOND, ns

RESCAN_NS = ns(2)
"""How often the folder is looked at, events or not: network shares send none."""

SETTLING_NS = 250 * MILLISECOND
"""How often while something settles, at the most."""

ASLEEP_NS = 5 * RESCAN_NS
"""Without a poll for so long the library has slept; what it did not see is no film's stillness."""

MOST = 3
"""The most intakes at once, all but one of them in their rehearsal."""

TRIES = 3
"""A film on which the intake crashed, hung or ran out of memory so often is to blame for it."""

LAST_S = 2.0
"""How long each killed intake is waited for at the end: nobody is kept from anything by then."""

EMPTY = Said(
    "The versions folder is empty; what was in it plays on, and is forgotten when something else"
    " lies there."
)

EVENTS = 1000
"""The most events that wait to be taken; of a library that nobody asks, the oldest go."""

LOOKING = 4
"""A look that takes long is followed by the next one after so many times what it took, at the most:
thousands of files, or a share that is slow, do not keep a processor busy."""


class _Told:
    """The lists that one shelf is told in; they are made when they are asked for."""

    def __init__(self, shelf: IntakeStates) -> None:
        self.shelf = shelf

    @cached_property
    def versions(self) -> tuple[Ready, ...]:
        return intake_state.versions(self.shelf)

    @cached_property
    def broken(self) -> tuple[Broken, ...]:
        return intake_state.broken(self.shelf)

    @cached_property
    def arrivals(self) -> tuple[IntakeProgress, ...]:
        return intake_state.arrivals(self.shelf)

    @cached_property
    def lying(self) -> tuple[LyingCandidate, ...]:
        return intake_state.lying(self.shelf)


class Library:
    """Versions and their indexes, kept up to date by polling.

    One thread calls everything; nothing blocks but for what ``folder`` does in this thread. It has
    no thread of its own and a few child processes, the intakes. One library per state folder.

    A film has settled when it has stood still for ``settle_s`` and nothing speaks against its being
    whole; else when it has stood still for ``patience_s``. ``decode`` is the layout's, and
    ``house_copy`` tells the terms for house copies, as they are now.
    """

    def __init__(
        self,
        folder: VersionsFolder,
        store: ContentStore,
        settle_s: float = 1.0,
        patience_s: float = 60.0,
        decode: str = "auto",
        house_copy: Callable[[], CopyTerms] = CopyTerms,
    ) -> None:
        self._folder = folder
        self._store = store
        self._settling = catalogue.Settling(ns(settle_s), ns(patience_s))
        self._decode = decode
        self._terms = house_copy
        self._shelf: IntakeStates = {}
        self._events: deque[ArrivalEvent] = deque(maxlen=EVENTS)
        self._workers: list[tuple[IntakeProcess, Candidate]] = []
        self._scan_ns: int | None = None
        self._often_ns = min(max(self._settling.still_ns // 4, 1), SETTLING_NS)
        self._soonest_ns = self._asked_ns = 0
        self._looked_ns: int | None = None
        self._trouble = NOTHING
        self._observed = False
        self._told = _Told(self._shelf)
        self._whole: dict[str, Stamp] = {}
        """By content: the stamp of an index that could be read."""
        self._redraw = Redraw(store.state_dir, store.films.lacks_copy, house_copy)
        self._sweep()

    def poll(self, now_ns: int, bare: bool = False) -> bool:
        """Look, listen and go on; call it a few times a second. True when something changed.

        ``now_ns`` is CLOCK_MONOTONIC. Films that an earlier run has vetted are ready after the
        first call. For a wall that is ``bare``, without a picture yet, the first film may be played
        as soon as all of it has been decoded; its intake goes on behind it.
        """
        before = old, _ = (self._shelf, self.trouble())
        self._look(now_ns)
        for worker, candidate in tuple(self._workers):
            self._attend(worker, candidate, now_ns)
        if self._has_time():
            self._begin(now_ns, bare)
        if self._redraw.poll(now_ns):
            self._take_in_sounds()
        if not self._workers and not self._redraw.busy:
            self._redraw.begin(self.versions(), now_ns)
        if self._shelf is not old:
            self._events += events.between(old, self._shelf)
        return (self._shelf, self.trouble()) != before

    def peek(self) -> None:
        """Look at the folder once and begin nothing: what is new stays as it is found."""
        self._look(0)

    def recall(self, version: Version, content: str) -> Ready | Refused | None:
        """A version as its vetted film makes it; None when no intake has come to a verdict."""
        found = self._recall(content)
        return admit_or_refuse(version, found) if isinstance(found, Admitted) else found

    def events(self) -> tuple[ArrivalEvent, ...]:
        """Return what has happened since the last call, in order; one reader, the ledger's."""
        taken = tuple(self._events)
        self._events.clear()
        return taken

    def look(self) -> None:
        """Look at the folder at the next poll: a watcher has seen something."""
        self._scan_ns = None

    def again(self, name: str, now_ns: int) -> None:
        """Forget the verdict on a film that was refused: the next look takes it for a new one.

        ``name`` is one of :meth:`broken`. Raises LibraryError when it cannot be forgotten.
        """
        content = self._shelf[name].hash
        try:
            if content:
                self._store.verdicts.remove(content)
        except OSError as fault:
            raise LibraryError(
                Said("{name}: what was found cannot be forgotten: {why}", name=name, why=str(fault))
            ) from fault
        self._shelf = catalogue.again(self._shelf, name, now_ns)
        self.look()

    def versions(self) -> tuple[Ready, ...]:
        """Return what can be played, in the natural order."""
        return self._lists().versions

    def broken(self) -> tuple[Broken, ...]:
        """Return what cannot, and why."""
        return self._lists().broken

    def progress(self) -> tuple[IntakeProgress, ...]:
        """Return what is on its way."""
        return self._lists().arrivals

    def lying(self) -> tuple[LyingCandidate, ...] | None:
        """Return what lies in the folder; None while nobody knows, for it is away, say."""
        return None if self.trouble() or not self._observed else self._lists().lying

    def _lists(self) -> "_Told":
        """All of the shelf in its order; a show asks at each tick, and the shelf changes seldom."""
        if self._told.shelf is not self._shelf:
            self._told = _Told(self._shelf)
        return self._told

    def trouble(self) -> Said:
        """Return what is wrong with the folder itself; empty when nothing is."""
        return self._folder.trouble or self._trouble

    @property
    def has_looked(self) -> bool:
        """Tell whether what lies in the folder is known: it was read, and something was in it."""
        return self._looked_ns is not None

    def close(self) -> None:
        """End the running intakes; what they had half done is removed."""
        for worker, _ in self._workers:
            worker.kill(LAST_S)
        self._workers.clear()
        self._redraw.close()
        self._sweep()

    def _look(self, now_ns: int) -> None:
        due = self._scan_ns is None or now_ns >= self._scan_ns
        # a film that is being copied stirs the folder at every write
        if due and now_ns >= self._soonest_ns and not self._folder.busy:
            self._soonest_ns = now_ns + self._often_ns
            self._scan_ns = now_ns + RESCAN_NS
            self._asked_ns = now_ns
            asked = catalogue.questionable(self._shelf, now_ns, self._settling)
            self._folder.ask(asked, now_ns)
        look = self._folder.looked(now_ns)
        if look is not None:
            if self.has_looked:  # the first look waits for its process to start
                took_ns = min(now_ns - self._asked_ns, RESCAN_NS)
                self._soonest_ns = max(self._soonest_ns, self._asked_ns + LOOKING * took_ns)
            self._observe(look, now_ns)

    def _observe(self, look: FolderLook, now_ns: int) -> None:
        """Take in a look. A folder that is away or empty says nothing of what can be played.

        A share that is not mounted is an empty folder: what plays from it is kept here, and plays
        on until there is something in the folder again.
        """
        self._observed, self._trouble = True, look.trouble
        candidates = look.candidates
        if candidates:
            asleep_ns = now_ns - (now_ns if self._looked_ns is None else self._looked_ns)
            self._looked_ns = now_ns
            if asleep_ns > ASLEEP_NS:
                self._shelf = catalogue.slept(self._shelf, asleep_ns)
        else:
            candidates = tuple(p.candidate for p in self._shelf.values() if p.playable)
            if not look.trouble and (candidates or self._store.films.holds):
                self._trouble = EMPTY
        settling = replace(
            self._settling, hindered=lambda c: look.against.get(c.name, intake_state.UNASKED)
        )
        self._shelf = catalogue.observed(self._shelf, candidates, now_ns, settling, self._known)
        self._make_again()
        moving = any(
            place.state is VersionState.SETTLING or place.gone_ns is not None
            for place in self._shelf.values()
        )
        if moving and self._scan_ns is not None:
            self._scan_ns = now_ns + self._often_ns

    def _make_again(self) -> None:
        """Have indexes and copies made again that have been lost since; what plays plays on."""
        for place in tuple(self._shelf.values()):
            if place.state is not VersionState.READY or place.playable is None:
                continue
            ready = place.playable
            try:
                stamp = stamp_of(ready.index)
            except OSError:
                stamp = None
            known = self._whole.get(ready.plays)
            lost = (stamp is None or stamp != known) and self._index(ready.plays) is None
            if lost or (ready.copy is not None and not ready.copy.exists()):
                self._shelf = catalogue.lost(self._shelf, place.candidate)

    def _take_in_sounds(self) -> None:
        """Let versions have the sounds that have been made since they became ready."""
        for place in tuple(self._shelf.values()):
            ready = place.playable
            if place.state is VersionState.READY and ready is not None and ready.sounds_lacking:
                found = self._recall(ready.hash)
                if isinstance(found, Admitted):
                    self._shelf = catalogue.vetted(self._shelf, place.candidate, found)

    def _index(self, content: str) -> FilmIndex | None:
        """The index of a content, if it can be read; remembers which file that was."""
        with suppress(OSError):
            stamp = stamp_of(self._store.indexes.path(content))
            index = self._store.indexes.get(content)
            if index is not None:
                self._whole[content] = stamp
            return index
        return None

    def _known(self, candidate: Candidate) -> Admitted | Refused | None:
        """Return what an earlier intake found about the very same file."""
        if candidate.version is None or candidate.stamp is None:
            return None
        content = self._store.digests.get(candidate.version.film, candidate.stamp)
        return self._recall(content) if content else None

    def _recall(self, content: str) -> Admitted | Refused | None:
        verdict = self._store.verdicts.get(content)
        if verdict is None or not verdict.holds_under(self._terms()):
            return None
        if verdict.fault is not None:
            return Refused(verdict.fault, content)
        index = self._index(verdict.plays)
        copy = None
        if verdict.house is not None:
            copy = self._store.house_copies.path(verdict.house.name(content))
        if index is None or (copy is not None and not copy.exists()):
            return None
        texts = self._store.texts(content)
        return Admitted(
            content,
            self._store.indexes.path(verdict.plays),
            index.facts,
            verdict.loudness_lufs,
            verdict.speed,
            verdict.warnings,
            self._store.thumbnails(content).folder,
            tuple((name.partition(".")[0], texts.path(name)) for name in sorted(texts.names())),
            verdict.house,
            copy,
            self._store.sounds.of(content),
        )

    def _begin(self, now_ns: int, bare: bool) -> None:
        candidate = intake_state.next_for_intake(self._shelf)
        if candidate is None or candidate.version is None:
            return
        try:
            worker = IntakeProcess(
                candidate.version.film,
                self._store.state_dir,
                candidate.version.beats,
                candidate.version.sounds,
                self._decode,
                self._terms(),
                early=bare and not any(place.playable for place in self._shelf.values()),
            )
        except OSError as oserror:
            fault = Refusal.NO_INTAKE.fault(why=oserror.strerror)
            self._shelf = catalogue.failed(self._shelf, candidate, fault, now_ns)
            return
        self._workers.append((worker, candidate))
        self._shelf = catalogue.indexing(self._shelf, candidate, 0.0, None)

    def _has_time(self) -> bool:
        """Tell whether another intake may begin: one at a time, but for those that rehearse.

        A rehearsal takes its time, and little of the processor.
        """
        rehearsing = [worker for worker, _ in self._workers if worker.step is IntakeStep.REHEARSING]
        return len(rehearsing) == len(self._workers) < MOST and not self._redraw.busy

    def _attend(self, worker: IntakeProcess, candidate: Candidate, now_ns: int) -> None:
        place = self._shelf.get(candidate.name)
        if place is None or place.candidate != candidate:
            worker.kill()  # the film is another one by now, or gone
            self._dismiss(worker)
            return
        ending = worker.poll(now_ns)
        if ending is None:
            self._shelf = catalogue.indexing(
                self._shelf, candidate, worker.share, worker.eta_s, worker.step
            )
            if worker.decoded and place.playable is None:
                self._admit_early(worker, candidate)
            return
        self._dismiss(worker)
        found = self._judge(candidate, ending, worker.stamp)
        if found:
            self._shelf = catalogue.vetted(self._shelf, candidate, found)
            return
        fault = ending.fault
        if fault is not None and ending.not_yet:
            self._shelf = catalogue.put_off(self._shelf, candidate, fault, now_ns)
            return
        if fault is None:
            fault = Refusal.CHANGED_VETTED.fault()
            self.look()
        self._shelf = catalogue.failed(self._shelf, candidate, fault, now_ns)

    def _admit_early(self, worker: IntakeProcess, candidate: Candidate) -> None:
        """Let a film be played that has not been rehearsed yet."""
        index = self._index(worker.hash)
        if index is not None and worker.stamp and worker.stamp == candidate.stamp:
            found = Admitted(
                worker.hash,
                self._store.indexes.path(worker.hash),
                index.facts,
                sounds=self._store.sounds.of(worker.hash),
                rehearsed=False,
            )
            assert candidate.version is not None
            with suppress(OSError):  # a full disk: it is known all the same
                self._store.digests.put(candidate.version.film, worker.stamp, worker.hash)
            self._shelf = catalogue.decoded(self._shelf, candidate, found)

    def _judge(
        self, candidate: Candidate, ending: Outcome, stamp: Stamp | None
    ) -> Admitted | Refused | None:
        """The verdict on a film; None when it is worth another try."""
        assert candidate.version is not None and candidate.stamp is not None
        film, content = candidate.version.film, ending.hash
        if ending.suspect and intake_state.tries(self._shelf, candidate) + 1 < TRIES:
            return None
        if ending.again:
            return None
        if stamp is not None and stamp != candidate.stamp:  # it was another one by then
            return None
        with suppress(OSError):  # a full disk: the film is vetted again next time
            if content:
                if ending.suspect:  # the intake did not live to say it
                    self._store.verdicts.put(
                        content, Outcome(ending.fault, content, rule=self._terms().rule)
                    )
                self._store.digests.put(film, candidate.stamp, content)
        return Refused(ending.fault, content) if ending.fault else self._recall(content)

    def _dismiss(self, worker: IntakeProcess) -> None:
        self._workers = [at_work for at_work in self._workers if at_work[0] is not worker]
        self._sweep()

    def _sweep(self) -> None:
        """Remove what killed intakes have left; not while others may be writing."""
        if not self._workers and not self._redraw.busy:
            self._store.sweep()

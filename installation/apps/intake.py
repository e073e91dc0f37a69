"""The intake worker: vets one film in a process of its own, which may crash.

``python -m installation.apps.intake FILM STATE [--beats [NS,...]] [--sounds [...]] [--decode HOW]
[--house-copy TERMS] [--early]`` looks at a film, hashes it, decodes all of it, keeps its index,
loudness, sounds and thumbnails, and has it rehearsed. A film that needs a house copy on these terms
(a :class:`installation.model._copy_rule.CopyTerms`) gets one, which is rehearsed in its place; with
``--only-plan`` it is only said which. With ``--early`` nothing is on the wall yet: it does not step
back until it has decoded all of the film and kept its sounds, and then says so, for the film may
begin to play while it is rehearsed. It speaks JSON, a line each, on its standard output::

    {"progress": 0.42, "eta": 3.1, "step": "decoding"}
    {"hash": "...", "stamp": [size, mtime_ns, inode]}
    {"decoded": true}
    {"outcome": {"fault": {"reason": "truncated at 01:12.000", "advice": "..."}, ...}}

``progress`` is the share done, ``eta`` the seconds left (null while unknown). The last line is an
:class:`installation.model._outcome.Outcome`. Verdicts on films are kept by content hash. A film
that was found good is not looked at again; a bad one is: whoever brings it again wants that. What
was the machine's fault is not kept. The exit code is 0 when the film is good, 1 when it is not, 2
for wrong usage.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from installation.apps._modest import (
    any_file_size,
    die_with_parent,
    keep_within,
    leave_network,
    step_back,
)
from installation.errors import KissError, LibraryError
from installation.library import (
    HouseCopying,
    Loudness,
    Survey,
    film_digest,
    film_stamp,
    keep_sound,
    probe_head,
    rehearse,
    survey,
    text_tracks,
    thumbs,
)
from installation.model import (
    NO_COPIES,
    CopyPlan,
    CopyTerms,
    Fault,
    FilmIndex,
    HouseCopy,
    IntakeStep,
    Outcome,
    Refusal,
    SoundSource,
    plan_for,
    thumbnail_moments,
)
from installation.said import packed
from installation.store import ContentStore, digest

HASHING, DECODING, COPYING, REHEARSING = IntakeStep
SHARES = {
    HASHING: (0.0, 0.05),
    DECODING: (0.05, 0.4),
    COPYING: (0.4, 0.9),
    REHEARSING: (0.9, 1.0),
}
"""Where each step begins and ends in the whole. Most films need no copy, and pass over it."""
LEFT_S = {HASHING: None, DECODING: 10.0, COPYING: 10.0, REHEARSING: 0.0}
"""Seconds that the steps after it take, as far as that is known."""
EARLY = "--early"
REPORT_EVERY_S = 0.2
HASHED_AT_ONCE = 1 << 30
"""Bytes that are hashed in seconds: a verdict on that much is kept, whatever its head tells."""
LONGEST_S = 24 * 3600
"""Processor seconds that an intake may use: a long film of large pictures takes two hours, its copy
several. One that is ended goes on with the copy where it was."""


def say(**message: object) -> None:
    """Send one line to whoever started the intake; ends the process when nobody listens."""
    try:
        print(json.dumps(message), flush=True)
    except BrokenPipeError:
        os._exit(1)


class Reporter:
    """Says how far the work is, now and then; knows how long each step took."""

    def __init__(self) -> None:
        self.took_s: dict[str, float] = {}
        self._step: IntakeStep | None = None
        self._began = self._said = 0.0

    def begin(self, step: IntakeStep) -> None:
        """The next step begins; the one before it is over."""
        self.end()
        self._step, self._began, self._said = step, time.monotonic(), 0.0

    def end(self) -> None:
        """The last step is over."""
        if self._step:
            self.took_s[self._step] = round(time.monotonic() - self._began, 3)
        self._step = None

    def __call__(self, share: float) -> None:
        """Take note of the share of the step that is done."""
        now = time.monotonic()
        if self._step is None or now - self._said < REPORT_EVERY_S:
            return
        self._said = now
        passed, left_s = now - self._began, LEFT_S[self._step]
        eta = None
        if share > 0.02 and passed > 0.5 and left_s is not None:
            eta = round(passed * (1 - share) / share + left_s, 1)
        low, high = SHARES[self._step]
        say(progress=round(low + (high - low) * share, 4), eta=eta, step=self._step)


class Intake:
    """The intake of one film; ``beats_ns`` are the places that its manifest names.

    ``sounds`` are those that are kept of it. ``terms`` say which films get a house copy, and of
    what size; with ``only_plan`` none is made, but said. ``decoded`` is called when all of the film
    has been decoded, before its copying or rehearsal: with True for one that is played as it is, of
    which all has been kept that it takes to play it.
    """

    def __init__(
        self,
        film: Path,
        store: ContentStore,
        beats_ns: Sequence[int],
        decode: str,
        terms: CopyTerms = NO_COPIES,
        only_plan: bool = False,
        sounds: Sequence[SoundSource] = (),
        decoded: Callable[[bool], None] | None = None,
    ) -> None:
        self.hash = ""
        self._sounds, self._decoded = sounds, decoded
        self._film, self._store = film, store
        self._beats_ns, self._decode, self._terms = beats_ns, decode, terms
        self._any_kind, self._only_plan = terms.rule != "never", only_plan
        self._report = Reporter()

    def ending(self) -> Outcome:
        """Do it all, and say how it ended; never raises."""
        try:
            return self._vet()
        except KissError as fault:
            return self._refuse(Fault(fault.message, fault.advice))
        except OSError as fault:
            where = f": {fault.filename}" if fault.filename else ""
            wrong = Refusal.NO_ACCESS.fault(why=f"{fault.strerror}{where}")
            return Outcome(wrong, self.hash, again=True)
        except MemoryError:
            wrong = Refusal.TOO_MUCH_MEMORY.fault()
            return Outcome(wrong, self.hash, suspect=True)
        except Exception as fault:  # a bug of ours or of a library: one line, and the show goes on
            why = f"{type(fault).__name__}: {fault}"
            return self._refuse(Refusal.INTAKE_FAILED.fault(why=why))

    def _vet(self) -> Outcome:
        before = film_stamp(self._film)
        self._report.begin(HASHING)
        try:
            probe_head(self._film, self._any_kind)
        except KissError:
            if before.size <= HASHED_AT_ONCE:
                self.hash = film_digest(self._film, self._report)
            raise
        self.hash = film_digest(self._film, self._report)
        say(hash=self.hash, stamp=[before.size, before.mtime_ns, before.inode])
        known = self._store.verdicts.get(self.hash)
        index = self._known_index(known) if known else None
        if known is None or index is None:
            loudness = Loudness()
            self._report.begin(DECODING)
            found = survey(self._film, self._report, hear=loudness.push, any_kind=self._any_kind)
            if film_stamp(self._film) != before:
                return self._changed()
            rehearsed, index = self._played(found)
            self._report.end()
            if film_stamp(self._film) != before:
                return self._changed()
            known = replace(
                rehearsed,
                hash=self.hash,
                loudness_lufs=loudness.lufs(),
                took_s=self._report.took_s,
                rule=self._terms.rule,
            )
            if index is None or rehearsed.again or rehearsed.suspect:
                return known
            if rehearsed.fault is not None:
                return self._refuse(rehearsed.fault)
            self._store.verdicts.put(self.hash, known)
        wanted = [
            at for _, at in thumbnail_moments([("", at) for at in self._places(index)], index.facts)
        ]
        texts = self._store.texts(self.hash)
        with suppress(LibraryError):  # broken subtitles do not make a broken film
            for track in text_tracks(self._film):
                texts.put(f"{track.language}.{track.ending}", track.content)
        house = known.house
        self._keep_sounds(index)
        shown = self._store.house_copies.path(house.name(self.hash)) if house else self._film
        with suppress(OSError):  # they are made when there is room
            thumbs.make(shown, index.facts, wanted, self._store.thumbnails(self.hash))
        if house is None:
            with suppress(OSError), any_file_size():  # without a copy it plays from its place
                self._store.copies.keep(self._film, self.hash)
        return known

    def _keep_sounds(self, index: FilmIndex) -> None:
        """Keep the version's sounds, as far as they are not there.

        A wall that shows nothing yet rather has the film without them, and them when there is room.
        """
        shelf, facts = self._store.sounds, index.facts
        there = {sound.name for sound in shelf.of(self.hash)}
        for source in self._sounds:
            name = source.kept_as(self.hash)
            if name not in there and (facts.audio or not source.is_film):
                try:
                    with any_file_size():
                        keep_sound(self._film, source, facts.duration_ns, shelf, name)
                except OSError:
                    if self._decoded is None:
                        raise

    def _known_index(self, known: Outcome) -> FilmIndex | None:
        """Return the index of what plays of a film that was found good; None: it is to be made."""
        if not known.good or not known.holds_under(self._terms):
            return None
        house = known.house
        if house and not self._store.house_copies.path(house.name(self.hash)).exists():
            return None
        return self._store.indexes.get(known.plays)

    def _played(self, found: Survey) -> tuple[Outcome, FilmIndex | None]:
        """Rehearse a film, or the house copy that it needs; return what came of it, and the index.

        A film that turns out not to play gets a copy, too, and one that is too much for this
        machine a smaller one. There is no index of a copy that is only planned.
        """
        plan = plan_for(found.traits, found.times_ns, self._terms)
        if plan is not None:
            if self._decoded is not None:
                self._decoded(False)
            return self._copied(found, plan)
        index = found.as_it_is()
        self._store.indexes.put(self.hash, index)
        if self._decoded is not None:
            self._keep_sounds(index)
            self._decoded(True)
        rehearsed = self._rehearsed(self._film, self.hash, index)
        fault = rehearsed.fault
        if fault is None or rehearsed.again or rehearsed.suspect:
            return rehearsed, index
        plan = plan_for(found.traits, found.times_ns, self._terms, fault.reason, rehearsed.speed)
        return self._copied(found, plan) if plan else (rehearsed, index)

    def _copied(self, found: Survey, plan: CopyPlan) -> tuple[Outcome, FilmIndex | None]:
        """Make a house copy, and rehearse it."""
        planned = HouseCopy(plan, found.traits)
        if self._only_plan:
            return Outcome(house=planned, warnings=plan.notes), None
        copies, name = self._store.house_copies, planned.name(self.hash)
        copy, parts = copies.path(name), copies.parts(name)
        self._report.begin(COPYING)
        with any_file_size():
            making = HouseCopying(self._film, found, plan, parts, copies.check_room)
            house, index = making.make(copy, self._report)
        house = replace(house, hash=digest(copy))
        self._store.indexes.put(house.hash, index)
        rehearsed = self._rehearsed(copy, house.hash, index)
        if not rehearsed.again:  # else the next try begins with the parts as they are
            making.forget()
        if not rehearsed.good:
            copy.unlink(missing_ok=True)
        return replace(rehearsed, house=house, warnings=rehearsed.warnings + plan.notes), index

    def _rehearsed(self, film: Path, content: str, index: FilmIndex) -> Outcome:
        self._report.begin(REHEARSING)
        self._report(0.0)
        path = self._store.indexes.path(content)
        return rehearse(film, path, self._places(index), self._decode, self._report)

    def _places(self, index: FilmIndex) -> list[int]:
        """The beats of the manifest, else the chapters, that lie in the film, in their order."""
        beats = self._beats_ns or [at for _, at in index.facts.chapters]
        return sorted(at for at in beats if at < index.facts.duration_ns)

    def _changed(self) -> Outcome:
        return Outcome(Refusal.CHANGED_READ.fault(), self.hash, again=True)

    def _refuse(self, fault: Fault) -> Outcome:
        outcome = Outcome(fault, self.hash, rule=self._terms.rule)
        if self.hash:
            with suppress(OSError):  # a full disk: it is said all the same
                self._store.verdicts.put(self.hash, outcome)
        return outcome


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kiss-intake")
    parser.add_argument("film", type=Path)
    parser.add_argument("state", type=Path)
    parser.add_argument("--beats", type=json.loads, default=[])
    parser.add_argument("--sounds", type=_sounds, default=())
    parser.add_argument("--decode", default="auto")
    parser.add_argument("--house-copy", type=_terms, default=NO_COPIES, metavar="TERMS")
    parser.add_argument("--only-plan", action="store_true")
    parser.add_argument(EARLY, action="store_true")
    return parser.parse_args(words)


def _sounds(text: str) -> tuple[SoundSource, ...]:
    return msgspec.json.decode(text, type=tuple[SoundSource, ...])


def _terms(text: str) -> CopyTerms:
    return msgspec.json.decode(text, type=CopyTerms)


def _decoded(playable: bool) -> None:
    if playable:
        say(decoded=True)
    step_back()  # from now on there may be something on the wall


def main(words: list[str] | None = None) -> int:
    """Run the intake of one film."""
    options = _arguments(words)
    store = ContentStore(options.state)
    rules = options.decode, options.house_copy, options.only_plan
    decoded = _decoded if options.early else None
    ending = Intake(options.film, store, options.beats, *rules, options.sounds, decoded).ending()
    say(outcome=msgspec.to_builtins(ending, enc_hook=packed))
    return 0 if ending.good else 1


if __name__ == "__main__":
    leave_network()
    die_with_parent()
    if EARLY not in sys.argv:
        step_back()
    keep_within(LONGEST_S)
    sys.exit(main())

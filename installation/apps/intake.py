"""The intake worker: vets one film in a process of its own, which may crash.

``python -m installation.apps.intake FILM STATE [--beats [NS,...]] [--decode HOW]`` looks at a film,
hashes it, decodes all of it, keeps its index, loudness and thumbnails, and has it rehearsed. It
speaks JSON, a line each, on its standard output::

    {"progress": 0.42, "eta": 3.1, "step": "decoding"}
    {"hash": "...", "stamp": [size, mtime_ns, inode]}
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
from collections.abc import Sequence
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
from installation.library import EXPORT, Loudness, probe, probe_head, rehearse, text_tracks, thumbs
from installation.model import Fault, FilmIndex, IntakeStep, Outcome, thumbnail_moments
from installation.store import ContentStore, digest, stamp_of

HASHING, DECODING, REHEARSING = IntakeStep
SHARES = {HASHING: (0.0, 0.05), DECODING: (0.05, 0.7), REHEARSING: (0.7, 1.0)}
"""Where each step begins and ends in the whole."""
LEFT_S = {HASHING: None, DECODING: 10.0, REHEARSING: 0.0}
"""Seconds that the steps after it take, as far as that is known."""
REPORT_EVERY_S = 0.2
HASHED_AT_ONCE = 1 << 30
"""Bytes that are hashed in seconds: a verdict on that much is kept, whatever its head tells."""
LONGEST_S = 12 * 3600
"""Processor seconds that an intake may use: a long film of large pictures takes two hours."""


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
    """The intake of one film; ``beats_ns`` are the places that its manifest names."""

    def __init__(
        self, film: Path, store: ContentStore, beats_ns: Sequence[int], decode: str
    ) -> None:
        self.hash = ""
        self._film, self._store = film, store
        self._beats_ns, self._decode = beats_ns, decode
        self._report = Reporter()

    def ending(self) -> Outcome:
        """Do it all, and say how it ended; never raises."""
        try:
            return self._vet()
        except KissError as fault:
            return self._refuse(Fault(fault.message, fault.advice))
        except OSError as fault:
            where = f": {fault.filename}" if fault.filename else ""
            wrong = Fault(f"{fault.strerror}{where}", "Make room or give access to it.")
            return Outcome(wrong, self.hash, again=True)
        except MemoryError:
            wrong = Fault("it takes too much memory to decode", "Export it smaller.")
            return Outcome(wrong, self.hash, suspect=True)
        except Exception as fault:  # a bug of ours or of a library: one line, and the show goes on
            reason = f"the intake failed ({type(fault).__name__}: {fault})"
            return self._refuse(Fault(reason, EXPORT))

    def _vet(self) -> Outcome:
        before = stamp_of(self._film)
        self._report.begin(HASHING)
        try:
            probe_head(self._film)
        except KissError:
            if before.size <= HASHED_AT_ONCE:
                self.hash = digest(self._film, self._report)
            raise
        self.hash = digest(self._film, self._report)
        say(hash=self.hash, stamp=[before.size, before.mtime_ns, before.inode])
        known = self._store.verdicts.get(self.hash)
        index = self._store.indexes.get(self.hash) if known and known.good else None
        if known is None or index is None:
            loudness = Loudness()
            self._report.begin(DECODING)
            index = probe(self._film, self._report, hear=loudness.push)
            if stamp_of(self._film) != before:
                return self._changed()
            self._store.indexes.put(self.hash, index)
            self._report.begin(REHEARSING)
            self._report(0.0)
            rehearsed = rehearse(
                self._film,
                self._store.indexes.path(self.hash),
                self._places(index),
                self._decode,
                self._report,
            )
            self._report.end()
            if stamp_of(self._film) != before:
                return self._changed()
            known = replace(
                rehearsed,
                hash=self.hash,
                loudness_lufs=loudness.lufs(),
                took_s=self._report.took_s,
            )
            if rehearsed.again or rehearsed.suspect:
                return known
            if rehearsed.fault is not None:
                return self._refuse(rehearsed.fault)
            self._store.verdicts.put(self.hash, known)
        wanted = [
            at for _, at in thumbnail_moments([("", at) for at in self._places(index)], index.facts)
        ]
        thumbs.make(self._film, index.facts, wanted, self._store.thumbnails(self.hash))
        texts = self._store.texts(self.hash)
        with suppress(LibraryError):  # broken subtitles do not make a broken film
            for track in text_tracks(self._film):
                texts.put(f"{track.language}.{track.ending}", track.content)
        with suppress(OSError), any_file_size():  # without a copy it plays from its place
            self._store.copies.keep(self._film, self.hash)
        return known

    def _places(self, index: FilmIndex) -> list[int]:
        """The beats of the manifest, else the chapters, that lie in the film, in their order."""
        beats = self._beats_ns or [at for _, at in index.facts.chapters]
        return sorted(at for at in beats if at < index.facts.duration_ns)

    def _changed(self) -> Outcome:
        fault = Fault("it changed while it was read", "It is looked at again once it rests.")
        return Outcome(fault, self.hash, again=True)

    def _refuse(self, fault: Fault) -> Outcome:
        outcome = Outcome(fault, self.hash)
        if self.hash:
            with suppress(OSError):  # a full disk: it is said all the same
                self._store.verdicts.put(self.hash, outcome)
        return outcome


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kiss-intake")
    parser.add_argument("film", type=Path)
    parser.add_argument("state", type=Path)
    parser.add_argument("--beats", type=json.loads, default=[])
    parser.add_argument("--decode", default="auto")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    """Run the intake of one film."""
    options = _arguments(words)
    store = ContentStore(options.state)
    ending = Intake(options.film, store, options.beats, options.decode).ending()
    say(outcome=msgspec.to_builtins(ending))
    return 0 if ending.good else 1


if __name__ == "__main__":
    leave_network()
    die_with_parent()
    step_back()
    keep_within(LONGEST_S)
    sys.exit(main())

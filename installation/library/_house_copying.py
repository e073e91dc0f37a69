"""Makes a film's house copy, part by part, so that work that was ended goes on where it was.

One of the files that import ``av``. Each part is there whole or not at all, and so is the copy,
which is joined of them. What a part holds follows from its number: the original is decoded from its
beginning each time (no container's seek is trusted to find the same picture), but only what is
lacking is filtered and encoded.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import msgspec
import numpy as np
from av.video.frame import VideoFrame

from installation.errors import LibraryError
from installation.files import write_whole, writing_whole
from installation.library._copy_part import PartEncoder, PartProof, prints_of
from installation.library._copy_sound import RATE, layout_of, sound_of
from installation.library._intake_process import EXPORT
from installation.library._opening import open_film
from installation.library._picture_filters import PictureFilters
from installation.library._probe import Survey, probe
from installation.library._reel import Progress
from installation.model import (
    CopyPlan,
    FilmIndex,
    HouseCopy,
    farthest_ns,
    fault_of_copy,
    shown_times,
    slots_of,
)

PART_S = 10
"""What a kill or a power cut costs, at the most."""
BEFORE = 2
"""Pictures of the original that the filters have seen before the first that counts: those that make
half pictures whole look at the picture before."""
ENCODING, JOINING = 0.85, 0.9
"""Shares of the whole until the last part is encoded, and until they are joined; then it is proved.
"""
ProveRoom = Callable[[int], None]
"""Raises OSError when there is no room for so many more bytes."""


@dataclass(frozen=True)
class _Parts:
    """The parts of one copy in their folder: ``000.mov``, and ``000.proof`` beside it."""

    folder: Path

    def film(self, number: int) -> Path:
        return self.folder / f"{number:04d}.mov"

    def proof(self, number: int) -> PartProof | None:
        """Return the proof of a part that is there whole; None when it is not."""
        try:
            data = self.folder.joinpath(f"{number:04d}.proof").read_bytes()
            return (
                msgspec.msgpack.decode(data, type=PartProof) if self.film(number).exists() else None
            )
        except (OSError, msgspec.DecodeError):
            pass  # half a part is none
        return None

    def prove(self, number: int, proof: PartProof) -> None:
        write_whole(self.folder / f"{number:04d}.proof", msgspec.msgpack.encode(proof))


class HouseCopying:
    """The making of one film's house copy, in ``parts``, a folder that is its own.

    ``room`` is asked before each part whether there is room for what is still to be written.
    """

    def __init__(
        self, film: Path, found: Survey, plan: CopyPlan, parts: Path, room: ProveRoom
    ) -> None:
        self._film, self._found, self._plan = film, found, plan
        self._parts = _Parts(parts)
        self._room = room
        recipe = plan.recipe
        times = shown_times(found.traits, found.times_ns)
        self._slots = slots_of(times, found.traits.duration_ns, recipe.fps)
        self._in_part = max(1, round(recipe.fps * PART_S))
        self._count = -(-len(self._slots) // self._in_part)

    def make(self, target: Path, progress: Progress) -> tuple[HouseCopy, FilmIndex]:
        """Make the copy, prove it, and return it and its index; its hash is not known yet.

        Raises LibraryError when it is not like its original, OSError when there is no room for it;
        then ``target`` is not there.
        """
        self._encode(progress)
        proofs = [proof for proof in map(self._parts.proof, range(self._count)) if proof]
        self._join(target)
        progress(JOINING)
        try:
            index = probe(target, lambda share: progress(JOINING + (1 - JOINING) * share))
            ssim = [like for proof in proofs for like in proof.ssim]
            recipe, prints = self._plan.recipe, prints_of(proofs)
            wrong = fault_of_copy(index, recipe, self._slots, prints, ssim)
            if wrong:
                raise LibraryError(f"no house copy of it can be made: {wrong}", EXPORT)
        except LibraryError:
            target.unlink(missing_ok=True)
            self.forget()
            raise
        worst = int(np.argmin(ssim))
        house = HouseCopy(
            plan=self._plan,
            traits=self._found.traits,
            ssim=round(float(np.mean(ssim)), 5),
            worst_ssim=round(ssim[worst], 5),
            worst_ns=index.begins(worst),
            off_ns=farthest_ns(self._plan, self._found.traits, self._found.times_ns),
        )
        facts = replace(index.facts, chapters=self._found.chapters)
        return house, replace(index, facts=facts)

    def forget(self) -> None:
        """Remove the parts: the copy is done, or there will be none."""
        shutil.rmtree(self._parts.folder, ignore_errors=True)

    # the parts

    def _encode(self, progress: Progress) -> None:
        first = next((k for k in range(self._count) if self._parts.proof(k) is None), self._count)
        if first == self._count:
            return
        pictures = self._turned_out(int(self._slots[first * self._in_part]))
        number, frame = self._next(pictures)
        for part in range(first, self._count):
            self._room(self._expected(part))
            begin = part * self._in_part
            slots = self._slots[begin : begin + self._in_part]
            with writing_whole(self._parts.film(part)) as file:
                encoder = PartEncoder(file, self._plan.recipe, _threads())
                for wanted, times in zip(*np.unique(slots, return_counts=True), strict=True):
                    while number < wanted:
                        number, frame = self._next(pictures)
                    encoder.push(frame, int(times))
                    done = (begin + encoder.pictures) / len(self._slots)
                    progress(ENCODING * done)
                proof = encoder.end()
                self._parts.prove(part, proof)

    def _turned_out(self, first: int) -> Iterator[tuple[int, VideoFrame]]:
        """Return each picture that the filters turn out, with its number, from ``first`` on."""
        each = 2 if self._plan.recipe.fields else 1
        begin = max(0, first // each - BEFORE)
        filters = PictureFilters(self._found.traits, self._plan.recipe)
        number = begin * each
        for frame in self._decoded(begin):
            for turned in filters.push(frame):
                yield number, turned
                number += 1
        for turned in filters.flush():
            yield number, turned
            number += 1

    def _decoded(self, begin: int) -> Iterator[VideoFrame]:
        with open_film(self._film, any_kind=True) as source:
            stream = source.streams.video[0]
            stream.thread_type = "NONE"
            for number, frame in enumerate(source.decode(stream)):
                if number >= begin:
                    yield frame

    def _next(self, pictures: Iterator[tuple[int, VideoFrame]]) -> tuple[int, VideoFrame]:
        try:
            return next(pictures)
        except (StopIteration, av.FFmpegError) as fault:
            raise LibraryError("it has fewer pictures than it had before", EXPORT) from fault

    def _expected(self, part: int) -> int:
        """Return how many bytes are still to be written: the parts that are lacking, and the copy.

        By the parts that are there; before the first nobody knows.
        """
        there = sum(self._parts.film(k).stat().st_size for k in range(part))
        return there * self._count // part * 2 - there if part else 0

    # the whole

    def _join(self, target: Path) -> None:
        """Write the parts one after the other into one film, with the sound beside them."""
        fps = self._plan.recipe.fps
        layout = layout_of(self._film)
        samples = round(len(self._slots) / fps * RATE)
        with writing_whole(target) as file, av.open(file, "w", format="mov") as copy:
            heard = None
            with av.open(str(self._parts.film(0))) as beginning:
                pictures = copy.add_stream_from_template(beginning.streams.video[0])
                head = beginning.streams.video[0].codec_context.extradata
            if layout is not None:
                sound = copy.add_stream("pcm_s16le", rate=RATE, layout=layout)
                heard = sound_of(self._film, layout, self._begins_s(), samples)
            said_s = Fraction(0)
            for part in range(self._count):
                with av.open(str(self._parts.film(part))) as source:
                    stream = source.streams.video[0]
                    if stream.codec_context.extradata != head:
                        self.forget()  # encoded by another release of the encoder
                        raise OSError(errno.ESTALE, "its parts do not fit; it is made again")
                    slot = part * self._in_part
                    for packet in source.demux(stream):
                        if not packet.size:
                            continue
                        packet.stream, packet.time_base = pictures, 1 / fps
                        packet.pts = packet.dts = slot
                        packet.duration = 1
                        slot += 1
                        copy.mux(packet)
                        while heard is not None and said_s <= slot / fps:
                            frame = next(heard, None)
                            if frame is None:
                                heard = None
                                break
                            said_s += Fraction(frame.samples, RATE)
                            copy.mux(sound.encode(frame))
            if layout is not None:
                copy.mux(sound.encode(None))

    def _begins_s(self) -> Fraction:
        """Return when the original's first picture is on, in its file's own time."""
        with open_film(self._film, any_kind=True) as source:
            frame = next(source.decode(source.streams.video[0]))
            stamp = frame.dts if frame.pts is None else frame.pts
            return Fraction(stamp or 0) * Fraction(frame.time_base or 1)


def _threads() -> int:
    """Return how many threads encode: half of the processors stay free of it, but for one."""
    return max(1, min(4, (os.cpu_count() or 2) // 2))

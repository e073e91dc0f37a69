"""Makes a film's house copy, part by part, so that work that was ended goes on where it was.

One of the files that import ``av``. Each part is there whole or not at all, and so is the copy,
which is joined of them. What a part holds follows from its number, so work goes on at the first
part that is lacking.
"""

import errno
import shutil
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

import av
import msgspec
import numpy as np

from installation.errors import LibraryError
from installation.files import write_whole, writing_whole
from installation.library._copy_part import QUALITIES, PacketSum, PartEncoder, PartProof, rows_of
from installation.library._copy_sound import RATE, layout_of, sound_of
from installation.library._key_chunks import chunk_by_keys
from installation.library._opening import open_film
from installation.library._original import Original, Pictures, processors
from installation.library._probe import Survey, index_by_packets
from installation.library._reel import Progress
from installation.model import (
    CopyPlan,
    FilmIndex,
    HouseCopy,
    Refusal,
    farthest_ns,
    fault_of_copy,
    shown_times,
    slots_of,
)

PART_S = 10.0
"""What a kill or a power cut costs, at the most."""
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
        self._original = Original(film, found, recipe)
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
            index = self._index(target, proofs)
            ssim = [like for proof in proofs for like in proof.ssim]
            prints = rows_of(proof.prints for proof in proofs)
            wrong = fault_of_copy(index, self._plan.recipe, self._slots, prints, ssim)
            if wrong:
                raise Refusal.NO_HOUSE_COPY.error(why=wrong)
        except (LibraryError, OSError):
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
        """Make the parts that are lacking, each as good as it has to be.

        The next part begins with the quality that the one before it needed.
        """
        proofs = map(self._parts.proof, range(self._count))
        there = list(takewhile(lambda proof: proof is not None, proofs))
        first, quality = len(there), there[-1].quality if there and there[-1] else QUALITIES[0]
        pictures: Pictures | None = None
        for part in range(first, self._count):
            self._room(self._expected(part))
            for quality in (tried for tried in QUALITIES if tried <= quality):
                if pictures is None:
                    pictures = self._original.pictures(int(self._slots[part * self._in_part]))
                proof = self._encoded(part, quality, pictures, progress)
                if proof.alike or quality == QUALITIES[-1]:
                    self._parts.prove(part, proof)
                    break
                pictures = None  # from the part's beginning once more

    def _encoded(
        self, part: int, quality: int, pictures: Pictures, progress: Progress
    ) -> PartProof:
        begin = part * self._in_part
        slots = self._slots[begin : begin + self._in_part]
        with writing_whole(self._parts.film(part)) as file:
            encoder = PartEncoder(file, self._plan.recipe, quality, processors())
            for wanted, times in zip(*np.unique(slots, return_counts=True), strict=True):
                encoder.push(pictures.at(int(wanted)), int(times))
                progress(ENCODING * (begin + encoder.pictures) / len(self._slots))
            return encoder.end()

    def _expected(self, part: int) -> int:
        """Return how many bytes are still to be written: the parts that are lacking, and the copy.

        By the parts that are there; before the first nobody knows.
        """
        there = sum(self._parts.film(k).stat().st_size for k in range(part))
        return there * self._count // part * 2 - there if part else 0

    # the whole

    def _join(self, target: Path) -> None:
        """Write the parts one after the other into one film, with the sound beside them."""
        with writing_whole(target) as file:
            self._write(file)
            chunk_by_keys(file)

    def _write(self, file: BinaryIO) -> None:
        fps = self._plan.recipe.fps
        layout = layout_of(self._film)
        samples = round(len(self._slots) / fps * RATE)
        with av.open(file, "w", format="mov") as copy:
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

    def _index(self, copy: Path, proofs: Sequence[PartProof]) -> FilmIndex:
        """Return the copy's index, if it has the very packets that were decoded when it was made.

        Raises OSError when the disk gives back something else.
        """
        left = deque(proofs)
        found, counted = PacketSum(), 0

        def seen(packet: bytes) -> None:
            nonlocal found, counted
            found.add_read(packet)
            counted += 1
            if left and counted == len(left[0].ssim):
                if left.popleft().packets != found.digest():
                    raise OSError(errno.EIO, "what was written is not what is read back", str(copy))
                found, counted = PacketSum(), 0

        return index_by_packets(copy, rows_of(proof.seen for proof in proofs), seen)

    def _begins_s(self) -> Fraction:
        """Return when the original's first picture is on, in its file's own time."""
        with open_film(self._film, any_kind=True) as source:
            frame = next(source.decode(source.streams.video[0]))
            stamp = frame.dts if frame.pts is None else frame.pts
            return Fraction(stamp or 0) * Fraction(frame.time_base or 1)

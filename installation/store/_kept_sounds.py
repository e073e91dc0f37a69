"""Sounds of films in the state folder: ``sounds/<hash>-<place>.pcm``, and what they are beside it.

The hash is the film's, the place is where its sound was found (see
:meth:`installation.model.SoundSource.kept_as`). A file of samples can be read from any place on at
once, and has nothing before its first sample: nothing to take off, nothing that comes late.
"""

import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

import msgspec

from installation.files import write_whole
from installation.model import KeptSound, SoundFacts
from installation.said import packed, unpacked
from installation.store._shelf import Shelf, ValueShelf

LEFT = 2 << 30
"""Bytes that sounds leave free on the state folder's disk."""
CLAIMED_S = 600.0
"""A sound that nobody wants after so long may go; a new one is claimed within seconds."""


class KeptSounds(Shelf):
    """The sounds by name; ``facts`` are written last, so what they are there for is whole."""

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None] = write_whole) -> None:
        super().__init__(folder, ".pcm")
        self.facts = ValueShelf(folder, ".json", _pack, _unpack, write)

    def of(self, content: str) -> tuple[KeptSound, ...]:
        """Return all that are kept of a film, by the name under which they are."""
        found = []
        for path in sorted(self.folder.glob(f"{content}-*.json")):
            facts = self.facts.get(path.stem)
            if facts is not None and (facts.fault or self.path(path.stem).exists()):
                found.append(KeptSound(path.stem, self.path(path.stem), facts))
        return tuple(found)

    def check_room(self, wanted: int, left: int = LEFT) -> None:
        """Raise OSError unless there is room for so many bytes, and ``left`` beside them."""
        self._need_room(wanted, left, "its sound")

    def keep_only(self, originals: Collection[str]) -> None:
        """Let go of the sounds of all other films than those with these hashes."""
        now_s = time.time()
        for path in self.folder.glob("*"):
            with suppress(OSError):
                wanted = path.name.partition("-")[0] in originals
                if not wanted and now_s - path.stat().st_mtime > CLAIMED_S:
                    path.unlink()


def _pack(facts: SoundFacts) -> bytes:
    return msgspec.json.encode(facts, enc_hook=packed)


def _unpack(data: bytes) -> SoundFacts:
    return msgspec.json.decode(data, type=SoundFacts, dec_hook=unpacked)

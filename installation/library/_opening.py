"""Opens a film for FFmpeg: as one of a few containers, by nothing but the file itself.

A file may claim to be a playlist, a list of other files or an address in the network; FFmpeg would
follow it. Here it reads the listed containers, from the file that it was given, and nothing else.
"""

import re
import tempfile
from contextlib import suppress
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Stream

from installation.errors import LibraryError
from installation.library._single_pictures import sequence_at
from installation.model import Refusal
from installation.said import Said

PLAYABLE = "mov,matroska"
"""The containers that players are given."""
READABLE = f"{PLAYABLE},avi,mpeg,mpegts,mxf,gif,asf,flv"
"""Those that a house copy is made of, too. None of them leads to other files."""
AUDIBLE = f"{READABLE},wav,w64,aiff,flac,ogg,mp3,aac,caf"
"""Those that a sound is read from, beside a film or in it."""


_LANGUAGE = re.compile("[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,4}")
"""How BCP 47 writes one. A container may say anything, also what is a path, or a terminal's."""


def language_of(stream: Stream) -> str:
    """Return the language that a track tells; empty if it tells none, or what cannot be one."""
    told = stream.language or ""
    return told if _LANGUAGE.fullmatch(told) else ""


def open_film(path: Path, any_kind: bool = False) -> InputContainer:
    """Open a film to read. Raises LibraryError for another kind of file, av.FFmpegError else.

    ``any_kind`` takes the containers of which a house copy can be made.
    """
    if path.is_dir():
        return _open_pictures(path, any_kind)
    if any_kind and is_webp(path):
        from installation.library._moving_webp import unpack  # Pillow, for few films

        with tempfile.TemporaryFile() as film:
            unpack(path, film)
            return _open(f"/proc/self/fd/{film.fileno()}", any_kind)
    return _open(str(path), any_kind)


def _open(file: str, any_kind: bool) -> InputContainer:
    kinds = READABLE if any_kind else PLAYABLE
    only = {"format_whitelist": kinds, "protocol_whitelist": "file"}
    try:
        return av.open(file, metadata_errors="replace", container_options=only)
    except av.ArgumentError as fault:  # what is not on the list
        names = Said("MP4, QuickTime, Matroska or WebM")
        if any_kind:
            names = Said("MP4, QuickTime, Matroska, WebM, AVI, MPEG, MXF, GIF, WebP, WMV or FLV")
        raise Refusal.OTHER_INSIDE.error(kinds=names) from fault


def open_sound(path: Path) -> InputContainer:
    """Open a film or a file of sound to read. Raises LibraryError, av.FFmpegError."""
    only = {"format_whitelist": AUDIBLE, "protocol_whitelist": "file"}
    try:
        return av.open(str(path), metadata_errors="replace", container_options=only)
    except av.ArgumentError as fault:
        what = Said("it is not sound of a kind that is read here, whatever its name says")
        raise LibraryError(what, Said("Export it as .wav or .flac.")) from fault


def is_webp(path: Path) -> bool:
    """Tell whether a file is a WebP, by its content. False for one that cannot be read."""
    with suppress(OSError), path.open("rb") as file:
        head = file.read(12)
        return head[:4] == b"RIFF" and head[8:] == b"WEBP"
    return False


def _open_pictures(folder: Path, any_kind: bool) -> InputContainer:
    if not any_kind:
        raise Refusal.SINGLE_PICTURES.error()
    sequence = sequence_at(folder)
    place = str(folder).replace("%", "%%")
    options = {
        "format_whitelist": "image2",
        "protocol_whitelist": "file",
        "pattern_type": "sequence",
        "framerate": f"{sequence.fps.numerator}/{sequence.fps.denominator}",
        "start_number": str(sequence.first),
        "start_number_range": "1",
    }
    return av.open(f"{place}/{sequence.pattern}", format="image2", container_options=options)


def is_wrapped(path: Path, film: InputContainer) -> bool:
    """Tell whether a film that was opened is in a container that players are given."""
    return not is_webp(path) and any(
        name in PLAYABLE.split(",") for name in film.format.name.split(",")
    )

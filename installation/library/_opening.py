"""Opens a film for FFmpeg: as one of two containers, by nothing but the file itself.

A file may claim to be a playlist, a list of other files or an address in the network; FFmpeg would
follow it. Here it reads MP4 and Matroska, from the file that it was given, and nothing else.
"""

from pathlib import Path

import av
from av.container import InputContainer

from installation.errors import LibraryError

CONTAINERS = "mov,matroska"
WRAP = "Export it as .mp4 or .mkv (ffmpeg -i FILM -c copy film.mp4 keeps its pictures)."


def open_film(path: Path) -> InputContainer:
    """Open a film to read. Raises LibraryError for another kind of file, av.FFmpegError else."""
    only = {"format_whitelist": CONTAINERS, "protocol_whitelist": "file"}
    try:
        return av.open(str(path), metadata_errors="replace", container_options=only)
    except av.ArgumentError as fault:  # what is not on the list
        kinds = "MP4, QuickTime, Matroska or WebM"
        raise LibraryError(f"it is not {kinds} inside, whatever its name says", WRAP) from fault

"""`bench housecopy`: a film that needs a house copy. One of the files that import ``av``."""

from pathlib import Path

import av
from av.stream import Stream

from installation.files import writing_whole
from installation.rig import Recipe, barcoded_film


def stream(recipe: Recipe, cache: Path) -> Path:
    """Return a barcoded film in a transport stream, which players are not given as it is."""
    film = barcoded_film(recipe, cache)
    wrapped = film.with_suffix(".ts")
    if wrapped.exists():
        return wrapped
    with (
        av.open(str(film)) as source,
        writing_whole(wrapped) as file,
        av.open(file, "w", format="mpegts") as target,
    ):
        kept: dict[int, Stream] = {}
        for each in source.streams:
            kept[each.index] = target.add_stream_from_template(each)
        for packet in source.demux():
            if packet.size:
                packet.stream = kept[packet.stream.index]
                target.mux(packet)
    return wrapped

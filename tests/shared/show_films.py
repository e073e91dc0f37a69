"""Versions that are ready to play, without films."""

from pathlib import Path

from installation.model import FilmFacts, Ready, Version
from installation.units import ns


def a_film(
    name: str, length_s: float = 20.0, beats: dict[str, float] | None = None, revision: str = "1"
) -> Ready:
    """A version with a film of a length, and beats by name in seconds."""
    facts = FilmFacts(
        width=1280,
        height=720,
        sar=(1, 1),
        fps=(24, 1),
        matrix="bt709",
        full_range=False,
        audio=False,
        codec="h264",
        pixel_format="yuv420p",
        duration_ns=ns(length_s),
        frames=round(24 * length_s),
    )
    places = tuple((beat, ns(at_s)) for beat, at_s in (beats or {}).items())
    version = Version(name, f"The Kiss, {name}", None, None, Path(f"{name}.mp4"), places)
    return Ready(version, f"{name}-{revision}", Path(f"{name}.index"), facts, places)

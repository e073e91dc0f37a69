"""Pictures of an original from any of them on: the same that a decode from the beginning gives."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import av
import numpy as np
import pytest
from library_films import MakeFilm

from installation.library import _original as module
from installation.library import survey
from installation.library._opening import open_film
from installation.library._original import Original
from installation.library._reel import print_of
from installation.model import CopyTerms, plan_for

LONG = {"frames": 420, "size": (64, 48)}
OPEN = {"options": {"x264-params": "open-gop=1:bframes=3:keyint=24"}}
KINDS: list[tuple[str, str, dict[str, Any], bool]] = [
    ("closed groups", "a.mp4", {"options": {"g": "24", "bf": "2"}}, True),
    ("open groups", "a.mkv", OPEN, True),
    ("one group", "a.mp4", {"options": {"g": "1000"}}, False),
    ("transport stream", "a.ts", {"options": {"g": "24"}}, True),
    ("program stream", "a.mpg", {"codec": "mpeg2video", "rate": 25, "options": {"g": "12"}}, False),
    ("every picture a key", "a.mov", {"codec": "mjpeg", "pixel_format": "yuvj420p"}, True),
    ("GIF", "a.gif", {"codec": "gif", "pixel_format": "rgb8", "rate": 20}, False),
]


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pictures were decoded."""
    count: list[int] = []
    opened = open_film

    class Counting:
        def __init__(self, source: Any) -> None:
            self._source = source

        def __getattr__(self, name: str) -> Any:
            return getattr(self._source, name)

        def __enter__(self) -> "Counting":
            return self

        def __exit__(self, *_: object) -> None:
            self._source.close()

        def decode(self, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
            for frame in self._source.decode(stream):
                count.append(1)
                yield frame

    monkeypatch.setattr(module, "open_film", lambda *a, **k: Counting(opened(*a, **k)))
    return count


@pytest.mark.parametrize(
    ("name", "recipe", "seeks"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS]
)
def test_pictures_from_the_middle_are_those_of_a_decode_from_the_beginning(
    make_film: MakeFilm, decoded: list[int], name: str, recipe: dict[str, Any], seeks: bool
) -> None:
    film = make_film(name, **LONG | recipe)
    found = survey(film)
    plan = plan_for(found.traits, found.times_ns, CopyTerms("always"))
    assert plan is not None
    pictures = Original(film, found, plan.recipe).pictures(400)
    for number in (400, 401, 407, 419):
        seen = print_of(pictures.at(number)).astype(int)
        assert np.abs(seen - found.prints[number]).max() <= 6  # GIF's colours are converted
    assert (len(decoded) < 200) == seeks


@pytest.mark.parametrize("change", ["stamps", "prints"])
def test_a_seek_that_leads_elsewhere_is_not_believed(
    make_film: MakeFilm, decoded: list[int], change: str
) -> None:
    film = make_film("a.mp4", **LONG, options={"g": "24", "bf": "2"})
    found = survey(film)
    plan = plan_for(found.traits, found.times_ns, CopyTerms("always"))
    assert plan is not None
    doctored: dict[str, Callable[[], Any]] = {
        "stamps": lambda: replace(found, stamps=found.stamps + 1),
        "prints": lambda: replace(found, prints=np.roll(found.prints, 1, axis=0)),
    }
    pictures = Original(film, doctored[change](), plan.recipe).pictures(400)
    assert np.array_equal(print_of(pictures.at(400)), found.prints[400])
    assert len(decoded) > 400

"""The fixture that makes films."""

from pathlib import Path

import pytest
from library_films import MakeFilm, Recipe, write_film


@pytest.fixture
def make_film(tmp_path: Path) -> MakeFilm:
    """``make_film("name.mp4", rate=..., codec=...)`` writes a film into the test's folder."""

    def make(name: str, **recipe: object) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_film(path, Recipe(**recipe))  # type: ignore[arg-type]

    return make

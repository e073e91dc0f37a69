"""What `bench first` asks of a wall, and what it makes of the answer."""

from pathlib import Path

import yaml

from installation.bench import _firstpicture as firstpicture
from installation.model import bare_version, choose_line_up


def test_each_display_is_to_have_a_film_of_its_own(tmp_path: Path) -> None:
    films = [tmp_path / f"film{number}.mp4" for number in range(3)]
    for film in films:
        film.touch()
    stage = firstpicture.prepared(tmp_path / "show", films)
    screens = yaml.safe_load(stage.layout.read_text())["screens"]
    policies = {screen["name"]: screen["show"] for screen in screens}
    versions = [bare_version(film) for film in sorted(stage.versions.iterdir())]
    chosen = choose_line_up(policies, versions, 1, 1).entries
    assert len(versions) == 3 and len({*chosen.values()}) == len(policies) == 3


def test_the_slowest_start_is_held_against_it() -> None:
    soon, late = (firstpicture.FirstStart(s, s, s + 8, s + 7) for s in (3.9, 4.1))
    assert firstpicture.bars([soon, soon])[0].held and not firstpicture.bars([soon, late])[0].held

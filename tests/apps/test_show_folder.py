"""A versions folder that is away or empty, against a show on the glass and its next morning."""

import shutil
import signal
import time
from pathlib import Path

import pytest
from show_rig import Films, Played, Sight, apart, wait_until

from installation.rig import VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.intakes]


def states(show: Played) -> dict[str, str]:
    return {version.id: str(version.state) for version in show.status().versions}


def test_a_folder_that_is_away_or_empty_takes_nothing_from_the_wall(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    prepared = films.stage(tmp_path, (1, 2, 3))
    held, away = prepared.state / "films", tmp_path / "away"

    def notes(words: str, show: Played) -> bool:
        return any(words in note for note in show.status().notes)

    with Played(prepared, heads.environment) as show:
        show.until_plays(sight)
        wait_until("films that are held", lambda: len(list(held.glob("*.mp4"))) == 3)
        before = sorted(held.iterdir())
        prepared.versions.rename(away)
        wait_until("word of it", lambda: notes("cannot be read", show))
        prepared.versions.mkdir()  # a share that is not mounted
        wait_until("word of it", lambda: notes("is empty", show))
        time.sleep(4)  # settling, and two sweeps
        assert apart(sight.watch(0.3)) == [] and len({*sight.films()}) == 3
        assert sorted(held.iterdir()) == before
        show.keeper.send_signal(signal.SIGINT)
        assert show.exit_code() == 0
    with Played(prepared, heads.environment) as show:  # the morning after, and still away
        show.until_plays(sight)
        assert notes("is empty", show) and len({*sight.films()}) == 3
        assert sorted(held.iterdir()) == before
        shutil.rmtree(prepared.versions)
        away.rename(prepared.versions)
        wait_until("the folder", lambda: not show.status().notes)
        assert list(states(show).values()) == ["ready"] * 3 and apart(sight.watch(0.3)) == []

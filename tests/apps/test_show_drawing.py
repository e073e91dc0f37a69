"""`stage: auto` in a running show whose graphics driver goes: the wall, by its barcodes."""

import time
from pathlib import Path

import pytest
from show_rig import TRIPTYCH, Films, Played, Sight, kill, runs, together, wait_until

from installation.rig import VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.unhurried]

BACK_S = 4.0
DRIVERS = next(Path("/usr/lib").glob("*/dri"))


def test_a_driver_that_is_gone_is_done_without_and_one_that_is_back_is_taken(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    drivers = tmp_path / "dri"
    drivers.symlink_to(DRIVERS)
    # Mesa's own drawing says that it is a card, and its libraries can be taken away
    card = {"force_gl_renderer": "Card", "LIBGL_DRIVERS_PATH": str(drivers)}
    environment = heads.environment | card
    prepared = films.stage(tmp_path, (1, 2, 3), TRIPTYCH)
    with Played(prepared, environment) as show:
        show.until_plays(sight)
        wait_until("the card", show.says(lambda now: now.stage.renderer == "Card"))
        drivers.unlink()
        kill(show.pids()["stage"])
        killed = time.monotonic()
        wait_until("the story", lambda: len(runs(sight.watch(0.3))) > 4)
        took = time.monotonic() - killed
        print(f"OpenGL taken away: the story moves again within {took:.1f} s")
        assert took < BACK_S
        assert together(sight.watch(1.0))
        wait_until("its word", show.says(lambda now: "software" in now.stage.renderer))
    drivers.symlink_to(DRIVERS)
    with Played(prepared, environment) as show:
        show.until_plays(sight)
        wait_until("the card", show.says(lambda now: now.stage.renderer == "Card"))
        # the driver is there, and ends the stage all the same
        kill(show.pids()["stage"])
        wait_until("a stage", show.says(lambda now: "software" in now.stage.renderer))
        wait_until("the story", lambda: len(runs(sight.watch(0.5))) > 6)
        assert together(sight.watch(1.0))

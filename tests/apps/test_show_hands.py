"""Keys, signals and lost files: what a gallery does to a running show, read off the glass."""

import signal
import subprocess

import pytest
from show_rig import Films, Played, Sight, kill, together, wait_until

from installation.link import ring_path
from installation.model import Stop
from installation.rig import VirtualHeads

pytestmark = pytest.mark.process

ESCAPE = ("mousemove", "100", "100", "key", "Escape")


def pressed(heads: VirtualHeads, *words: str) -> None:
    subprocess.run(["xdotool", *words], env=heads.environment, check=True, timeout=10)


def lit(samples: list[list[int]]) -> bool:
    """No head is ever black or torn."""
    return all(min(sample) >= 0 for sample in samples)


def test_no_key_takes_the_picture_away(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path
) -> None:
    with Played(films.stage(tmp_path, (1, 2, 3)), heads.environment) as show:
        show.until_plays(sight)
        before = show.pids()
        samples: list[list[int]] = []
        for _ in range(3):
            pressed(heads, *ESCAPE)
            pressed(heads, "key", "alt+F4")
            samples += sight.watch(0.5)
        assert lit(samples)
        assert show.pids() == before


def test_a_stage_that_is_told_to_end_leaves_its_last_picture(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path
) -> None:
    with Played(films.stage(tmp_path, (1, 2, 3)), heads.environment) as show:
        show.until_plays(sight)
        kill(show.pids()["stage"], signal.SIGTERM)
        assert lit(sight.watch(2.0))
        wait_until("step again", lambda: together(sight.watch(0.3)), 5)
        show.order(Stop())
        assert show.exit_code() == 0
        assert set(sight.frames()) == {-1}  # the show's own end is dark


def test_an_index_that_cannot_be_read_costs_one_screen(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path
) -> None:
    prepared = films.stage(tmp_path, (1, 2, 3))
    with Played(prepared, heads.environment) as show:
        show.until_plays(sight)
        lost = next(v.revision for v in show.status().versions if v.screens == ("centre",))
        index = prepared.state / "index" / f"{lost}.npz"
        whole = index.read_bytes()
        index.write_bytes(b"")
        kill(show.pids()["stage"])
        wait_until("a stage", lambda: show.pids()["stage"] is not None, 6)

        def others_move() -> bool:
            samples = sight.watch(0.4)
            return lit(samples) and len({(left, right) for left, _, right in samples}) > 3

        wait_until("the other screens", others_move, 6)
        assert show.status().stage.restarts == 1
        index.write_bytes(whole)
        wait_until("all in step", lambda: together(sight.watch(0.3)) and others_move(), 10)


def test_a_ring_whose_file_was_removed_is_found_again(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path
) -> None:
    prepared = films.stage(tmp_path, (1, 2, 3))
    with Played(prepared, heads.environment) as show:
        show.until_plays(sight)
        ring_path(prepared.state, 0).unlink()
        kill(show.pids()["left"])

        def left_moves() -> bool:
            samples = sight.watch(0.4)
            return together(samples) and len({left for left, _, _ in samples}) > 3

        wait_until("the left screen", left_moves, 6)

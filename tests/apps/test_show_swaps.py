"""A newer version takes its place on a real wall, and loses it again if it does not play well."""

import signal
from pathlib import Path

import numpy as np
import pytest
from show_rig import HEIGHT, TRIPTYCH, WIDTH, Films, Played, Sight, kill, kiss, wait_until

from installation.bench import _arrivals as arrivals
from installation.bench._arrivalbars import bars, judge
from installation.rig import VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.intakes]
KISS_S = 1.25


def test_a_version_comes_at_its_beat_and_is_taken_back_when_it_crashes_its_player(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    layout = TRIPTYCH + "versions: {settle_s: 0.5}\nswap: {at: kiss}\n"
    stage = films.stage(tmp_path, (), layout)
    for number in (1, 2):
        films.add(stage.versions, number, f"beats: {{kiss: {KISS_S}}}\n")
    with Played(stage, heads.environment) as show:
        show.until_plays(sight)  # with the first film that is there, on all of them
        wait_until("both films", lambda: sight.films() == [1, 1, 2], 12)
        assert "no other line-up" in kiss("swap", "--state", stage.state).stdout
        films.add(stage.versions, 3)
        wait_until("third version", lambda: sight.films() == [1, 2, 3], 15)
        frame = sight.frames()[0]
        assert KISS_S * 24 <= frame < KISS_S * 24 + 12
        on_trial = "kiss-3 is on probation in its first cycle"
        wait_until("word of it", show.says(lambda s: on_trial in s.notes), 3)

        kill(show.pids()["right"], signal.SIGSEGV)
        wait_until("version before", lambda: sight.films() == [1, 1, 2], 12)
        (told,) = (v for v in show.status().versions if v.id == "kiss-3")
        assert told.state == "aside" and "SIGSEGV" in told.reason
        assert "Traceback" not in show.said()


def test_arrivals_good_and_bad_as_the_bench_has_them(tmp_path: Path) -> None:
    """All but what needs a quiet machine: what came on, and what never did."""
    cache = tmp_path / "films"
    film = arrivals.recipe(0)
    for _ in range(2):
        base = tmp_path / f"run{_}"
        with VirtualHeads(3, WIDTH, HEIGHT) as own:
            kinds = ["truncated", "good", "zero bytes"]
            stage = arrivals.prepare(base, 0.0)
            told = stage.layout.read_text()
            hasty = told.replace("settle_s: 1, patience_s: 6", "settle_s: 0.5, patience_s: 2")
            assert hasty != told
            stage.layout.write_text(hasty)
            run = arrivals.measure(own, stage, kinds, 0.4, cache, lambda _: None)
        layout = (film.frames, film.frame_ns, film.film_bits)
        span = (run.begins_ns, run.ends_ns)
        found = judge(run.samples, span, run.arrivals, run.looks, run.restarted, layout)
        held = {bar.what: bar.held for bar in bars(found)}
        assert held["bad or half ones ever on the glass"]
        assert held["black or torn samples"]
        assert held["processes restarted"]
        assert np.isfinite(found.quiet_share)
        if held["good ones on air at the next boundary"]:
            return
    pytest.fail(f"good films did not come on in time: {found.arrivals}")

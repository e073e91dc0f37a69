"""What a show says of its health: figures for Prometheus, and its day with what went wrong."""

import os
import signal
import time
import urllib.request
from collections.abc import Callable

import pytest
from house_desk import free_port
from prometheus_client.parser import text_string_to_metric_families
from show_rig import TRIPTYCH, Films, Played, Sight

from installation.ledger import FaultEvent, read_account
from installation.rig import VirtualHeads

pytestmark = pytest.mark.process


def test_a_killed_player_is_in_the_figures_and_in_the_day_with_how_long_it_took(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path_factory: pytest.TempPathFactory
) -> None:
    port = free_port()
    layout = f"{TRIPTYCH}metrics: {{port: {port}}}\n"
    stage = films.stage(tmp_path_factory.mktemp("health"), (1, 2, 3), layout)

    def told() -> dict[tuple[str, str], float]:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            families = text_string_to_metric_families(answer.read().decode())
            return {
                (sample.name, next(iter(sample.labels.values()), "")): sample.value
                for family in families
                for sample in family.samples
            }

    def restarted(times: int) -> Callable[[], bool]:
        return lambda: told()["kiss_screen_restarts_total", "left"] == times

    def faults() -> list[FaultEvent]:
        now_ms = time.time_ns() // 1_000_000
        account = read_account(stage.state, now_ms - 600_000, now_ms + 1, now_ms)
        assert [one.what for one in account.readings] == ["disk"]
        return [fault for fault in account.faults if fault.by == "left"]

    with Played(stage, heads.environment) as show:
        show.until_plays(sight)
        show.wait("figures of a show that plays", lambda: told()["kiss_state", "playing"] == 1)
        assert show.status().notes == ()  # nothing is odd about plain displays
        pid = show.pids()["left"]
        assert pid is not None and restarted(0)()
        os.kill(pid, signal.SIGKILL)
        show.wait("another player", restarted(1))
        show.wait("a fault that is over", lambda: faults()[0].lasted_ms is not None, 30)
    (fault,) = faults()
    assert fault.what == "its process ended: killed by SIGKILL"
    assert fault.times == 1 and fault.lasted_ms and 100 < fault.lasted_ms < 30_000

"""What a show says of its health: figures for Prometheus, and its day with what went wrong."""

import contextlib
import time
import urllib.error
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families
from shared_show import SharedShow
from show_rig import Played, kill

from installation.ledger import FaultEvent, read_account

pytestmark = [pytest.mark.process, pytest.mark.alone]


@pytest.mark.harms
def test_a_killed_player_is_in_the_figures_and_in_the_day_with_how_long_it_took(
    running: SharedShow, show: Played
) -> None:
    def told() -> dict[tuple[str, str], float]:
        address = f"http://127.0.0.1:{running.metrics_port}/metrics"
        with urllib.request.urlopen(address, timeout=10) as answer:
            families = text_string_to_metric_families(answer.read().decode())
            return {
                (sample.name, next(iter(sample.labels.values()), "")): sample.value
                for family in families
                for sample in family.samples
            }

    def restarts() -> float:
        return told()["kiss_screen_restarts_total", "left"]

    def faults() -> list[FaultEvent]:
        # while it is away its screen may lack pictures for so long that this is a fault, too
        ended = [fault for fault in running.faults() if "pictures a second" not in fault.what]
        return [fault for fault in ended if fault.by == "left"]

    def plays() -> bool:
        with contextlib.suppress(urllib.error.URLError):  # nobody has asked for figures before
            return told()["kiss_state", "playing"] == 1
        return False

    show.wait("figures of a show that plays", plays)
    before = restarts()
    assert before == next(s.restarts for s in show.status().screens if s.screen == "left")

    def readings() -> list[str]:
        now_ms = time.time_ns() // 1_000_000
        account = read_account(show.stage.state, now_ms - 600_000, now_ms + 1, now_ms)
        return [one.what for one in account.readings]

    # one for each controller that there has been, and each hour
    show.wait("a reading of the disk", lambda: set(readings()) == {"disk"})
    kill(show.pids()["left"])
    show.wait("another player", lambda: restarts() == before + 1)
    show.wait(
        "a fault that is over", lambda: [one.lasted_ms for one in faults()] not in ([], [None]), 30
    )
    (fault,) = faults()
    assert fault.what == "its process ended: killed by SIGKILL"
    assert fault.times == 1 and fault.lasted_ms and 100 < fault.lasted_ms < 30_000

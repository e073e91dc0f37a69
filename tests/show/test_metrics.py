"""The show's figures: every one of a status, and a server that nobody can hold up the show with."""

import socket
import urllib.request
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panel_status import a_screen, a_show
from prometheus_client.parser import text_string_to_metric_families

from installation.model import ShowState
from installation.show import MetricsServer, ShowStatus
from installation.show._figures import figures
from installation.show._metrics_server import ADDRESS


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind((ADDRESS, 0))
        found: int = free.getsockname()[1]
        return found


@pytest.fixture
def server(port: int) -> Iterator[MetricsServer]:
    server = MetricsServer(port)
    yield server
    server.close()


def asked(port: int) -> dict[tuple[str, str], float]:
    """Every sample, by its name and label, as Prometheus reads it."""
    with urllib.request.urlopen(f"http://{ADDRESS}:{port}/metrics", timeout=60) as answer:
        text = answer.read().decode()
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_prometheus_reads_what_the_show_says(server: MetricsServer, port: int) -> None:
    server.tell(figures(a_show(notes=("one",)), 41 * 10**9))
    said = asked(port)
    assert said["kiss_state", "playing"] == 1 and said["kiss_state", "paused"] == 0
    assert said["kiss_cycle", ""] == 14
    assert said["kiss_swaps_total", ""] == 1000
    assert said["kiss_notes", ""] == 1
    assert said["kiss_disk_free_bytes", ""] == 41e9
    assert said["kiss_screen_lead_seconds", "left"] == 0.18
    assert said["kiss_screen_well", "right"] == 1
    gone = a_screen("left", None, held=7, fault="there is no display 1")
    server.tell(figures(a_show(state=ShowState.PAUSED, screens=(gone,)), None))
    said = asked(port)
    assert said["kiss_state", "paused"] == 1
    assert said["kiss_screen_held_pictures_total", "left"] == 7
    assert said["kiss_screen_well", "left"] == 0
    assert ("kiss_disk_free_bytes", "") not in said


def test_who_connects_and_says_nothing_holds_nobody_up_for_long(
    server: MetricsServer, port: int
) -> None:
    server.tell(figures(a_show(), None))
    with socket.create_connection((ADDRESS, port)):
        assert asked(port)["kiss_cycle", ""] == 14


def test_a_port_that_is_taken_is_said_and_tried_again(port: int) -> None:
    with socket.create_server((ADDRESS, port)):
        server = MetricsServer(port)
        server.tell(figures(a_show(), None))
        assert f"port {port} of this machine cannot be used" in server.trouble
    server.tell(figures(a_show(), None))
    assert server.trouble == "" and asked(port)
    server.close()
    server.close()  # twice does no harm


screens = st.builds(
    lambda held, lead, name: a_screen(name, None, held=held, lead_ms=lead),
    st.integers(0, 10**9),
    st.floats(-1e6, 1e6),
    st.sampled_from(["left", "centre", "right"]),
)


@given(st.lists(screens, unique_by=lambda s: s.screen), st.none() | st.integers(0), st.data())
def test_every_figure_has_its_own_name_and_a_sample_for_each_screen(
    found: list[object], free: int | None, data: st.DataObject
) -> None:
    status: ShowStatus = a_show(screens=tuple(found), state=data.draw(st.sampled_from(ShowState)))
    told = list(figures(status, free))
    names = [figure.name for figure in told]
    assert len(set(names)) == len(names)
    assert sum(next(f for f in told if f.name == "kiss_state").samples.values()) == 1
    for figure in told:
        assert figure.label != "screen" or len(figure.samples) == len(found)
        assert not figure.counts or min(figure.samples.values(), default=0) >= 0

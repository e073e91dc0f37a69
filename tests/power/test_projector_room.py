"""Projectors over a real socket: PJLink's answers, passwords, and lines that hang."""

import asyncio
import time
from collections.abc import Callable
from random import Random

import pytest
from emulated_projector import EmulatedProjector, Habits
from own_threads import waiting_less_than
from pjlink_server import PjlinkServer

from installation.model import NetworkProjector
from installation.power import PowerAnswer, ProjectorRoom
from installation.power import _projector_room as projector_room
from installation.power._pjlink import TIMEOUT_S, PjlinkProjector
from installation.power._projector_health import ProjectorHealth, news_of

QUICK = Habits(warms_s=0.2, cools_s=0.2)


def emulated(lit: bool = False) -> EmulatedProjector:
    return EmulatedProjector(QUICK, Random(1), lit)


def asked(
    server: PjlinkServer, password: str | None = None, timeout_s: float = 60.0
) -> PowerAnswer:
    there = NetworkProjector(
        screen="left", address="127.0.0.1", port=server.port, password=password
    )
    return asyncio.run(PjlinkProjector(there, timeout_s).ask())


def test_what_a_projector_says_of_its_power() -> None:
    with PjlinkServer(emulated()) as server:
        assert asked(server) is PowerAnswer.OFF
        server.projector.lit = True
        assert asked(server) is PowerAnswer.ON
        server.projector.changed_ns = time.monotonic_ns() + 10**12
        assert asked(server) is PowerAnswer.WARMING
        server.projector.habits = Habits(mute_while_changing=True)
        assert asked(server) is PowerAnswer.BUSY
        server.says = "ERR4"
        assert asked(server) is PowerAnswer.BROKEN
        for junk in ("9", "", "OK", "\x00\x01"):
            server.says = junk or " "
            assert asked(server) is PowerAnswer.JUNK
        server.hangs = True
        assert asked(server, timeout_s=0.5) in (PowerAnswer.SILENT, PowerAnswer.JUNK)
    assert asked(server) is PowerAnswer.SILENT


def test_a_password_that_is_right_wrong_or_missing() -> None:
    with PjlinkServer(emulated(), password="kiss") as server:
        assert asked(server, "kiss") is PowerAnswer.OFF
        assert asked(server, "kissed") is PowerAnswer.DENIED
        assert asked(server) is PowerAnswer.DENIED


@pytest.mark.parametrize(("level", "filter_h"), [("2", 56), ("1", None)])
def test_lamps_filter_and_faults_in_both_classes(level: str, filter_h: int | None) -> None:
    with PjlinkServer(emulated(lit=True), level=level) as server:
        server.lamps, server.errors = "1200 1 40 0", "010020"
        there = NetworkProjector(screen="left", address="127.0.0.1", port=server.port)
        found = asyncio.run(PjlinkProjector(there).health())
        assert found == ProjectorHealth((1200, 40), filter_h, ("lamp",), ("filter",))
        server.projector.lit = False  # in standby every question is refused, and that is normal
        server.projector.changed_ns = 0
        assert asyncio.run(PjlinkProjector(there).health()) == ProjectorHealth()


def test_only_what_changes_is_news() -> None:
    well, ill = ProjectorHealth((10,)), ProjectorHealth((11,), errors=("fan",))
    assert list(news_of(None, well)) == [] and list(news_of(well, ProjectorHealth((11,)))) == []
    assert list(news_of(well, ill)) == ["not well: fan"] and list(news_of(ill, ill)) == []
    assert list(news_of(ill, well)) == ["is well again"]


def until(reached: Callable[[], bool], patience_s: float = 60.0) -> None:
    deadline = time.monotonic() + patience_s
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_room_switches_them_on_and_tells_how_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with PjlinkServer(emulated()) as well, PjlinkServer(emulated()) as hangs:
        hangs.hangs = True
        there = [
            NetworkProjector(screen=name, address="127.0.0.1", port=server.port)
            for name, server in (("left", well), ("right", hangs))
        ]
        room = ProjectorRoom()
        assert room.reports() == ()
        with waiting_less_than(TIMEOUT_S / 2):  # and not for the one that hangs
            room.keep(there, lit=True)
        assert len(room.reports()) == 2
        until(lambda: well.projector.lit)
        until(lambda: room.reports()[0].answer is PowerAnswer.ON)
        until(lambda: room.reports()[0].hours == "lamp 1234 h, filter 56 h")
        assert ("left's projector (127.0.0.1)", "told to go on") in room.news()
        assert room.reports()[0].trouble == "" and room.news() == []
        room.keep(there[:1], lit=True)
        assert [one.name for one in room.reports()] == ["left's projector (127.0.0.1)"]
        monkeypatch.setattr(projector_room, "LEAVE_S", 60)
        room.close()
        assert room._thread is not None and not room._thread.is_alive()  # by itself
        assert well.projector.lit  # who leaves, leaves them as they are

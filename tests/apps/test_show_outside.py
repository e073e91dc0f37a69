"""A show that leads lights by timecode, follows a master, and hears the house by OSC."""

import time
from collections.abc import Iterator

import pytest
from house_desk import House, free_port
from show_rig import TRIPTYCH, Films, Played, Sight, apart, wait_until

from installation.bench._codemaster import BenchMaster
from installation.remote import QUARTER_STATUS, JackMidi, read_full_frame
from installation.remote import _osc as osc
from installation.remote._timecode_chase import MasterListener
from installation.rig import JackServer, RootWindow, VirtualHeads
from installation.timeline._smpte import PAL
from installation.units import SECOND

pytestmark = pytest.mark.process
STAYS_S = 1.0
"""How long every picture is the master's, once all heads have one that is. That they have it within
a second of lock is what ``bench timecode`` measures, on a machine that does nothing else."""


class Lights:
    """A lighting desk that chases the show."""

    def __init__(self) -> None:
        self._midi = JackMidi("lights")
        self.chase = MasterListener()
        self._ear = self._midi.offer_sink("chase", self._hear)

    def _hear(self, data: bytes, at_ns: int) -> None:
        if data[0] == QUARTER_STATUS:
            self.chase.piece(data[1] >> 4, data[1] & 15, at_ns)
        elif full := read_full_frame(data[1:-1]):
            self.chase.full(*full, at_ns)

    def close(self) -> None:
        self._ear.close()
        self._midi.close()


@pytest.fixture(scope="module")
def jack() -> Iterator[JackServer]:
    with JackServer() as server:
        yield server


def test_lights_follow_the_show_and_the_house_steers_it(
    heads: VirtualHeads, films: Films, jack: JackServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    port = free_port()
    layout = TRIPTYCH + f"timecode: {{out: {{port: lights}}}}\nosc: {{port: {port}}}\n"
    stage = films.stage(tmp_path_factory.mktemp("outside"), (1, 2, 3), layout)
    lights, house = Lights(), House(port)
    try:
        with (
            RootWindow(heads.display) as glass,
            Played(stage, heads.environment | jack.environment) as show,
        ):
            sight = Sight(glass, heads)
            show.until_plays(sight)
            wait_until("lock", lambda: lights.chase.look(time.monotonic_ns()).running)
            house.raw(b"/kiss/\xff junk")
            house.say("/kiss/pause")
            assert house.hears("/kiss/ok") == ("/kiss/pause", "paused")
            time.sleep(0.6)
            lead = lights.chase.look(time.monotonic_ns())
            held = sight.frames()
            assert len(set(held)) == 1
            assert lead.story_ns is not None and not lead.running
            assert abs(lead.story_ns * 24 / SECOND - held[0]) <= 2  # a frame of each
            house.say("/kiss/pause")
            assert house.hears("/kiss/error")[0] == "/kiss/pause"
            house.say("/kiss/status")
            assert house.hears("/kiss/state") == ("paused",)
            assert house.hears("/kiss/screen/left/version") == ("kiss-1",)
            house.say("/kiss/subscribe", 20)
            assert house.hears("/kiss/state") == ("paused",)
            house.say("/kiss/go", "kiss")
            assert house.hears("/kiss/ok")[0] == "/kiss/go"
            # it plays, and then or just before it passes the beat: nothing of it may be skipped
            plays = False
            beats: list[tuple[osc.Argument, ...]] = []
            while not plays or beats[-1:] != [("kiss",)]:
                address, said = house.hears_next()
                plays = plays or (address, said) == ("/kiss/state", ("playing",))
                beats += [said] if address == "/kiss/beat" else []
            assert len(beats) <= 2  # the one before, then this
            wait_until("lock", lambda: lights.chase.look(time.monotonic_ns()).running)
            assert apart(sight.watch(0.3)) == []
            remote = show.status().remote
            assert remote is not None and remote.junk == 1
            assert "Traceback" not in show.said()
    finally:
        lights.close()
        house.close()


def test_the_show_follows_a_master(
    heads: VirtualHeads, films: Films, jack: JackServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    layout = TRIPTYCH + "timecode: {in: {port: 'bench:kiss-bench-master'}}\n"
    stage = films.stage(tmp_path_factory.mktemp("led"), (1, 2, 3), layout)
    master = BenchMaster(PAL, 3 * SECOND, 0.0)
    try:
        with (
            RootWindow(heads.display) as glass,
            Played(stage, heads.environment | jack.environment) as show,
        ):
            sight = Sight(glass, heads)
            show.until_plays(sight)
            wait_until("port", show.says(lambda s: s.remote is not None and bool(s.remote.ports)))
            master.run(2 * SECOND)
            _is_followed(sight, master, 1)
            master.run(_story(master) + SECOND)  # away from the line before, whenever that is
            _is_followed(sight, master, 2)
            assert show.status().master == "locked"
            master.stop()
            wait_until("stand", show.says(lambda status: status.state == "paused"))
            wait_until("place", lambda: _off(sight, master) <= 1, 5)
            assert show.status().master == "stands"
    finally:
        master.close()


def _is_followed(sight: Sight, master: BenchMaster, start: int) -> None:
    """All heads come to the master's place in this one of its starts, and stay with it."""
    # before its first label is out nobody can know of it, and the line before still fits
    wait_until("code", lambda: bool(master.locks) and master.locks[-1][0] == start)
    wait_until("place", lambda: _off(sight, master) <= 1)
    until = time.monotonic() + STAYS_S
    while time.monotonic() < until:
        assert _off(sight, master) <= 1
        time.sleep(0.02)


def _story(master: BenchMaster) -> int:
    there = master.story(time.monotonic_ns())
    assert there is not None
    return there[0]


def _off(sight: Sight, master: BenchMaster) -> int:
    """How many pictures the worst head is from the master."""
    frames, wanted = sight.frames(), _story(master) * 24 // SECOND
    return max(abs((frame - wanted + 36) % 72 - 36) for frame in frames)

"""Two whole shows that play one layout, as on two machines: in step, by orders of either, alone."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from loopback import loopback_addresses
from show_rig import (
    FRAMES,
    HEIGHT,
    WIDTH,
    Films,
    Played,
    Sight,
    jumps,
    kiss,
    kiss_process,
    wait_until,
)

from installation.model import VersionState
from installation.rig import RootWindow, VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.unhurried]
ADDRESSES = loopback_addresses(["east", "west"])
LAYOUT = f"""\
title: Two rooms
voice: none
machines: {{east: {ADDRESSES["east"]}, west: {ADDRESSES["west"]}}}
screens:
  - {{name: left, machine: east, display: {{position: 1}}, show: first}}
  - {{name: right, machine: west, display: {{position: 1}}, show: newest}}
"""


@dataclass
class Room:
    """One machine: its show, and what is on its glass."""

    show: Played
    sight: Sight

    @property
    def frame(self) -> int:
        return self.sight.frames()[0]


@pytest.fixture
def rooms(films: Films, tmp_path: Path) -> Iterator[Callable[[str], Room]]:
    """Gives each machine by its name, paired with the other and playing."""
    file = tmp_path / "rooms.yaml"
    file.write_text(LAYOUT)
    keys = tmp_path / "keys"
    assert kiss_process("machines", "keys", keys, "--layout", file).returncode == 0
    with contextlib.ExitStack() as stack:
        made: dict[str, Room] = {}

        def room(name: str) -> Room:
            if name not in made:
                stage = films.stage(tmp_path / name, (1, 2), LAYOUT)
                paired = kiss_process("machines", "pair", keys / name, "--state", stage.state)
                assert paired.returncode == 0 and f"--machine {name}" in paired.stdout
                heads = stack.enter_context(VirtualHeads(1, WIDTH, HEIGHT))
                glass = stack.enter_context(RootWindow(heads.display))
                show = Played(stage, heads.environment, "--machine", name)
                made[name] = Room(stack.enter_context(show), Sight(glass, heads))
            return made[name]

        yield room


def near(east: Room, west: Room) -> bool:
    """Tell whether both show the same picture, or the next one, which is looked at later."""
    before, there, after = east.frame, west.frame, east.frame
    return min(before, there, after) >= 0 and (there - before) % FRAMES <= (
        (after - before) % FRAMES + 1
    )


def in_step(east: Room, west: Room) -> bool:
    """Both move on together for a while."""
    seen, until = set(), time.monotonic() + 0.5
    while time.monotonic() < until:
        if not near(east, west):
            return False
        seen.add(west.frame)
        time.sleep(0.02)
    return len(seen) > 4


def test_two_machines_in_step_and_each_alone(rooms: Callable[[str], Room]) -> None:
    east, west = rooms("east"), rooms("west")
    wait_until("both in step", lambda: in_step(east, west), 40)
    assert (east.sight.films(), west.sight.films()) == ([1], [2])
    wait_until(
        "east to lead", west.show.says(lambda s: s.machines[0].leads and s.machines[0].there)
    )

    # an order of the one that does not lead is both walls'
    paused = kiss("pause", "--state", west.show.stage.state)
    assert (paused.returncode, paused.stdout) == (0, "paused\n")
    time.sleep(0.6)
    stands = east.frame, west.frame
    time.sleep(0.4)
    assert (east.frame, west.frame) == stands and stands[0] == stands[1]
    assert kiss("resume", "--state", west.show.stage.state).returncode == 0
    wait_until("both in step again", lambda: in_step(east, west))

    # the one that leads loses its power: the other plays on, says so, and takes orders
    east.show.kill()
    assert jumps(west.sight.watch(4.0)) == []
    status = west.show.status()
    assert [one.leads for one in status.machines] == [False, True]
    assert any(str(note).startswith("east has not been heard for") for note in status.notes)
    assert kiss("restart", "--state", west.show.stage.state).stdout == "from the beginning\n"

    # and follows when it is back
    east.show.launch()
    wait_until("both in step once more", lambda: in_step(east, west), 40)
    wait_until(
        "west to lead", east.show.says(lambda s: s.machines[1].leads and not s.machines[0].leads)
    )


def test_films_and_decisions_of_one_machine_reach_the_other(
    rooms: Callable[[str], Room], films: Films
) -> None:
    east, west = rooms("east"), rooms("west")
    wait_until("both in step", lambda: in_step(east, west), 40)
    made = films.add(east.show.stage.versions, 3)
    come = west.show.stage.versions / "kiss-3"
    wait_until("the film to be on west", lambda: west.sight.films() == [3], 60)
    assert (come / "film.mp4").read_bytes() == (made / "film.mp4").read_bytes()
    assert (come / "version.yaml").read_text() == (made / "version.yaml").read_text()
    wait_until("both in step with it", lambda: in_step(east, west))

    # what is decided while a machine is off reaches it when it is back
    west.show.kill()
    retired = kiss("versions", "retire", "kiss-3", "--state", east.show.stage.state)
    assert retired.returncode == 0
    west.show.launch()
    wait_until("west without it", lambda: west.sight.films() == [2], 60)
    states = {one.id: one.state for one in west.show.status().versions}
    assert states["kiss-3"] is VersionState.RETIRED


def test_a_machine_that_is_not_paired_or_not_named_does_not_begin(
    films: Films, tmp_path: Path
) -> None:
    stage = films.stage(tmp_path / "east", (1, 2), LAYOUT)
    for words, told in (
        ((), "is for several machines"),
        (("--machine", "eastt"), "has no machine called 'eastt'; did you mean 'east'?"),
        (("--machine", "east"), "this machine is not paired with the others"),
    ):
        with (
            VirtualHeads(1, WIDTH, HEIGHT) as heads,
            Played(stage, heads.environment, *words) as show,
        ):
            assert show.exit_code() == 1
            assert told in show.said()

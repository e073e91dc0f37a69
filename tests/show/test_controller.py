"""The controller without its processes: what it tells them, what it makes of what they say."""

import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from controller_rig import TRIPTYCH, A, B, C, D, Rig, Staff
from still_folder import StillFolder

from installation.apps._controller_parts import build
from installation.director import State
from installation.link import Spoke, endpoint, programme_path, ring_path, run_folder
from installation.link import _messages as m
from installation.model import (
    Blackout,
    Corners,
    Go,
    Hold,
    Level,
    Optics,
    Order,
    Rect,
    Restart,
    Stop,
    Sync,
    Toggle,
    Voice,
)
from installation.model._projector import parse_calibration
from installation.said import verbatim
from installation.show import Controller
from installation.show._process_end import end_by
from installation.timeline import Cue, Programme
from installation.units import SECOND


def until(holds: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    ends = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.005)


def words(rig: Rig, screen: str) -> dict[str, str]:
    """A player's arguments by name."""
    command = list(rig.staff.at_work[screen].command)
    command = command[command.index("installation.apps.player") + 1 :]
    return dict(zip(command[::2], command[1::2], strict=False))


def test_nothing_happens_before_it_begins(rig: Rig) -> None:
    staff = Staff()
    rig.house.leave()
    folder = StillFolder(rig.folders.versions)
    rig.parts = build(rig.layout, {}, rig.folders, rig.seen, staff, folder)
    rig.house = Controller(rig.parts)
    assert not staff.at_work and not rig.parts.publisher.programme.revision
    rig.house.staff(rig.now_ns)
    assert list(staff.at_work) == [m.STAGE, "left", "centre", "right"]


def test_there_is_a_stage_and_a_player_for_each_screen(rig: Rig) -> None:
    assert list(rig.staff.at_work) == [m.STAGE, "left", "centre", "right"]
    for number, screen in enumerate(rig.layout.names):
        said = words(rig, screen)
        assert said["--ring"] == str(ring_path(rig.folders.state, number))
        assert said["--lead-ms"] == "200"
        assert said.get("--device", "") == ("hall" if screen == "right" else "")


def test_the_voice_is_in_the_programme_and_stays_with_it(rig: Rig) -> None:
    heard = rig.state.programme.heard
    assert (heard.voice, heard.level("left"), heard.level("right")) == ("centre", 100, 40)
    rig.join("left")
    assert rig.house.order(Voice("right"), rig.now_ns) == m.Reply(True, verbatim("right speaks"))
    rig.tick(0.05)
    assert rig.house.order(Level("right", 70), rig.now_ns) == m.Reply(
        True, verbatim("right at 70 %")
    )
    rig.tick(0.2)
    told = [x.programme.heard for x in rig.told("left") if isinstance(x, m.Follow)]
    assert [(h.voice, h.level("right")) for h in told] == [("right", 40), ("right", 70)]
    status = rig.house.status(rig.now_ns)
    assert status.voice == "right"
    assert [(s.speaks, s.level) for s in status.screens] == [(False, 100), (False, 100), (True, 70)]

    rig.change_controller()
    assert rig.state.programme.heard == told[-1]


def test_a_voice_that_nobody_has_is_refused_with_who_there_is(rig: Rig) -> None:
    before = rig.state.programme
    for order, says in (
        (Voice("lefd"), "did you mean 'left'"),
        (Level("middle", 5), "left, centre, right"),
    ):
        reply = rig.house.order(order, rig.now_ns)
        assert not reply.ok and says in reply.text
    assert rig.state.programme is before


def test_a_screen_that_is_not_heard_is_noted(rig: Rig) -> None:
    rig.join("centre")
    rig.say(
        "centre", m.PlayerStatus("centre", 7, 0, sound=verbatim("there is no such sound device"))
    )
    notes = rig.house.status(rig.now_ns).notes
    assert "centre is not heard: there is no such sound device" in notes


def test_a_stage_that_says_hello_hears_the_arrangement_then_the_programme(rig: Rig) -> None:
    arrange, follow = rig.join(m.STAGE)
    assert isinstance(arrange, m.Arrange) and isinstance(follow, m.Follow)
    assert arrange.window == (0, 0, 1920, 360)
    assert arrange.title == ""
    assert "waiting for a first version" in arrange.notice
    left, centre, right = arrange.places
    assert [(p.screen, p.x, p.y) for p in arrange.places] == [
        ("left", 0, 0),
        ("centre", 640, 0),
        ("right", 1280, 0),
    ]
    assert (left.background, left.rotation, left.optics) == ((1.0, 0.0, 0.0), 90, Optics())
    assert centre.fit == "cover"
    assert centre.optics == Optics(Corners(top_left=(0.1, 0.2)), gain=(0.5, 0.5, 0.5))
    assert right.ring == str(ring_path(rig.folders.state, 2))


def test_one_that_an_earlier_controller_greeted_is_greeted_when_it_reports(rig: Rig) -> None:
    rig.spokes["left"] = Spoke(endpoint(rig.folders.state))
    rig.spokes["left"].send(m.PlayerStatus("left", 1, 0))
    assert [type(message) for message in rig.told("left")] == [m.Follow]
    rig.spokes["left"].send(m.PlayerStatus("left", 1, 0))
    assert rig.told("left") == []  # once


STRANGER = 7


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("left", m.PlayerStatus("left", STRANGER, 0)),
        (m.STAGE, m.StageStatus(STRANGER, 0)),
        (m.REMOTE, m.RemoteStatus(STRANGER, 0)),
        (m.DOOR, m.DoorStatus(STRANGER)),
        ("left", m.Hello("left", STRANGER)),
    ],
)
def test_a_process_that_nobody_has_begun_is_told_nothing_and_not_believed(
    rig: Rig, role: str, said: m.Message
) -> None:
    rig.staff.strangers.add(STRANGER)
    before = rig.house.status(rig.now_ns)
    rig.spokes[role] = Spoke(endpoint(rig.folders.state))
    rig.say(role, said)
    assert rig.told(role) == []
    after = rig.house.status(rig.now_ns)
    assert after.screens == before.screens and after.stage == before.stage
    assert (after.remote, after.door) == (before.remote, before.door)


@pytest.mark.parametrize("role", ["left", m.STAGE, m.REMOTE])
def test_whoever_plays_by_a_later_programme_is_told_of_a_later_one_still(
    rig: Rig, role: str
) -> None:
    said: m.Message = m.PlayerStatus(role, 1, 500)
    if role == m.STAGE:
        said = m.StageStatus(1, 500)
    if role == m.REMOTE:
        said = m.RemoteStatus(1, 500)
    rig.spokes[role] = Spoke(endpoint(rig.folders.state))
    rig.spokes[role].send(said)

    def heard() -> bool:
        rig.house.hear(rig.now_ns)
        return rig.state.programme.revision > 500

    until(heard)
    told = [x.programme.revision for x in rig.told(role) if isinstance(x, m.Follow)]
    assert told[-1] > 500
    before = rig.state.programme
    rig.say(role, said)  # on its way before it knew
    assert rig.state.programme is before


def test_a_display_that_goes_takes_its_player_and_moves_the_window(rig: Rig) -> None:
    rig.join(m.STAGE)
    rig.join("right")
    rig.say("right", m.PlayerStatus("right", 7, 0, cued=3))
    assert rig.state.ready == {"right": 3}
    rig.outputs = [A, B]
    rig.tick()
    assert list(rig.staff.at_work) == [m.STAGE, "left", "centre"]
    assert rig.state.ready == {}  # nobody waits for it
    (arrange,) = rig.told(m.STAGE)
    assert isinstance(arrange, m.Arrange)
    assert arrange.window == (0, 0, 1280, 360)
    rig.outputs = [B, C]
    rig.tick()
    (arrange,) = rig.told(m.STAGE)
    assert isinstance(arrange, m.Arrange)
    assert (arrange.window, [p.screen for p in arrange.places]) == ((640, 0, 640, 360), ["left"])
    told = rig.house.status(rig.now_ns)
    assert [(s.screen, s.display) for s in told.screens] == [
        ("left", "B"),
        ("centre", ""),
        ("right", ""),
    ]
    assert told.screens[0].fault == ""
    assert "taken by screen 'left'" in told.screens[1].fault
    assert "there is no display 3" in told.screens[2].fault
    assert not any("display" in note for note in told.notes)
    assert rig.house.panel_place == (C, Rect(640, 0, 640, 360))

    rig.outputs = [A, B, C, D]
    rig.tick()
    assert set(rig.staff.at_work) == {m.STAGE, "left", "centre", "right"}
    assert rig.house.panel_place == (D, Rect(0, 0, 1920, 360))
    assert not rig.house.over


def test_all_displays_may_go(rig: Rig) -> None:
    rig.join(m.STAGE)
    rig.outputs = []
    rig.tick()
    assert list(rig.staff.at_work) == [m.STAGE]
    assert rig.told(m.STAGE) == []  # its window stays where it is
    assert [s.fault for s in rig.house.status(rig.now_ns).screens] != ["", "", ""]
    rig.spokes[m.STAGE].close()
    assert [type(x) for x in rig.join(m.STAGE)] == [m.Follow]  # one that is started again waits
    rig.outputs = [A, B, C]
    rig.tick()
    (arrange,) = rig.told(m.STAGE)
    assert isinstance(arrange, m.Arrange) and len(arrange.places) == 3


def test_a_server_that_does_not_answer_has_changed_nothing(rig: Rig) -> None:
    rig.outputs = None
    looks = rig.looks
    rig.tick()
    assert rig.looks > looks
    assert len(rig.staff.at_work) == 4


def test_stop_ends_it_and_leaves_nothing(rig: Rig, tmp_path: Path) -> None:
    rig.join("left")
    for screen in range(3):
        ring_path(rig.folders.state, screen).touch()
    assert rig.house.order(Stop(), rig.now_ns) == m.Reply(True, verbatim("the show ends"))
    assert rig.house.over
    rig.house.leave()
    staff, spokes = rig.staff, rig.spokes
    assert staff.left
    assert not any(ring_path(rig.folders.state, screen).exists() for screen in range(3))
    assert not programme_path(rig.folders.state).exists()
    assert list(tmp_path.glob("kiss-*")) == []
    for spoke in spokes.values():
        spoke.close()
    rig.spokes = {}
    rig.begin()


@pytest.mark.parametrize(
    "order", [Restart(), Restart("kiss"), Go("1:00"), Go("kiss"), Hold("kiss"), Sync(), Toggle()]
)
def test_orders_before_anything_plays(rig: Rig, order: Order) -> None:
    reply = rig.house.order(order, rig.now_ns)
    assert not reply.ok
    assert "nothing plays yet" in reply.text


def test_an_order_over_the_link_is_answered(rig: Rig) -> None:
    rig.spokes["order"] = Spoke(endpoint(rig.folders.state))
    told, reply = rig.asked("order")
    assert not told and reply.ok
    assert '"state":"waiting"' in reply.data


def test_a_killed_stage_is_no_end_but_a_closed_window_on_a_desk_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    for layout, code, over in (
        ("window: {}\nscreens: [{name: a}]\n", 0, True),
        ("window: {}\nscreens: [{name: a}]\n", -signal.SIGKILL, False),
        (TRIPTYCH, 0, False),
    ):
        rig = Rig(tmp_path, layout)
        rig.staff.at_work[m.STAGE].last_end = end_by(code)
        rig.staff.gone.append(m.STAGE)
        rig.tick()
        assert rig.house.over is over
        rig.close()


def test_a_full_state_folder_is_noted_and_the_programme_is_kept_elsewhere(rig: Rig) -> None:
    state = rig.folders.state
    shutil.rmtree(programme_path(state), ignore_errors=True)
    programme_path(state).unlink(missing_ok=True)
    programme_path(state).mkdir()  # it cannot be written
    known = rig.state.programme
    later = Programme(known.revision + 7, known.boot, (), Cue(9, 4, 0), ())
    rig.parts.publisher.ask(replace, programme=later)
    rig.parts.publisher.publish(rig.now_ns)

    def noted() -> bool:
        fault = "the state folder cannot be written: "
        return any(note.startswith(fault) for note in rig.house.status(rig.now_ns).notes)

    until(noted)

    rig.change_controller()
    assert rig.state.programme.revision > later.revision
    programme_path(state).rmdir()
    rig.parts.publisher.ask(State.published, rig.now_ns)
    rig.parts.publisher.publish(rig.now_ns)
    until(lambda: programme_path(state).exists() and not noted())
    assert (run_folder(state) / "programme.json").exists()


def test_a_missing_versions_folder_is_noted_and_awaited(rig: Rig) -> None:
    rig.folders.versions.rmdir()
    rig.tick()
    where = str(rig.folders.versions)
    assert any(where in note for note in rig.house.status(rig.now_ns).notes)
    rig.folders.versions.mkdir()
    rig.tick()
    assert not any(where in note for note in rig.house.status(rig.now_ns).notes)


def alignment(rig: Rig, screen: str = "left", lasts_ns: int = m.LEASE_NS) -> m.Alignment:
    return m.Alignment((m.Draft("left"),), True, screen, 2, rig.now_ns + lasts_ns)


def test_an_alignment_goes_to_the_stage_and_is_told_of_as_long_as_it_lasts(rig: Rig) -> None:
    rig.join(m.STAGE)
    rig.spokes["hands"] = Spoke(endpoint(rig.folders.state))
    rig.spokes["hands"].send(alignment(rig))
    assert rig.told("hands") == [m.Reply(True)]
    assert rig.told(m.STAGE) == [alignment(rig)]
    assert rig.house.status(rig.now_ns).aligning
    rig.spokes["others"] = Spoke(endpoint(rig.folders.state))
    rig.spokes["others"].send(alignment(rig, "right"))
    (reply,) = rig.told("others")
    assert isinstance(reply, m.Reply) and not reply.ok and "already" in reply.text
    assert rig.told(m.STAGE) == []
    # whoever had it is gone: it is free when the lease is over
    rig.tick(m.LEASE_NS / SECOND)
    assert not rig.house.status(rig.now_ns).aligning
    rig.spokes["others"].send(alignment(rig, "right"))
    assert rig.told("others") == [m.Reply(True)]
    # and at once, when it is given back
    rig.spokes["others"].send(alignment(rig, "right", -m.LEASE_NS))
    assert rig.told("others") == [m.Reply(True)]
    rig.house.order(Blackout("on"), rig.now_ns)
    rig.spokes["hands"].send(alignment(rig))
    (reply,) = rig.told("hands")
    assert isinstance(reply, m.Reply) and reply.ok and "kiss blackout off" in reply.text


def test_other_calibrations_are_arranged_at_once_and_troubles_noted(rig: Rig) -> None:
    rig.join(m.STAGE)
    darker = parse_calibration("gain: 0.7\n", "left.yaml")
    rig.house.calibrate({"left": darker}, [verbatim("left.yaml:3: gain: should be at most 2")])
    (arrange,) = rig.told(m.STAGE)
    assert isinstance(arrange, m.Arrange)
    assert [place.optics for place in arrange.places] == [darker, Optics(), Optics()]
    (note,) = [note for note in rig.house.status(rig.now_ns).notes if "left.yaml" in note]
    assert note == "left.yaml:3: gain: should be at most 2 (the values before hold)"
    rig.house.calibrate({"left": darker})
    assert rig.told(m.STAGE) == []
    assert "left.yaml" not in str(rig.house.status(rig.now_ns).notes)


def test_the_status_says_where_screens_and_their_files_are(rig: Rig) -> None:
    status = rig.house.status(rig.now_ns)
    assert [screen.size for screen in status.screens] == [(640, 360)] * 3
    assert status.calibration == str(rig.folders.calibration)

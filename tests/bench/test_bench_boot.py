"""What the bench's machine shows, told from its screen dumps; the machine itself is the bench's."""

import argparse
import subprocess
from pathlib import Path

import numpy as np
import pytest
from stand_in import stand_in
from still_machine import StillMachine

from installation.bench import _boot as boot
from installation.bench import _bootmachine as bootmachine
from installation.bench import _bootmornings as mornings
from installation.bench import _bootroot as bootroot
from installation.bench import _bootseen as bootseen
from installation.bench import _bootstop as bootstop
from installation.bench import _boottelevision as boottelevision
from installation.bench import _boottrials as trials
from installation.bench._bootseen import Seen, seen
from installation.bench._boottrials import Boots
from installation.ledger import CycleBeganRow, CycleEndedRow, Ledger
from installation.model import Layout, load_yaml
from installation.rig import barcode

LAYOUTS = Path(__file__).parents[2] / "layouts"
HEIGHT, WIDTH = bootmachine.HEIGHT, bootmachine.WIDTH


def shown(luma: np.ndarray) -> np.ndarray:
    return np.repeat(luma[:, :, None], 3, axis=2)


def test_a_film_is_told_from_a_waiting_picture_and_from_the_dark() -> None:
    luma = np.zeros((HEIGHT, WIDTH), np.uint8)
    assert seen(shown(luma)) is Seen.DARK
    luma[200:210, 100:300] = 180
    assert seen(shown(luma)) is Seen.DARK  # letters on a terminal
    luma[HEIGHT // 2 :] |= 8
    assert seen(shown(luma)) is Seen.WAITING
    tall = WIDTH * 9 // 16
    middle = luma[(HEIGHT - tall) // 2 :][:tall]
    barcode.draw(middle, 17, 2)
    assert seen(shown(luma)) is Seen.FILM


def film(number: int) -> np.ndarray:
    luma = np.zeros((HEIGHT, WIDTH), np.uint8)
    tall = WIDTH * 9 // 16
    barcode.draw(luma[(HEIGHT - tall) // 2 :][:tall], number, 2)
    return shown(luma)


class LitMachine:
    """One whose displays show one thing after the other."""

    def __init__(self, *walls: list[np.ndarray]) -> None:
        self.walls = list(walls)

    def screens(self) -> list[np.ndarray]:
        return self.walls.pop(0) if len(self.walls) > 1 else self.walls[0]

    def up(self) -> None:
        pass

    def age_s(self) -> float:
        return float(len(self.walls))


def test_a_film_plays_when_its_picture_is_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootseen, "LOOK_S", 0.0)
    monkeypatch.setattr(bootseen, "LOOKS", 3)
    dark = shown(np.zeros((HEIGHT, WIDTH), np.uint8))
    stands = LitMachine([film(5), film(7), film(9)])
    assert bootseen.wait_for_motion(stands, 2) is None  # type: ignore[arg-type]
    one = LitMachine([film(5), film(7), film(9)], [film(6), film(7), film(9)])
    assert bootseen.wait_for_motion(one, 2) is None  # type: ignore[arg-type]
    plays = LitMachine(
        [film(5), film(7), film(9)], [film(5), film(7), dark], [film(6), film(8), dark]
    )
    assert bootseen.wait_for_motion(plays, 2) == 1.0  # type: ignore[arg-type]


def test_a_screen_dump_counts_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "head.ppm"
    assert bootmachine._picture(path) is None
    path.write_bytes(b"P6\n4 2\n255\n" + bytes(23))
    assert bootmachine._picture(path) is None
    path.write_bytes(b"P6\n4 2\n255\n" + bytes(range(24)))
    picture = bootmachine._picture(path)
    assert picture is not None and picture.shape == (2, 4, 3) and picture[1, 3, 2] == 23


def test_an_answer_is_found_behind_those_that_came_too_late() -> None:
    echo = bootmachine.asked("pgrep -x Xorg", 12).encode()
    assert bootmachine.answered(echo, 12) is None
    late = b"begin-11-\r\nlate\r\nend-11-\r\n"
    assert bootmachine.answered(echo + late + b"begin-12-\r\n481\r\n", 12) is None
    whole = echo + late + b"begin-12-\r\n481\r\ntty7\r\nend-12-\r\n"
    assert bootmachine.answered(whole, 12) == "481\ntty7\n"
    assert bootmachine.answered(whole, 1) is None


def test_what_is_asked_is_understood_by_a_shell() -> None:
    done = subprocess.run(
        ["/bin/sh"],
        input=bootmachine.asked("echo one\necho two >&2", 3),
        capture_output=True,
        text=True,
    )
    assert bootmachine.answered(done.stdout.encode(), 3) == "one\ntwo\n"


def test_bars_hold_only_when_everything_came() -> None:
    hangs: dict[str, list[float | None]] = {"controller": [60.0], "launcher": [9.0]}
    good = Boots("bookworm", 1.0, 2.0, 3.0, [4.0], [5.0], hangs, slower=12.0, exposure=3.9)
    assert all(bar.held for bar in boot._bars(good))
    hangs = {"controller": [9.0, 61.0], "launcher": [None]}
    bad = Boots("bookworm", 1.0, 2.0, None, [4.0, None], [None], hangs, 12.0, None, ["/etc/left"])
    bad.files = 1
    assert not any(bar.held for bar in boot._bars(bad))


def test_a_bad_morning_and_another_user_have_their_bars() -> None:
    good = Boots("bookworm", mornings_s={"on again": 3.0}, restarts_in_the_dark=0, outsider=[])
    held = {bar.what: bar.held for bar in boot._bars(good)}
    assert held["films on all displays after a bad morning"]
    assert held["restarts while no display is lit"] and held["what another user gets into"]
    bad = Boots(
        "bookworm", mornings_s={"on again": None}, restarts_in_the_dark=1, outsider=["a key"]
    )
    held = {bar.what: bar.held for bar in boot._bars(bad)}
    assert not held["films on all displays after a bad morning"]
    assert not held["restarts while no display is lit"]
    assert not held["what another user gets into"]
    for sinks, right in (("0 alsa_output.pci-1 s16le RUNNING", True), ("0 auto_null s16le", False)):
        bars = boot._bars(Boots("bookworm", sinks=sinks))
        assert [bar.held for bar in bars if "sound card" in bar.what] == [right]
    idle = Boots("bookworm", outsider=[], idle_tries=["a key"])
    assert not {bar.what: bar.held for bar in boot._bars(idle)}["what another user gets into"]


class OddMachine(StillMachine):
    """One in which a user's services ran when the user was to be removed, as was seen once."""

    def ask(self, command: str, _patience_s: float = 0.0) -> str:
        if command.startswith("wc -l"):
            return "812\n"
        return "> /var/lib/kiss\n" if "diff" in command else "userdel: user kiss is used\n"


def test_files_are_compared_only_with_a_list_of_them() -> None:
    found = Boots("trixie")
    assert not any("files" in bar.what for bar in boot._bars(found))
    trials.uninstall(StillMachine(), found)  # type: ignore[arg-type]
    assert [bar.held for bar in boot._bars(found) if "of 812 files" in bar.what] == [True]
    assert "of 812 files\nnothing" in boot._summary(found)
    found = Boots("trixie")
    trials.uninstall(OddMachine(), found)  # type: ignore[arg-type]
    assert [bar.held for bar in boot._bars(found) if "of 812 files" in bar.what] == [False]
    assert "userdel: user kiss is used" in boot._summary(found)
    assert "> /var/lib/kiss" in boot._summary(found)


def test_a_display_is_dark_from_when_the_kernel_has_it() -> None:
    said = dict(word.split("==") for word in mornings.dark_rule(3).split(", ") if "==" in word)
    assert said == {"ACTION": '"add"', "SUBSYSTEM": '"drm"', "KERNEL": '"card*-Virtual-3"'}
    assert mornings.dark_rule(3).endswith('ATTR{status}="off"')


class Shell(StillMachine):
    """One whose shell is this machine's, without its systemctl."""

    def ask(self, command: str, _patience_s: float = 0.0) -> str:
        words = ["/bin/sh", "-ec", f"systemctl() {{ :; }}; {command}"]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout


@pytest.mark.process
@pytest.mark.patient
def test_something_is_done_before_the_show_until_it_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, wanted = tmp_path / "first.service", tmp_path / "wanted"
    monkeypatch.setattr(mornings, "_FIRST", str(unit))
    monkeypatch.setattr(mornings, "_WANTED", str(wanted))
    mornings._before_the_show(Shell(), "date -s 2009-01-01; sleep 1")  # type: ignore[arg-type]
    assert wanted.read_text().splitlines() == [
        "[Unit]",
        "Before=kiss.service",
        "[Service]",
        "Type=oneshot",
        'ExecStart=/bin/sh -c "date -s 2009-01-01; sleep 1"',
    ]
    mornings._before_the_show(Shell(), "")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


CONTROLS = """
     inject_req_validate_error 0x00f0f048 (button) : value=0 flags=write-only, execute-on-write
    hdmi_000_0_is_connected_to 0x00f0f071 (menu)   : min=0 max=2 default=0 value=0 (Test Pattern)
\t\t\t\t0: Test Pattern Generator
\t\t\t\t1: None
\t\t\t\t2: Output HDMI 000-0
"""
"""What a device of Linux 6.12 lists, in part."""


@pytest.mark.process
@pytest.mark.patient
def test_a_television_is_hung_up_heard_and_taken_away_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout, log = tmp_path / "triptych.yaml", tmp_path / "television.log"
    written = (LAYOUTS / "triptych.yaml").read_text()
    layout.write_text(written)
    played: list[str] = []
    told = tmp_path / "told"
    stand_in(tmp_path / "v4l2-ctl", f"[ $3 = -L ] && cat <<'-' || echo $* >>{told}\n{CONTROLS}-\n")

    class Evening(Shell):
        def ask(self, command: str, _patience_s: float = 0.0) -> str:
            if command == boottelevision.PLUGGED:
                return super().ask(f"PATH={tmp_path}:$PATH; {command}")
            if command.startswith(trials.KISS):
                hours = load_yaml(layout, Layout).hours
                played.append(hours.displays if hours else "")
                heard = {"close": "STANDBY (0x36)", "open": "IMAGE_VIEW_ON (0x04)"}
                log.write_text(heard[command.rsplit(maxsplit=1)[-1]])
                return "closed"
            if command.startswith(("cec-ctl", "setsid")):
                return ""
            return super().ask(command.replace("pkill cec-follower; ", ""))

        def cut_power(self) -> None:
            played.append("boot")

        def begin(self) -> None:
            pass

    for name, path in (("_LAYOUT", layout), ("_LOG", log)):
        monkeypatch.setattr(boottelevision, name, str(path))
    for name in ("_MODULE", "_AT_BOOT"):
        monkeypatch.setattr(boottelevision, name, str(tmp_path / name))
    monkeypatch.setattr(boottelevision, "wait_for", lambda *_: 7.0)
    found = Boots("bookworm")
    boottelevision.television(Evening(), found)  # type: ignore[arg-type]
    assert played == ["boot", "asleep", "asleep"]
    assert None not in found.mornings_s.values() and boottelevision.SLEEPS in found.mornings_s
    left = {layout, log, tmp_path / "v4l2-ctl", told}
    assert layout.read_text() == written and {*tmp_path.iterdir()} == left
    for line in told.read_text().splitlines():  # for each device
        assert line.split()[2:] == ["--set-ctrl", "hdmi_000_0_is_connected_to=2"]


def test_each_second_power_cut_is_followed_by_one_on_the_way_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []

    class Cut(StillMachine):
        def cut_power(self) -> None:
            done.append("cut")

    def films(*_: object) -> float:
        done.append("films")
        return 7.0

    monkeypatch.setattr(trials, "wait_for", films)
    monkeypatch.setattr("time.sleep", lambda _: None)
    found = Boots("bookworm")
    trials.cut(Cut(), found, 4)  # type: ignore[arg-type]
    assert " ".join(done) == "cut films cut cut films cut films cut cut films"
    assert found.after_cuts_s == [7.0] * 4


KILLS = "kiss.service: Killing process 705 (python) with signal SIGKILL.\n"


@pytest.mark.parametrize(
    ("journal", "result", "cycle", "odd"),
    [
        ("Stopped kiss.service\n", "success", "(1, 1)\n", 0),
        (KILLS * 2, "success", "(1, 1)\n", 1),
        ("", "timeout", "(1, 1)\n", 1),
        ("", "success", "(1, 0)\n", 1),
        ("", "success", "(0, 0)\n", 1),
        (KILLS, "timeout", "Error: unable to open database file\n", 3),
    ],
)
def test_a_show_that_was_killed_did_not_end_in_order(
    journal: str, result: str, cycle: str, odd: int
) -> None:
    found = bootstop.troubles(journal, result, cycle)
    assert len(found) == odd
    boots = Boots("bookworm", stopped_s=2.0, stop_troubles=found)
    held = {bar.what: bar.held for bar in boot._bars(boots)}
    assert held["a show that is stopped"] == (not odd)
    assert "stopped" in boot._summary(boots)


@pytest.mark.process
@pytest.mark.patient
def test_a_record_says_whether_its_last_cycle_has_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstop, "STATE", tmp_path)
    began = CycleBeganRow(1, "boot", 0, 1000, {"left": ("kiss-1", "h1")})
    ledger = Ledger(tmp_path)
    ledger.note(began)
    ledger.close()
    assert bootstop.last_cycle(Shell()) == "(1, 0)\n"  # type: ignore[arg-type]
    ledger = Ledger(tmp_path)
    ledger.note(CycleEndedRow(2, "boot", 0, False, 0, {}, 2))
    ledger.close()
    assert bootstop.last_cycle(Shell()) == "(1, 1)\n"  # type: ignore[arg-type]


def test_only_the_parts_that_are_asked_for_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    done = list[str]()
    parts = {name: lambda *_, name=name: done.append(name) for name in boot._PARTS}
    monkeypatch.setattr(boot, "_PARTS", parts)
    monkeypatch.setattr(boot, "Machine", StillMachine)
    monkeypatch.setattr(boot, "_FILMS", [])
    monkeypatch.setattr(bootroot, "made", lambda *_: Path("nowhere"))
    monkeypatch.setattr(trials, "first_boot", lambda *_: done.append("first boot"))
    args = argparse.Namespace(cache=Path(), release="bookworm", pace=2, cpu="max", only=["cuts"])
    _, figures, _ = boot.measure(args)
    assert done == ["first boot", "cuts"] and figures["files"] is None
    done.clear()
    args.only = None
    _, figures, _ = boot.measure(args)
    assert done == ["first boot", *parts] and figures["files"] == 812


def test_what_was_seen_before_somebody_ended_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def boots(_machine: object, found: Boots) -> None:
        found.to_film_s = 3.0

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(boot, "Machine", StillMachine)
    monkeypatch.setattr(boot, "_FILMS", [])
    monkeypatch.setattr(bootroot, "made", lambda *_: Path("nowhere"))
    monkeypatch.setattr(trials, "first_boot", boots)
    monkeypatch.setattr(trials, "hang", ended)
    args = argparse.Namespace(cache=Path(), release="bookworm", pace=2, cpu="max", only=["hangs"])
    args.hangs = 1
    summary, figures, bars = boot.measure(args)
    rows = [line.split() for line in summary.splitlines()]
    assert figures["to_film_s"] == 3.0 and ["to", "films", "on", "all", "3", "s"] in rows
    assert {bar.what for bar in bars if "films" in bar.what} == {
        "films on all displays after the first boot"
    }

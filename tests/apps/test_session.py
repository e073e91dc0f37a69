"""The kiosk's session keeps a show going, and the displays in order, until it is told to end."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from stand_in import stand_in

from installation.apps import _notify as notify
from installation.apps._niceness import FIRST
from installation.apps._show_process import ShowProcess
from installation.link import AbandonedShow
from installation.units import SECOND

pytestmark = [pytest.mark.process, pytest.mark.patient]

HOLDER = """\
import logging, pathlib, sys
from installation.apps import _session as session
from installation.errors import KioskError
logging.basicConfig(level=logging.INFO)
session.LOOK_S, session.AGAIN_S = 0.1, 0.3
looks = iter([["--output", "DP-1"], [], KioskError("no display"), KioskError("no display")])
looked = pathlib.Path(sys.argv[1].removeprefix("ipc://")).parent.with_name("looked")
def arrange():
    with looked.open("a") as file:
        file.write("x")
    one = next(looks, [])
    if isinstance(one, Exception):
        raise one
    return one
sys.exit(session.Session(sys.argv[2:], sys.argv[1], arrange).run())
"""


def until(reached: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def heard_until(systemd: notify.NotifySocket, enough: Callable[[list[str]], object]) -> list[str]:
    """What systemd hears from now on, until that is enough."""
    heard: list[str] = []

    def hears() -> object:
        heard.extend(systemd.heard())
        return enough(heard)

    until(hears)
    return heard


class Held:
    """A session with a script in place of the show."""

    def __init__(self, folder: Path, script: str) -> None:
        self.folder = folder
        show = stand_in(folder / "show", f"cd {folder}\necho begun >>told\n{script}")
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        self.endpoint = f"ipc://{folder}/run/show"
        command = [sys.executable, "-c", HOLDER, self.endpoint, str(show)]
        self.process = subprocess.Popen(
            command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    def begun(self) -> int:
        return self.told("begun")

    def told(self, word: str, file: str = "told") -> int:
        """How often it stands in a file of the folder."""
        path = self.folder / file
        return path.read_text().count(word) if path.exists() else 0

    def until(self, begun: int) -> None:
        until(lambda: self.begun() >= begun)

    def end(self, number: signal.Signals = signal.SIGTERM) -> str:
        """What it said."""
        self.process.send_signal(number)
        said = self.process.communicate(timeout=60)[1]
        assert self.process.returncode == 0
        return said


def abandoned(endpoint: str) -> bool:
    """Tell whether what plays on there would end by itself within a minute."""
    show = AbandonedShow(endpoint)
    return any(show.looked(at_ns) for at_ns in range(0, 60 * SECOND, SECOND // 4))


@pytest.fixture
def held(tmp_path: Path) -> Iterator[list[Held]]:
    made: list[Held] = []
    yield made
    for one in made:
        with contextlib.suppress(ProcessLookupError):  # its show, too, which has its stderr
            os.killpg(one.process.pid, signal.SIGKILL)
        one.process.communicate()


@pytest.fixture
def systemd(monkeypatch: pytest.MonkeyPatch) -> Iterator[notify.NotifySocket]:
    """Systemd's end, which the session speaks to."""
    with contextlib.closing(notify.NotifySocket()) as socket:
        monkeypatch.setenv(notify.VARIABLE, str(socket.path))
        yield socket


def test_a_show_that_cannot_begin_is_tried_again(held: list[Held], tmp_path: Path) -> None:
    held.append(one := Held(tmp_path, "exit 1"))
    one.until(3)
    assert not abandoned(one.endpoint)  # what an earlier launcher has left is waiting for it
    assert "the show ended with 1; it is tried again" in one.end()
    assert abandoned(one.endpoint)


def test_a_show_that_is_killed_before_it_speaks_is_not_begun_in_a_storm(
    held: list[Held], tmp_path: Path
) -> None:
    held.append(one := Held(tmp_path, "date +%s.%N >>begins\nkill -9 $$"))
    one.until(4)
    first, _, third, *_ = map(float, (tmp_path / "begins").read_text().split())
    assert third - first > 0.5  # two pauses of AGAIN_S
    assert "the show ended with -9" in one.end()


def test_a_show_that_was_ended_stays_so(held: list[Held], tmp_path: Path) -> None:
    held.append(one := Held(tmp_path, "exit 0"))
    one.until(1)
    time.sleep(1)
    assert one.begun() == 1 and one.process.poll() is None
    assert "systemctl restart kiss" in one.end()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has the right without LimitRTPRIO")
def test_it_is_in_real_time_and_the_show_is_not(held: list[Held], tmp_path: Path) -> None:
    """Or it stands behind the show, and systemd, which hears nothing, ends a wall that plays."""
    held.append(one := Held(tmp_path, "echo $$ >>told; exec sleep 60"))
    until(lambda: one.told("\n") == 2)
    show = int((tmp_path / "told").read_text().split()[1])
    assert os.sched_getscheduler(one.process.pid) & ~os.SCHED_RESET_ON_FORK == os.SCHED_RR
    assert os.sched_getscheduler(show) == os.SCHED_OTHER
    one.end()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_show_ends_with_the_session(
    held: list[Held], tmp_path: Path, number: signal.Signals
) -> None:
    held.append(
        one := Held(
            tmp_path,
            "trap 'echo ended >>told; kill $!; exit 0' TERM\nsleep 60 & echo waits >>told; wait",
        )
    )
    until(lambda: one.told("waits") and one.told("x", "looked") > 4)
    said = one.end(number)
    assert (tmp_path / "told").read_text().endswith("ended\n")
    assert said.count("xrandr --output DP-1") == 1
    assert said.count("no display") == 1  # though it was so twice


TALKER = """\
import os, sys, time
from installation.apps import _notify as notify
notify.notify(notify.READY, notify.ALIVE, "STATUS=playing")
while len(sys.argv) > 1:
    time.sleep(0.2)
    notify.notify(notify.ALIVE)
time.sleep(60)
"""


def talker(*words: str) -> str:
    """A show that says that all is well, once, or again and again with a word."""
    return f"{sys.executable} -c '{TALKER}' {' '.join(words)}"


def test_more_time_is_asked_for_before_displays_that_take_theirs(
    held: list[Held], tmp_path: Path, systemd: notify.NotifySocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = HOLDER.replace("def arrange():", "def arrange():\n    time.sleep(5)")
    monkeypatch.setattr(sys.modules[__name__], "HOLDER", f"import time\n{slow}")
    held.append(one := Held(tmp_path, "sleep 60"))
    heard = heard_until(systemd, bool)
    assert heard == [notify.extended(60)] and one.begun() == 0


def test_what_a_show_says_goes_on_to_systemd(
    held: list[Held], tmp_path: Path, systemd: notify.NotifySocket
) -> None:
    waits = "until [ -e speak ]; do sleep 0.1; done"
    held.append(one := Held(tmp_path, f"{waits}; exec {talker('lasting')}"))
    one.until(1)
    heard = heard_until(systemd, lambda heard: len(heard) > 2)
    assert set(heard) == {notify.extended(60)}
    (tmp_path / "speak").touch()
    heard = heard_until(systemd, lambda heard: heard.count(notify.ALIVE) > 5)
    assert heard.count(notify.READY) == 1 and "STATUS=playing" in heard
    heard = heard_until(systemd, lambda heard: len(heard) > 2)
    assert set(heard) == {notify.ALIVE}  # no more time to start is asked for
    one.end()


def test_the_last_word_of_a_show_counts_until_it_is_found_to_hang(
    held: list[Held], tmp_path: Path, systemd: notify.NotifySocket
) -> None:
    """On a slow machine it may not come to say anything for longer than systemd waits."""
    held.append(one := Held(tmp_path, f"exec {talker()}"))
    heard_until(systemd, lambda heard: notify.READY in heard)
    heard = heard_until(systemd, lambda heard: len(heard) > 5)
    assert set(heard) == {notify.ALIVE} and one.begun() == 1
    one.end()


def test_a_show_that_is_not_well_any_more_is_not_said_to_be(
    held: list[Held], tmp_path: Path, systemd: notify.NotifySocket
) -> None:
    frozen = TALKER.replace("notify.notify(notify.ALIVE)", 'notify.notify("STATUS=frozen")')
    held.append(one := Held(tmp_path, f"exec {sys.executable} -c '{frozen}' lasting"))
    heard_until(systemd, lambda heard: "STATUS=frozen" in heard)
    heard = heard_until(systemd, lambda heard: heard.count("STATUS=frozen") > 4)
    assert set(heard) == {"STATUS=frozen"}
    one.end()


def test_one_that_hangs_and_cannot_be_killed_is_not_said_to_be_well(tmp_path: Path) -> None:
    """A disk may hold it: systemd is to begin everything anew, then."""
    show = ShowProcess([sys.executable, "-c", TALKER], f"ipc://{tmp_path}/run/show")
    show.begin()
    until(lambda: (show.look(), show.well)[1])
    with mock.patch.object(subprocess.Popen, "kill") as killed:
        until(lambda: (show.look(), killed.called)[1])
        assert show.runs and not show.well and show.was_well
    show.end()


def test_a_show_that_was_ended_by_an_order_is_well(
    held: list[Held], tmp_path: Path, systemd: notify.NotifySocket
) -> None:
    held.append(one := Held(tmp_path, "exit 0"))
    heard_until(systemd, lambda heard: {notify.READY, notify.ALIVE} < set(heard))
    one.end()


def test_a_show_that_hangs_is_started_again(held: list[Held], tmp_path: Path) -> None:
    place = "sleep 0.3; cut -d' ' -f19 /proc/$$/stat >>places"
    held.append(one := Held(tmp_path, f"date +%s.%N >>begins\n{place}\nexec {talker()}"))
    one.until(3)
    first, second, *_ = map(float, (tmp_path / "begins").read_text().split())
    assert second - first > 4
    if os.geteuid() == 0:  # without the right to it, among the rest
        places = list(map(int, (tmp_path / "places").read_text().split()))
        assert places[:2] == [os.getpriority(os.PRIO_PROCESS, 0), FIRST]  # the wall waits
    said = one.end()
    assert "the show hangs" in said and "ended with -9; it is tried again in 0 s" in said


BEGINNER = TALKER.replace('notify.READY, notify.ALIVE, "STATUS=playing"', '"STATUS=beginning"')
BEGINS = BEGINNER.replace("notify.ALIVE", '"STATUS=beginning"')


@pytest.mark.parametrize(
    "second", ["exec sleep 60", f"exec {sys.executable} -c '{BEGINS}' lasting"]
)
def test_one_that_follows_a_show_has_its_time_to_begin(
    held: list[Held], tmp_path: Path, systemd: notify.NotifySocket, second: str
) -> None:
    """Whether it says nothing yet, or only that it begins."""
    first = f"[ -e once ] || {{ touch once; exec {talker()}; }}"
    held.append(one := Held(tmp_path, f"{first}\n{second}"))
    heard_until(systemd, lambda heard: notify.READY in heard)
    one.until(2)  # the first one hung
    systemd.heard()
    heard = heard_until(systemd, lambda heard: heard.count(notify.ALIVE) > 2)
    assert set(heard) <= {notify.ALIVE, "STATUS=beginning"}
    one.end()


def test_a_show_that_cannot_be_begun_is_tried_again(tmp_path: Path) -> None:
    endpoint = f"ipc://{tmp_path}/run/show"
    command = [sys.executable, "-c", HOLDER, endpoint, str(tmp_path / "nothing-there")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        tries = 0
        while tries < 2:
            line = process.stderr.readline()
            assert line  # it has not ended
            tries += "cannot be begun" in line
        process.terminate()


def test_no_fault_with_the_displays_ends_the_x_server(tmp_path: Path) -> None:
    holder = HOLDER.replace('KioskError("no display")', 'ZeroDivisionError("by zero")')
    command = [sys.executable, "-c", holder, f"ipc://{tmp_path}/run/show", "sleep", "60"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while "ZeroDivisionError: by zero" not in (line := process.stderr.readline()):
            assert line  # it has not ended
        time.sleep(0.5)
        assert process.poll() is None
        process.terminate()

"""How long a hang takes on the bench's machine, as one says who is loaded before it begins."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from panel_status import a_show
from still_machine import StillMachine

from installation.bench import _bootasker as bootasker
from installation.bench import _boottrials as trials
from installation.bench._boottrials import Boots
from installation.link import AskStatus, Reply, endpoint
from installation.show._status import to_json


def test_the_asker_says_when_another_controller_answers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Answers:
        """The controllers that answer, one after the other; the first question is too early."""

        def __init__(self, place: str) -> None:
            assert place == endpoint(tmp_path)
            self.asked, self.pids = 0, [None, 705, 705, None, 812]

        def send(self, message: object) -> None:
            assert isinstance(message, AskStatus)
            self.asked += 1

        def receive(self) -> Iterator[Reply]:
            if (pid := self.pids[self.asked - 1]) is None:
                yield Reply(True, data="half a status")
            else:
                yield Reply(True, data=to_json(a_show(controller_pid=pid)))

    monkeypatch.setattr(bootasker, "Spoke", Answers)
    monkeypatch.setattr("time.sleep", lambda _: None)
    before_s = float(Path("/proc/uptime").read_text().split()[0])
    assert bootasker.main(tmp_path) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == bootasker.ANSWERS and float(second) >= before_s


def test_a_hang_ends_when_another_controller_is_in_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []

    class Hung(StillMachine):
        def ask(self, command: str, _patience_s: float = 0.0) -> str:
            done.append(command)
            if command.startswith("cat"):
                return f"{bootasker.ANSWERS}\n"
            return f"{130.5 if done.count(command) > 1 else ''}\n"  # it has to look twice

        def clock_s(self) -> float:
            return 100.0

        def screens(self) -> list[object]:
            return []

    monkeypatch.setattr("time.sleep", lambda _: None)
    found = Boots("bookworm")
    trials.hang(Hung(), found, 1)  # type: ignore[arg-type]
    assert found.after_hangs_s == {"controller": [30.5], "launcher": [30.5]}
    stops = [one for one in done if "STOP" in one]
    assert ["controller" in one for one in stops] == [True, False]

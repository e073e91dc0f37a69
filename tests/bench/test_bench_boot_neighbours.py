"""A show beside system services that hang, on the bench's machine."""

import pytest
from still_machine import StillMachine

from installation.bench import _bootneighbours as bootneighbours
from installation.bench._boottrials import Boots


@pytest.mark.parametrize(("begun_again", "plays_on"), [("0", 7.0), ("1", None)])
def test_a_show_plays_on_beside_hung_neighbours_only_when_it_was_not_begun_again(
    begun_again: str, plays_on: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    class Hung(StillMachine):
        def ask(self, command: str, _patience_s: float = 0.0) -> str:
            if command.startswith("pgrep"):
                return f"705\n{begun_again if done else 0}\n"
            done.extend(command.split("; "))
            return ""

        def clock_s(self) -> float:
            done.append("clock")
            return 61.0 * done.count("clock")

        def begin(self) -> None:
            pass

    monkeypatch.setattr(bootneighbours, "wait_for_motion", lambda *_: 7.0)
    monkeypatch.setattr(bootneighbours, "wait_for", lambda *_: 9.0)
    monkeypatch.setattr("time.sleep", lambda _: None)
    found = Boots("bookworm")
    bootneighbours.neighbours(Hung(), found)  # type: ignore[arg-type]
    assert found.mornings_s == {bootneighbours.PLAY: plays_on, bootneighbours.BEGIN: 9.0}
    hung, again = f"pkill -STOP '{bootneighbours.NEIGHBOURS}'", hung_again(done)
    assert done[0] == hung and again == ["systemctl stop kiss.service", hung]
    assert done[-1] == hung.replace("STOP", "CONT")


def hung_again(done: list[str]) -> list[str]:
    """What was done just before the show began anew."""
    return done[done.index("systemctl start --no-block kiss.service") - 2 :][:2]

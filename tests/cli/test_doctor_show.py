"""The doctor beside a show: what it makes of what that says, and that it does without a show."""

from pathlib import Path

import msgspec
import pytest
from panel_status import STAGE, a_screen, a_show

from installation.cli import _main as cli
from installation.cli._doctor_show import ShowLoad, judge_load, judge_show
from installation.kiosk import CheckResult, doctor
from installation.model import ShowState
from installation.show import ShowStatus, status_words


def findings(status: ShowStatus) -> dict[str, tuple[CheckResult, str]]:
    return {check.name: (check.verdict, check.finding) for check in judge_show(status)}


def test_a_show_that_is_well_is_told_so() -> None:
    drawn = msgspec.structs.replace(STAGE, renderer="AMD Radeon 780M", late_flips=2)
    show = a_show(stage=drawn, notes=())
    assert doctor.well(list(judge_show(show)))
    assert all(verdict is CheckResult.OK for verdict, _ in findings(show).values())
    assert findings(show)["Stage"][1] == "AMD Radeon 780M; 2 of 1000 swaps late"


def test_what_is_wrong_is_named_screen_by_screen_with_the_notes_remedies() -> None:
    gone, slow = a_screen("left", None), a_screen("right", None)
    screens = (
        msgspec.structs.replace(gone, fault="there is no display 1"),
        msgspec.structs.replace(slow, slow="shows 9 of 24 pictures a second", restarts=3),
    )
    show = a_show(screens=screens, notes=("the driver is of two versions\n  Restart.",))
    found = findings(show)
    assert found["Screen left"] == (CheckResult.BAD, "there is no display 1")
    said = "shows 9 of 24 pictures a second, player started again 3 times"
    assert found["Screen right"] == (CheckResult.WARN, said)
    assert found["Stage"][0] is CheckResult.WARN  # drawn by the processor
    assert found["Note"] == (CheckResult.WARN, "the driver is of two versions")
    text = doctor.table(list(judge_show(show)), plays=True)
    assert "-> Restart." in text
    assert text.splitlines()[-1] == "To set right: Screen left."


def test_a_stage_that_has_drawn_nothing_is_bad() -> None:
    nothing = msgspec.structs.replace(STAGE, pid=None, refreshes=0)
    show = a_show(state=ShowState.WAITING, stage=nothing)
    assert findings(show)["Stage"][0] is CheckResult.BAD


def test_without_a_show_the_machine_is_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    assert cli.main(["doctor", "--quick", "--state", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert "there is no X display" in told and "Shared memory" in told
    assert "Screen left" not in told


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(59.9, "0 min 59 s"), (3 * 3600 + 61, "3 h 1 min"), (90_000, "1 d 1 h"), (0, "0 min 0 s")],
)
def test_how_long_a_show_is_up(seconds: float, said: str) -> None:
    assert status_words.length_of_time(seconds) == said


def test_what_a_show_takes_is_said_in_parts_of_the_machine() -> None:
    check = judge_load(ShowLoad(cores=2, players=0.3, stage=0.2, rest=0.02, machine=0.8))
    assert check.verdict is CheckResult.OK
    assert check.finding == (
        "the show takes 26 % of this machine (decoding 0.30, drawing 0.20, the rest 0.02 of 2 "
        "cores); all in all it is 40 % busy"
    )


def test_a_machine_that_has_too_little_to_spare_is_odd() -> None:
    check = judge_load(ShowLoad(cores=2, players=1.0, stage=0.7, rest=0.1, machine=1.9))
    assert check.verdict is CheckResult.WARN and check.finding.endswith("too little to spare")

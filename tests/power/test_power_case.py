"""A projector is switched with the house: 100 days of bad habits, and never a command too soon."""

from itertools import pairwise
from random import Random

import pytest
from emulated_projector import EmulatedProjector, Habits
from hypothesis import given
from hypothesis import strategies as st

from installation.power._power_case import (
    BURN_NS,
    LOST_NS,
    MUTE_NS,
    REST_NS,
    STATES,
    PowerAnswer,
    PowerCase,
    heard,
)
from installation.units import SECOND

DAY_S = 86400
OPENS_S, CLOSES_S = 10 * 3600, 18 * 3600
WARM_UP_S = 60
HABITS = {
    "well behaved": Habits(),
    "slow": Habits(warms_s=90, cools_s=180),
    "off too early": Habits(says_off_early_s=60),
    "on too late": Habits(says_on_late_s=15),
    "mute while it changes": Habits(mute_while_changing=True),
    "mute in standby": Habits(mute_in_standby=True, mute_while_changing=True),
    "swallows": Habits(swallows=0.3),
    "restarts": Habits(restarts=0.3),
    "silent": Habits(silent=0.2),
    "all of them": Habits(90, 180, 60, 15, True, False, 0.2, 0.2, 0.1),
}


def settles_s(habits: Habits) -> float:
    """How long after a change it may take until it is as it should be, whatever its habits."""
    s = habits.warms_s + habits.cools_s + (REST_NS + BURN_NS) / SECOND + 30
    s += MUTE_NS / SECOND if habits.mute_in_standby else 0
    return s * (4 if habits.swallows or habits.restarts or habits.silent else 1)


@pytest.mark.parametrize("name", HABITS)
def test_100_days_of_a_projector(name: str) -> None:
    days = 100 if name in ("well behaved", "all of them") else 20
    habits = HABITS[name]
    projector, case = EmulatedProjector(habits, Random(name)), PowerCase()
    right = wrong = 0
    now_ns = 0
    while now_ns < days * DAY_S * SECOND:
        second = now_ns // SECOND % DAY_S
        wanted = OPENS_S - WARM_UP_S <= second < CLOSES_S
        case, tell = heard(case, projector.ask(now_ns), wanted, now_ns)
        if tell is not None:
            projector.tell(tell, now_ns + SECOND // 10)
        since_s = second - (OPENS_S - WARM_UP_S) if wanted else (second - CLOSES_S) % DAY_S
        if since_s > settles_s(habits):
            good = projector.state(now_ns) is (PowerAnswer.ON if wanted else PowerAnswer.OFF)
            right, wrong = right + good, wrong + (not good)
        changes = [(OPENS_S - WARM_UP_S) * SECOND, CLOSES_S * SECOND]
        today_ns = now_ns // (DAY_S * SECOND) * DAY_S * SECOND
        wakes = [today_ns + at for at in changes if today_ns + at > now_ns]
        now_ns = min([case.due_ns, *wakes])
    assert projector.suffered == []
    assert (wrong, right > days * 1000) == (0, True)
    assert projector.strikes >= days


def test_an_evening_and_a_house_that_opens_again_at_once() -> None:
    projector, case = EmulatedProjector(Habits(says_off_early_s=60), Random(1)), PowerCase()
    told: list[tuple[int, bool]] = []
    for second in range(1200):
        now_ns = second * SECOND
        wanted = second < 300 or second >= 310
        if now_ns >= case.due_ns or second in (300, 310):  # at a change it is asked at once
            case, tell = heard(case, projector.ask(now_ns), wanted, now_ns)
            if tell is not None:
                told.append((second, tell))
                projector.tell(tell, now_ns)
    assert [on for _, on in told] == [True, False, True]
    assert told[2][0] - told[1][0] >= 80 and projector.suffered == []
    assert projector.state(1200 * SECOND) is PowerAnswer.ON


ANSWERS = st.lists(
    st.tuples(st.sampled_from(PowerAnswer), st.booleans(), st.integers(0, 400)), max_size=60
)


@given(ANSWERS)
def test_nothing_is_said_to_what_changes_or_has_not_said_how_it_is(
    rows: list[tuple[PowerAnswer, bool, int]],
) -> None:
    case, now_ns = PowerCase(), 0
    history: list[tuple[int, PowerAnswer, bool | None]] = []
    for answer, wanted, wait_s in rows:
        now_ns = max(case.due_ns, now_ns + wait_s * SECOND)
        case, tell = heard(case, answer, wanted, now_ns)
        history.append((now_ns, answer, tell))
        assert case.due_ns > now_ns
        assert tell in (None, wanted)
        if tell is True and answer in STATES:
            assert answer is PowerAnswer.OFF
            hot = [ns for ns, said, _ in history if said in STATES and said is not PowerAnswer.OFF]
            hot += [ns for ns, _, told in history if told is False]
            assert not hot or now_ns - max(hot) >= REST_NS
        if tell is False and answer in STATES:
            assert answer is PowerAnswer.ON
        if tell is not None and answer not in STATES:
            assert answer is PowerAnswer.BUSY
            answered = [ns for ns, said, _ in history if said in STATES]
            assert not answered or now_ns - max(answered) >= MUTE_NS
    told = [(ns, on) for ns, _, on in history if on is not None]
    for (before_ns, before), (after_ns, after) in pairwise(told):
        assert before != after or after_ns - before_ns >= 3 * SECOND


def test_what_is_wrong_is_said_in_words() -> None:
    case, _ = heard(PowerCase(), PowerAnswer.SILENT, True, 0)
    assert case.trouble(LOST_NS) == ""
    assert case.trouble(LOST_NS + 1) == "does not answer"
    assert heard(case, PowerAnswer.DENIED, True, 1)[0].trouble(1) == "asks for another password"
    busy, _ = heard(PowerCase(), PowerAnswer.BUSY, True, 0)
    assert busy.trouble(10 * LOST_NS) == ""
    assert heard(case, PowerAnswer.ON, True, 9)[0].trouble(9) == ""
    dead = PowerCase()
    for second in range(0, 600, 3):
        dead, _ = heard(dead, PowerAnswer.OFF, True, second * SECOND)
    assert "does not go on" in dead.trouble(600 * SECOND)

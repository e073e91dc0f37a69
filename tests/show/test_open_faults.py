"""A fault is followed until a visitor would say that it is over."""

from hypothesis import given
from hypothesis import strategies as st

from installation.ledger import FaultRow, MendedRow
from installation.link import STAGE, PlayerStatus, RemoteStatus, ScreenShown, StageStatus
from installation.said import verbatim
from installation.show._open_faults import MOST_KINDS, FaultKind, OpenFaults
from installation.units import MILLISECOND, SECOND

KILLED = "its process ended: killed by SIGKILL"


def player(pid: int) -> PlayerStatus:
    return PlayerStatus("left", pid, 1)


def stage(shown: int, due: int, pid: int = 7) -> StageStatus:
    return StageStatus(pid, 1, screens={"left": ScreenShown(shown=shown, due=due)})


def ended(faults: OpenFaults, now_ns: int = 10 * SECOND, what: str = KILLED) -> FaultRow | None:
    return faults.began("left", FaultKind.PROCESS, verbatim(what), now_ns, 5_000)


def test_a_player_is_back_when_its_screen_shows_another_picture() -> None:
    faults = OpenFaults()
    faults.heard("left", player(11), 0)
    assert ended(faults) == FaultRow(5_000, "left", KILLED)
    at = 10 * SECOND
    # the stage shows what is left in the ring, and the dead one's last word comes late
    assert faults.heard(STAGE, stage(100, 100), at) == []
    assert faults.heard("left", player(11), at) == []
    assert faults.heard(STAGE, stage(102, 103), at) == []
    # its next one has begun, and the screen holds its picture
    assert faults.heard("left", player(12), at + SECOND) == []
    assert faults.heard(STAGE, stage(102, 120), at + SECOND) == []
    assert faults.heard(STAGE, stage(102, 130), at + SECOND) == []
    back = faults.heard(STAGE, stage(103, 131), at + 1400 * MILLISECOND)
    assert back == [MendedRow(5_000, "left", KILLED, 1400)]
    assert faults.heard(STAGE, stage(104, 132), at + 2 * SECOND) == []


def test_a_player_of_a_paused_show_is_back_when_it_speaks() -> None:
    faults = OpenFaults()
    ended(faults)
    faults.heard("left", player(12), 11 * SECOND)
    assert faults.heard(STAGE, stage(50, 60), 12 * SECOND) == []
    assert len(faults.heard(STAGE, stage(50, 60), 12 * SECOND)) == 1


def test_stage_and_remote_are_back_with_another_ones_word() -> None:
    faults = OpenFaults()
    faults.heard(STAGE, stage(1, 1, pid=7), 0)
    faults.began(STAGE, FaultKind.PROCESS, verbatim(KILLED), SECOND, 1)
    assert faults.heard(STAGE, stage(1, 1, pid=7), SECOND) == []
    assert faults.heard(STAGE, stage(1, 1, pid=8), 2 * SECOND)[0].lasted_ms == 1000
    faults.began("remote", FaultKind.PROCESS, verbatim(KILLED), SECOND, 1)
    assert faults.heard("remote", RemoteStatus(9, 1), 3 * SECOND)[0].lasted_ms == 2000


def test_one_that_ends_again_and_again_is_one_row_for_each_reason() -> None:
    faults = OpenFaults()
    rows = [ended(faults, n * SECOND, f"reason {n % 2}") for n in range(40)]
    assert [row is not None for row in rows] == [True, True] + [False] * 38
    over = faults.over("left", FaultKind.PROCESS, 40 * SECOND)
    assert [(row.what, row.times, row.lasted_ms) for row in over] == [
        ("reason 0", 20, 40_000),
        ("reason 1", 20, 40_000),
    ]


def test_two_kinds_of_one_screen_are_two_faults() -> None:
    faults = OpenFaults()
    ended(faults)
    faults.began("left", FaultKind.PICTURES, verbatim("shows 9 of 24"), 10 * SECOND, 5_000)
    assert [row.what for row in faults.over("left", FaultKind.PICTURES, 11 * SECOND)] == [
        "shows 9 of 24"
    ]
    assert len(faults.over("left", FaultKind.PROCESS, 11 * SECOND)) == 1


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("ended"), st.integers(0, 30)),
        st.tuples(st.just("over"), st.just(0)),
        st.tuples(st.just("player"), st.integers(1, 4)),
        st.tuples(st.just("stage"), st.integers(0, 4)),
    ),
    max_size=60,
)


@given(EVENTS)
def test_every_row_is_mended_at_most_once_and_nothing_else_is(
    events: list[tuple[str, int]],
) -> None:
    faults, noted, mended = OpenFaults(), [], []
    shown = 0
    for n, (event, value) in enumerate(events):
        now_ns = n * SECOND
        if event == "ended":
            row = faults.began("left", FaultKind.PROCESS, verbatim(f"reason {value}"), now_ns, n)
            noted += [row] if row else []
        elif event == "over":
            mended += faults.over("left", FaultKind.PROCESS, now_ns)
        elif event == "player":
            mended += faults.heard("left", player(value), now_ns)
        else:
            shown += value
            mended += faults.heard(STAGE, stage(shown, n), now_ns)
        assert len(noted) - len(mended) <= MOST_KINDS
    keys = [(row.at_ms, row.what) for row in mended]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= {(row.at_ms, row.what) for row in noted}
    assert all(row.lasted_ms >= 0 and row.times >= 1 for row in mended)

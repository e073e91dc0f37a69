"""The wall's light as a value of time."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from installation.timeline import FOREVER, Programme, fade_from_now, is_dark, light_at, next_light
from installation.timeline._programme import FADE_NS
from installation.units import MILLISECOND

T = 1_000_000_000
STEP = 20 * MILLISECOND


def test_a_programme_without_a_fade_is_lit_for_ever() -> None:
    assert light_at(Programme(), T) == 1
    assert next_light(Programme(), T, STEP) == FOREVER
    assert not is_dark(Programme())


def test_down_and_up_again() -> None:
    down = Programme(fade=fade_from_now(Programme(), True, T))
    assert is_dark(down)
    assert [light_at(down, T + part * FADE_NS // 2) for part in (-1, 0, 1, 2, 9)] == [
        1, 1, 0.5, 0, 0
    ]  # fmt: skip
    up = replace(down, fade=fade_from_now(down, False, T + FADE_NS // 2))  # turned round half-way
    assert not is_dark(up)
    assert light_at(up, T + FADE_NS // 2) == 0.5
    assert light_at(up, T + FADE_NS) == 1


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 2 * FADE_NS)), max_size=8))
def test_the_light_never_leaps(presses: list[tuple[bool, int]]) -> None:
    programme, now_ns = Programme(), T
    for dark, wait_ns in presses:
        before = light_at(programme, now_ns)
        programme = replace(programme, fade=fade_from_now(programme, dark, now_ns))
        assert light_at(programme, now_ns) == before
        for past_ns in range(0, wait_ns, 7 * MILLISECOND):
            now = light_at(programme, now_ns + past_ns)
            assert abs(now - before) <= 7 * MILLISECOND / FADE_NS + 1e-9
            before = now
        now_ns += wait_ns


@given(st.integers(-FADE_NS, 2 * FADE_NS))
def test_steps_lead_to_the_end_and_stop_there(past_ns: int) -> None:
    programme = Programme(fade=fade_from_now(Programme(), True, T))
    now_ns, steps = T + past_ns, 0
    while (coming := next_light(programme, now_ns, STEP)) < FOREVER:
        assert coming > now_ns
        now_ns, steps = coming, steps + 1
    assert light_at(programme, now_ns) == 0
    assert steps <= FADE_NS // STEP + 1

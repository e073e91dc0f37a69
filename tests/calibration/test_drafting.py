"""Keys to drafts: nothing that a person can press makes a calibration that does not hold."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.calibration import (
    CORNERS,
    FIELDS,
    AlignedScreen,
    DraftNote,
    Drafts,
    NoteKind,
    Wish,
    press_key,
    round_draft,
)
from installation.calibration._drafting import CORNER_KEYS
from installation.model import EFFECTS, Corners, Optics, calibration_from

LEFT, TURNED = AlignedScreen("left", 640, 360), AlignedScreen("turned", 1080, 1920, 90)
KEYS = [
    *"qwascfpuR12xz9",
    *(key for effect in EFFECTS.values() for key in (effect.key, effect.key.upper())),
    *("enter", "escape", "tab", "backtab"),
    *(f"{shift}{way}" for way in ("left", "right", "up", "down") for shift in ("", "shift+")),
]
BENT = Optics(corners=Corners(top_left=(0.1, 0.2)), gain=(1.0, 0.9, 0.8))
START = Drafts((LEFT, TURNED), (Optics(), BENT), (Optics(), BENT))


def after(state: Drafts, *keys: str) -> Drafts:
    for key in keys:
        state, _ = press_key(state, key)
    return state


@given(st.lists(st.sampled_from(KEYS), max_size=60))
def test_whatever_is_pressed_the_drafts_hold_and_undo_leads_back(keys: list[str]) -> None:
    state = START
    for key in keys:
        state, _ = press_key(state, key)
        for draft in state.drafts:
            for one in (draft, round_draft(draft)):
                assert calibration_from(msgspec.to_builtins(one)) == one
        assert state.field in FIELDS and 0 <= state.corner < len(CORNERS)
    state = after(replace(state, asks=False), *["u"] * len(state.history))
    assert state.drafts == START.drafts and not state.unsaved


@given(
    st.sampled_from("qwas"),
    st.lists(st.sampled_from(("left", "right", "up", "down")), max_size=60),
)
def test_the_way_back_is_the_way_forth(corner: str, way: list[str]) -> None:
    back = {"left": "right", "right": "left", "up": "down", "down": "up"}
    state = after(START, corner, *way, *(back[step] for step in reversed(way)))
    assert not state.unsaved


def test_an_arrow_is_a_pixel_and_ten_with_shift_or_coarse() -> None:
    state = after(START, "s", "left", "shift+up")
    assert state.draft.corners.bottom_right == pytest.approx((-1 / 640, -10 / 360))
    state = after(state, "f", "right", "shift+right")
    assert state.draft.corners.bottom_right[0] == pytest.approx(19 / 640)
    assert state.drafts[1] == BENT


@pytest.mark.parametrize(
    ("rotation", "key", "field", "moved"),
    [
        (0, "q", "top_left", (1 / 640, 0)),
        (90, "q", "top_right", (0, 1 / 360)),
        (180, "w", "bottom_left", (-1 / 640, 0)),
        (270, "s", "top_right", (0, -1 / 360)),
    ],
)
def test_a_corner_moves_as_it_is_seen_on_a_turned_screen(rotation, key, field, moved) -> None:
    screen = AlignedScreen("a", 640, 360, rotation)
    state = after(Drafts((screen,), (Optics(),), (Optics(),)), key, "right")
    assert state.field == field
    assert getattr(state.draft.corners, field) == pytest.approx(moved)


def test_a_folded_picture_is_refused_and_said() -> None:
    state = after(START, "q", *["shift+right"] * 70)
    assert "fold" in str(state.says)
    held = state.draft
    assert after(state, "right", "right").draft.corners.top_left[0] <= 1
    assert after(state, "shift+right").draft == held


def amounts(state: Drafts, name: str) -> list[float]:
    amount = state.draft.colour[name]
    return [*amount] if isinstance(amount, tuple) else [amount]


@pytest.mark.parametrize("name", EFFECTS)
def test_capitals_are_more_small_letters_less_up_to_the_end(name: str) -> None:
    effect = EFFECTS[name]
    more = after(START, effect.key.upper())
    assert all(a > b for a, b in zip(amounts(more, name), amounts(START, name), strict=True))
    assert after(more, effect.key).drafts == START.drafts
    for press, end in ((effect.key.upper(), effect.high), (effect.key, effect.low)):
        state = after(START, *[press] * 450)
        assert set(amounts(state, name)) == {end}
        assert str(state.says) == f"{name} ends at {end:g}"


def test_no_key_of_an_effect_means_anything_else() -> None:
    taken = [*CORNER_KEYS, *"cfpuRx", *(effect.key for effect in EFFECTS.values())]
    assert len({key.lower() for key in taken}) == len(taken)
    assert all(effect.key.islower() for effect in EFFECTS.values())


def test_one_colour_alone() -> None:
    state = after(START, "c", "c", "G")
    assert (state.channel, state.draft.gain) == ("green", (1.0, 1.01, 1.0))
    assert after(state, "c", "c", "G").draft.gain == (1.01, 1.02, 1.01)


def test_saturation_is_the_whole_pictures_whatever_colour_is_chosen() -> None:
    state = after(START, "c", "V", "c", "V")
    assert state.draft.saturation == 1.04
    assert after(state, "u", "c", "v").draft == START.draft


def test_reset_goes_to_the_file_then_to_nothing_and_can_be_undone() -> None:
    state = after(START, "tab", "G", "R")
    assert state.draft == BENT and "file" in str(state.says)
    plain = after(state, "R")
    assert plain.draft == Optics() and plain.unsaved == (1,)
    assert after(plain, "u").draft == BENT


def test_undo_goes_to_the_screen_that_it_changes() -> None:
    state = after(START, "1", "G", "2", "G", "1", "u")
    assert state.chosen == 1 and state.draft == BENT
    assert str(after(state, "u", "u").says) == "nothing to undo"


def test_leaving_asks_while_something_is_unsaved() -> None:
    assert press_key(START, "escape")[1] is Wish.LEAVE
    state, wish = press_key(after(START, "G"), "x")
    assert state.asks and wish is Wish.NOTHING
    assert press_key(state, "x")[1] is Wish.LEAVE
    assert press_key(state, "enter")[1] is Wish.SAVE_AND_LEAVE
    stays, wish = press_key(state, "right")
    assert wish is Wish.NOTHING and not stays.asks and stays.drafts == state.drafts


def test_saving_is_asked_for_only_where_there_is_something_to_save() -> None:
    assert press_key(START, "enter")[1] is Wish.NOTHING
    state, wish = press_key(after(START, "G"), "enter")
    assert wish is Wish.SAVE
    note = DraftNote(NoteKind.SAVED_SCREENS, "left")
    kept = state.kept({0: round_draft(state.draft)}, note)
    assert not kept.unsaved and kept.says == note and str(note) == "saved: left"
    assert after(kept, "u").unsaved == (0,)

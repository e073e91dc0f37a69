"""The orders' words: every one is read as it is written, and what is wrong is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from installation.errors import UsageError
from installation.model import (
    Blackout,
    Go,
    Level,
    Order,
    OrderKind,
    Pin,
    Restart,
    Rollback,
    Surface,
    Swap,
    orders_offered,
)
from installation.model._order_table import KINDS, parse


def test_the_table_is_whole() -> None:
    makes = [kind.makes for kind in KINDS]
    assert set(makes) == set(Order.__args__) and len(makes) == len(set(makes))
    for kind in KINDS:
        assert len(kind.takes) == len(fields(kind.makes)) and kind.surfaces
    assert {kind.name for s in Surface for kind in orders_offered(s)} == {
        kind.name for kind in KINDS
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_order_is_read_as_it_is_written(kind: OrderKind) -> None:
    words = [takes.example for takes in kind.takes]
    full = kind.made(*words)
    assert parse(str(full)) == full == parse(" ".join([kind.name, *words]))
    if None not in kind.defaults:
        plain = parse(kind.name)
        assert parse(str(plain)) == plain == kind.made(*[""] * len(kind.takes))


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("swap", Swap("now")),
        ("swap boundary", Swap("boundary")),
        (" go  the dark room ", Go("the dark room")),
        ("blackout", Blackout("toggle")),
        ("restart", Restart("")),
        ("level left 25%", Level("left", 25)),
        ("pin Kuß für Anna right", Pin("Kuß für Anna", "right")),
        ("rollback", Rollback("")),
    ],
)
def test_words(text: str, order: Order) -> None:
    assert parse(text) == order


@pytest.mark.parametrize(
    ("text", "surface", "says"),
    [
        ("dance", None, "'dance' is not an order; there are restart"),
        ("restrat", None, "did you mean 'restart'"),
        ("approve a", Surface.KEY, "'approve' is not an order; there are restart"),
        ("", None, "is not an order"),
        ("go", None, "'go' needs a beat's name"),
        ("pause now", None, "'pause' stands alone"),
        ("blackout maybe", None, "takes on, off or toggle, not 'maybe'"),
        ("level", None, "Say: level left 40"),
        ("level left", None, "Say: level left 40"),
        ("level left 101", None, "0 to 100"),
        ("level left ²", None, "0 to 100"),
        ("pin a", None, "Say: pin kiss-2 left"),
    ],
)
def test_what_is_wrong_is_said(text: str, surface: Surface | None, says: str) -> None:
    with pytest.raises(UsageError) as fault:
        parse(text, surface)
    assert says in str(fault.value)


@given(st.sampled_from([kind.name for kind in KINDS]), st.text(max_size=20))
def test_any_words_are_an_order_or_an_error(name: str, rest: str) -> None:
    try:
        order = parse(f"{name} {rest}")
    except UsageError:
        return
    assert parse(str(order)) == order

"""Reads what is asked at the door: the order in a request's body, and says one so. Pure."""

import msgspec

from installation.errors import UsageError
from installation.model import Order, OrderKind, Surface, did_you_mean, orders_offered

KINDS = {kind.name: kind for kind in orders_offered(Surface.DOOR)}
"""Every order by its name."""


def kind_named(name: str) -> OrderKind:
    """Return the kind of order with a name. Raises UsageError, with what could be meant."""
    if name not in KINDS:
        hint = did_you_mean(name, KINDS) or f"; there are {', '.join(KINDS)}"
        raise UsageError(f"{name!r} is not an order{hint}")
    return KINDS[name]


def named(order: Order) -> dict[str, object]:
    """Return an order as whoever gives it says it: its name, and the words of its body."""
    return {"order": order.__struct_config__.tag, "words": msgspec.structs.asdict(order)}


def order_in(kind: OrderKind, body: bytes) -> Order:
    """Return the order that a body makes of its kind: a JSON object with the order's words.

    A body without anything is an order without words. Raises UsageError.
    """
    try:
        said = msgspec.json.decode(body, type=dict[str, str | int | None]) if body.strip() else {}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        example = dict(zip(kind.names, (takes.example for takes in kind.takes), strict=True))
        raise UsageError(
            f"{kind.name!r} takes a JSON object of words and numbers: {fault}",
            f"Send {msgspec.json.encode(example).decode()}, say.",
        ) from fault
    for name in said:
        if name not in kind.names:
            takes = f"it takes {', '.join(kind.names)}" if kind.names else "it stands alone"
            hint = did_you_mean(name, kind.names) or f"; {takes}"
            raise UsageError(f"{kind.name!r} has no {name!r}{hint}")
    words = (said.get(name) for name in kind.names)
    return kind.made(*("" if word is None else str(word) for word in words))

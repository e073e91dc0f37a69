"""A person's words, turned into what is asked of the director. Pure."""

from installation.director import director, hearing, orders, swapping
from installation.director.places import story_time
from installation.director.state import Answer, State
from installation.model.layout import Layout
from installation.timeline.transport import named_beats, plan_at


def carried_out(
    state: State, layout: Layout, what: str, to: str, now_ns: int
) -> tuple[State, Answer]:
    """Carry out an order about the show. Raises UsageError, with what could be meant."""
    if what in hearing.ORDERS:
        heard, text = hearing.ordered(state.programme.heard, layout, what, to)
        return director.heard(state, heard, now_ns), Answer(True, text)
    if what == "blackout":
        return orders.darkened(state, to or "toggle", now_ns)
    if what == "swap":
        return swapping.swap_ordered(state, to, now_ns)
    story_ns = None
    if what in ("go", "hold") or (what == "restart" and to):
        plan = plan_at(state.programme, now_ns)
        if plan is None:
            return state, Answer(False, "nothing plays yet")
        story_ns = story_time(to, named_beats(plan))
    return orders.ordered(state, what, story_ns, now_ns)

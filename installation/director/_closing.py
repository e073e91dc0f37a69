"""The house closes and opens: the wall goes dark and rests, and a new day begins. Pure.

Both are asked again and again, whichever holds: what is done already is left alone, and a show that
begins in a closed house is dark before its first picture.
"""

from installation.director import _swap_moves as swapping
from installation.director import _timecode_moves as chasing
from installation.director._holds import paused
from installation.director._state import Aim, State, for_writer
from installation.timeline import HOUSE_NS, fade_from_now, has_faded, moment_at
from installation.units import SECOND

RISE_NS = 2 * SECOND
"""How long the wall stays dark when the house opens: until then the story begins anew. Screens need
0.3 to 1.2 s for that; the last picture of the evening is not to be seen."""


@for_writer
def closed(state: State, now_ns: int) -> State:
    """Fade the wall to black and have it rest; nobody is heard from now on."""
    if not state.programme.shut:
        fade = fade_from_now(state.programme, True, now_ns, HOUSE_NS)
        state = state.published(now_ns, shut=True, fade=fade)
    if not state.programme.takes or not has_faded(state.programme, now_ns):
        return state
    rests = state.standby.aim is Aim.RESUME and not state.standby.armed
    return state if rests else paused(state, now_ns)[0]


@for_writer
def opened(state: State, now_ns: int) -> State:
    """Begin the day: the story from its beginning, lit, whatever was ordered the day before."""
    if not state.programme.shut:
        return state
    fade = fade_from_now(state.programme, False, now_ns, HOUSE_NS, RISE_NS)
    state = state.published(now_ns, shut=False, fade=fade)
    if state.master.leads:
        return chasing.followed(state, now_ns, now_ns)
    moment = moment_at(state.programme, now_ns)
    if moment is None or state.hold_ns is None:
        return state  # it begins by itself, or had not come to rest yet
    cycle = moment.cycle + 1
    return state.cued(Aim.RESTART, now_ns, cycle, 0, swapping.other(state, cycle))

"""The wall's light: how bright the programme has it at an instant. Pure.

A blackout is a value like everything else: a stage that joins in the middle of one shows the same.
"""

from installation.timeline._programme import FADE_NS, Fade, Programme
from installation.timeline._transport import FOREVER
from installation.units import SECOND

HOUSE_NS = 3 * SECOND
"""All the way, when the house opens or closes: people who are still there are not startled."""


def light_at(programme: Programme, now_ns: int) -> float:
    """From 0 (black) to 1 (the pictures as they are)."""
    fade = programme.fade
    if fade is None:
        return 1.0
    passed_ns, whole_ns = now_ns - fade.at_ns, _length(fade)
    if passed_ns >= whole_ns:
        return fade.goal
    return fade.start + (fade.goal - fade.start) * max(0, passed_ns) / whole_ns


def next_light(programme: Programme, after_ns: int, step_ns: int) -> int:
    """The next instant at which the light is another one, by steps; FOREVER when it stays."""
    fade = programme.fade
    if fade is None or after_ns >= fade.at_ns + _length(fade):
        return FOREVER
    return min(max(after_ns, fade.at_ns) + step_ns, fade.at_ns + _length(fade))


def fade_from_now(
    programme: Programme, dark: bool, now_ns: int, way_ns: int = FADE_NS, wait_ns: int = 0
) -> Fade:
    """The fade that begins now, or after a wait, from wherever the light is."""
    start = light_at(programme, now_ns)
    return Fade(now_ns + wait_ns, start, 0.0 if dark else 1.0, way_ns)


def has_faded(programme: Programme, now_ns: int) -> bool:
    """Tell whether the light is where it is to go."""
    fade = programme.fade
    return fade is None or now_ns >= fade.at_ns + _length(fade)


def is_dark(programme: Programme) -> bool:
    """Tell whether the wall is black, or on its way there."""
    return programme.fade is not None and programme.fade.goal == 0


def _length(fade: Fade) -> int:
    return round(fade.way_ns * abs(fade.goal - fade.start))

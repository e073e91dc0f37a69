"""The wall's light: how bright the programme has it at an instant. Pure.

A blackout is a value like everything else: a stage that joins in the middle of one shows the same.
"""

from installation.timeline._programme import Fade, Programme
from installation.timeline._transport import FOREVER
from installation.units import MILLISECOND

FADE_NS = 300 * MILLISECOND
"""All the way from dark to light; less is shorter."""


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


def fade_from_now(programme: Programme, dark: bool, now_ns: int) -> Fade:
    """The fade that begins now, from wherever the light is."""
    return Fade(now_ns, light_at(programme, now_ns), 0.0 if dark else 1.0)


def is_dark(programme: Programme) -> bool:
    """Tell whether the wall is black, or on its way there."""
    return programme.fade is not None and programme.fade.goal == 0


def _length(fade: Fade) -> int:
    return round(FADE_NS * abs(fade.goal - fade.start))

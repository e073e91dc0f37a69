"""What people order, and what is done and answered. Pure.

A person goes before a master: an order takes the show out of its hand.
"""

from dataclasses import replace

from installation.director import chasing, swapping
from installation.director.commit import committed, synced
from installation.director.holds import hold_ordered, paused, released
from installation.director.places import outside
from installation.director.state import Aim, Answer, State
from installation.link.messages import Chase
from installation.timeline.light import faded, is_dark
from installation.timeline.transport import Moment, moment_at, plan_of
from installation.units import seconds

RELEASING = ("restart", "pause", "resume", "toggle", "go")
"""Orders that take the show out of a master's hand."""


def ordered(state: State, what: str, story_ns: int | None, now_ns: int) -> tuple[State, Answer]:
    """A person's order: ``restart pause resume toggle sync go hold``.

    Go, hold, and a restart that does not begin at the beginning, have a story time.
    """
    moment = moment_at(state.programme, now_ns)
    if moment is None:
        return state, Answer(False, "nothing plays yet")
    chase = state.master.chase
    if chase is None or what not in (*RELEASING, "sync"):
        return _ordered(state, moment, what, story_ns, now_ns)
    if what == "sync":
        led = replace(state, master=replace(state.master, released=-1))
        return chasing.followed(led, now_ns, now_ns), Answer(True, "follows the timecode")
    return _ordered_in_chase(state, chase, moment, what, story_ns, now_ns)


def darkened(state: State, to: str, now_ns: int) -> tuple[State, Answer]:
    """Blackout ``on``, ``off`` or ``toggle``: all screens fade to black, or come back."""
    dark = is_dark(state.programme)
    if to not in ("on", "off", "toggle"):
        return state, Answer(False, f"blackout is on, off or toggle, not {to!r}")
    wanted = not dark if to == "toggle" else to == "on"
    if wanted == dark:
        return state, Answer(True, "the screens are dark" if dark else "the screens are lit")
    state = state.published(now_ns, fade=faded(state.programme, wanted, now_ns))
    return state, Answer(True, "the screens go dark" if wanted else "the screens come back")


def _ordered_in_chase(
    state: State, chase: Chase, moment: Moment, what: str, story_ns: int | None, now_ns: int
) -> tuple[State, Answer]:
    free = replace(state, master=replace(state.master, released=chase.serial))
    if state.standby.aim in (Aim.MEET, Aim.STAND) and state.standby.armed:
        free = chasing.given_up(free, now_ns)
    after, answer = _ordered(free, moment, what, story_ns, now_ns)
    if not answer.ok:
        return state, answer
    led = "; the timecode is not followed until it starts anew, or sync"
    return after, Answer(True, answer.text + (led if state.master.leads else ""))


def _ordered(
    state: State, moment: Moment, what: str, story_ns: int | None, now_ns: int
) -> tuple[State, Answer]:
    if what == "toggle":
        what = "pause" if state.hold_ns is None else "resume"
    match what, story_ns:
        case "restart", _:
            return _restarted(state, moment, story_ns or 0, now_ns)
        case "pause", _:
            return paused(state, now_ns)
        case "resume", _:
            return _resumed(state, now_ns)
        case "sync", _:
            return _synced(state, now_ns)
        case "go", int():
            return _gone(state, moment, story_ns, now_ns)
        case "hold", int():
            return hold_ordered(state, moment, story_ns, now_ns)
    return state, Answer(False, f"no such order: {what}")


def _restarted(state: State, moment: Moment, story_ns: int, now_ns: int) -> tuple[State, Answer]:
    cycle = moment.cycle + 1
    plan = swapping.other(state, cycle)
    refused = outside(story_ns, plan or plan_of(state.programme, cycle))
    if refused:
        return state, Answer(False, refused)
    where = f"a new cycle, from {seconds(story_ns):.1f} s" if story_ns else "from the beginning"
    return state.cued(Aim.RESTART, now_ns, cycle, story_ns, plan), Answer(True, where)


def _resumed(state: State, now_ns: int) -> tuple[State, Answer]:
    if state.standby.aim is not Aim.RESUME:
        return released(state, now_ns)
    standby = replace(state.standby, armed=True, asked_ns=now_ns)
    return committed(replace(state, standby=standby), now_ns), Answer(True, "plays on")


def _synced(state: State, now_ns: int) -> tuple[State, Answer]:
    standby = state.standby
    if standby.armed and standby.aim is not Aim.SWAP:  # it would take the place of a restart, say
        return state, Answer(True, "all screens are being cued as it is")
    if state.hold_ns is not None and state.stop_ns is not None:
        return state, Answer(False, "about to hold at a beat: resume calls it off")
    if state.hold_ns is not None:
        return state, Answer(False, "paused: resume cues all screens anew")
    return synced(state, now_ns, now_ns), Answer(True, "all screens are cued anew")


def _gone(state: State, moment: Moment, story_ns: int, now_ns: int) -> tuple[State, Answer]:
    refused = outside(story_ns, plan_of(state.programme, moment.cycle))
    if refused:
        return state, Answer(False, refused)
    state = state.cued(Aim.GO, now_ns, moment.cycle, story_ns)
    return state, Answer(True, f"to {seconds(story_ns):.1f} s")

"""Carries out people's orders, and answers them. Pure.

A person goes before a master: an order that moves the story takes the show out of its hand.
"""

from dataclasses import replace

from installation.director import _director as director
from installation.director import _hearing as hearing
from installation.director import _labelling as labelling
from installation.director import _subtitling as subtitling
from installation.director import _swap_moves as swapping
from installation.director import _timecode_moves as chasing
from installation.director._commit import committed, synced
from installation.director._holds import hold_ordered, paused, released
from installation.director._state import Aim, Answer, State
from installation.director._story_places import outside, story_time
from installation.link import Chase
from installation.model import (
    Blackout,
    Go,
    Hold,
    Labels,
    Level,
    Mute,
    Next,
    Pause,
    Restart,
    Resume,
    StoryOrder,
    Subtitles,
    Swap,
    Switch,
    Sync,
    Toggle,
    Voice,
)
from installation.said import Said
from installation.timeline import (
    Moment,
    fade_from_now,
    is_dark,
    moment_at,
    named_beats,
    plan_at,
    plan_of,
)
from installation.units import seconds

MovingOrder = Restart | Pause | Resume | Toggle | Go | Next
"""Orders that take the show out of a master's hand."""


def ordered(state: State, order: StoryOrder, now_ns: int) -> tuple[State, Answer]:
    """Carry out a person's order. Raises UsageError, with what could be meant."""
    match order:
        case Voice() | Level() | Mute():
            heard, text = hearing.ordered(state.programme.heard, order)
            return director.heard(state, heard, now_ns), Answer(True, text)
        case Subtitles():
            languages = subtitling.languages_of(state.programme, state.languages)
            shown, text = subtitling.captions_ordered(state.programme.captions, languages, order)
            return state.published(now_ns, captions=shown), Answer(True, text)
        case _ if state.programme.shut:
            return state, Answer(False, Said("the house is closed; `kiss open` opens it"))
        case Blackout(switch):
            return darkened(state, switch, now_ns)
        case Swap(at):
            return swapping.swap_ordered(state, at, now_ns)
    moment = moment_at(state.programme, now_ns)
    if moment is None:
        return state, Answer(False, Said("nothing plays yet"))
    match order:
        case Labels():
            labels, text = labelling.labels_ordered(state.programme, order, now_ns)
            return state.published(now_ns, labels=labels), Answer(True, text)
        case Sync():
            return _synced(state, now_ns)
        case Hold(place):
            return hold_ordered(state, moment, _place(state, place, now_ns), now_ns)
    if state.master.chase is not None:
        return _moved_in_chase(state, state.master.chase, moment, order, now_ns)
    return _moved(state, moment, order, now_ns)


def darkened(state: State, switch: Switch, now_ns: int) -> tuple[State, Answer]:
    """Blackout: all screens fade to black, or come back."""
    dark = is_dark(state.programme)
    wanted = not dark if switch == "toggle" else switch == "on"
    if wanted == dark:
        return state, Answer(
            True, Said("the screens are dark") if dark else Said("the screens are lit")
        )
    state = state.published(now_ns, fade=fade_from_now(state.programme, wanted, now_ns))
    return state, Answer(
        True, Said("the screens go dark") if wanted else Said("the screens come back")
    )


def _moved_in_chase(
    state: State, chase: Chase, moment: Moment, order: MovingOrder, now_ns: int
) -> tuple[State, Answer]:
    free = replace(state, master=replace(state.master, released=chase.serial))
    if state.standby.aim in (Aim.MEET, Aim.STAND) and state.standby.armed:
        free = chasing.given_up(free, now_ns)
    after, answer = _moved(free, moment, order, now_ns)
    if not answer.ok:
        return state, answer
    if not state.master.leads:
        return after, answer
    return after, Answer(
        True,
        Said(
            "{done}; the timecode is not followed until it starts again, or sync",
            done=answer.text,
        ),
    )


def _moved(state: State, moment: Moment, order: MovingOrder, now_ns: int) -> tuple[State, Answer]:
    match order:
        case Restart(place):
            story_ns = _place(state, place, now_ns) if place else 0
            return _restarted(state, moment, story_ns, now_ns)
        case Go(place):
            return _gone(state, moment, _place(state, place, now_ns), now_ns)
        case Next():
            return _gone_on(state, moment, now_ns)
        case Pause():
            return paused(state, now_ns)
        case Resume():
            return _resumed(state, now_ns)
        case Toggle():
            plays = state.hold_ns is None
            return paused(state, now_ns) if plays else _resumed(state, now_ns)


def _place(state: State, place: str, now_ns: int) -> int:
    """Return the story time of a place in what plays. Raises UsageError."""
    return story_time(place, named_beats(plan_at(state.programme, now_ns)))


def _restarted(state: State, moment: Moment, story_ns: int, now_ns: int) -> tuple[State, Answer]:
    cycle = moment.cycle + 1
    plan = swapping.other(state, cycle)
    refused = outside(story_ns, plan or plan_of(state.programme, cycle))
    if refused:
        return state, Answer(False, refused)
    where = Said("from the beginning")
    if story_ns:
        where = Said("a new cycle, from {story_s:.1f} s", story_s=seconds(story_ns))
    return state.cued(Aim.RESTART, now_ns, cycle, story_ns, plan), Answer(True, where)


def _resumed(state: State, now_ns: int) -> tuple[State, Answer]:
    if state.standby.aim is not Aim.RESUME:
        return released(state, now_ns)
    standby = replace(state.standby, armed=True, asked_ns=now_ns)
    return committed(replace(state, standby=standby), now_ns), Answer(True, Said("plays on"))


def _synced(state: State, now_ns: int) -> tuple[State, Answer]:
    if state.master.chase is not None:
        led = replace(state, master=replace(state.master, released=-1))
        return chasing.followed(led, now_ns, now_ns), Answer(True, Said("follows the timecode"))
    standby = state.standby
    if standby.armed and standby.aim is not Aim.SWAP:  # it would take the place of a restart, say
        return state, Answer(True, Said("all screens are being cued as it is"))
    if state.hold_ns is not None and state.stop_ns is not None:
        return state, Answer(False, Said("about to hold at a beat: resume calls it off"))
    if state.hold_ns is not None:
        return state, Answer(False, Said("paused: resume cues all screens again"))
    return synced(state, now_ns, now_ns), Answer(True, Said("all screens are cued again"))


def _gone(state: State, moment: Moment, story_ns: int, now_ns: int) -> tuple[State, Answer]:
    refused = outside(story_ns, plan_of(state.programme, moment.cycle))
    if refused:
        return state, Answer(False, refused)
    state = state.cued(Aim.GO, now_ns, moment.cycle, story_ns)
    return state, Answer(True, Said("to {story_s:.1f} s", story_s=seconds(story_ns)))


def _gone_on(state: State, moment: Moment, now_ns: int) -> tuple[State, Answer]:
    pending, standby = state.programme.pending, state.standby
    here_ns = moment.story_ns
    if pending is not None and standby.armed and standby.aim is Aim.GO:
        here_ns = pending.story_ns  # pressed twice is two beats on
    beats = named_beats(plan_of(state.programme, moment.cycle))
    coming = min((at_ns for _, at_ns in beats if at_ns > here_ns), default=None)
    if coming is None:
        return _restarted(state, moment, 0, now_ns)
    return _gone(state, moment, coming, now_ns)

"""Where a show that is to hold at a place of the story stops. Pure."""

from installation.timeline.programme import Programme
from installation.timeline.transport import run_at


def stops_at(programme: Programme, story_ns: int, after_ns: int, sight_ns: int) -> int | None:
    """The instant at which the last take comes to a story time, after an instant.

    None while that is behind the end of the run that plays ``sight_ns`` later: line-ups may change
    until then, and with them the length of a cycle. None, too, when the take holds anyway.
    """
    if not programme.takes or programme.takes[-1].hold_ns is not None:
        return None
    last = programme.takes[-1]
    for at_ns in (after_ns, after_ns + sight_ns):
        run = run_at(programme, max(at_ns, last.at_ns))
        if run is None or run.take != last.serial or run.story_ns > story_ns:
            continue
        hold_ns = run.instant(story_ns)
        if after_ns <= hold_ns < run.end_ns:
            return hold_ns
    return None

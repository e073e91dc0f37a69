"""The voice at an instant: by the order that chose it, or handed over from beat to beat. Pure."""

from installation.timeline._programme import Programme
from installation.timeline._transport import named_beats, plan_of, run_at
from installation.timeline._voice import ALL, BY_STORY


def voice_at(programme: Programme, now_ns: int) -> str:
    """Return who speaks at an instant: a screen's name, ``all`` or ``none``.

    By the story it is whoever the last beat gave the voice to; before a cycle's first such beat it
    is still the one that the cycle before ended with.
    """
    heard = programme.heard
    if heard.voice != BY_STORY:
        return heard.voice
    run = run_at(programme, now_ns)
    beats = dict(named_beats(plan_of(programme, run.cycle))) if run else {}
    handed = sorted((beats[part.beat], part.voice) for part in heard.parts if part.beat in beats)
    if run is None or not handed:
        return heard.parts[0].voice
    story_ns = run.story_at(now_ns)
    return next((voice for at_ns, voice in reversed(handed) if at_ns <= story_ns), handed[-1][1])


def speaks_at(programme: Programme, screen: str, now_ns: int) -> bool:
    """Tell whether a screen has the voice at an instant."""
    return voice_at(programme, now_ns) in (ALL, screen)


def gain_at(programme: Programme, screen: str, now_ns: int) -> float:
    """Return what a screen's samples are multiplied with at an instant, 0 to 1."""
    heard = programme.heard
    if programme.shut or not heard.may_speak(screen):
        return 0.0
    return heard.gain(screen) if speaks_at(programme, screen, now_ns) else 0.0

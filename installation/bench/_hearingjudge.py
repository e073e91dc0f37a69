"""The judge of `bench hearing`: is what single ears hear, and who speaks, in step? Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from installation.bench import _storyjudge as storyjudge
from installation.bench import _storysound as storysound
from installation.bench._report import Bar, table
from installation.bench._soundbars import EDGE, OFF_MS
from installation.bench._storyfilms import BEATS, TELLINGS
from installation.bench._storysound import HeardScreen, ScreenSound
from installation.rig import RATE, Samples, Wave, tone
from installation.timeline import Plan
from installation.units import MILLISECOND, ns

SCREENS = ("screen1", "screen2", "screen3")
PHONES, LOOP = "phones", "loop"
PARTS = {"arrival": "screen2", "wrong door": "screen3", "kiss": "screen2", "march": "all"}
"""Who speaks from which beat on. Each screen takes the voice and gives it away in a cycle."""
DESCRIBED = 1
"""The head whose description is heard on the phones: of the cut that keeps closest to the story."""
TOLD = 5
"""The description's tone, as if it were a film of that number."""
_AROUND_NS = ns(0.25)
_CLICK_NS = 60 * MILLISECOND
_WINDOW = RATE // 100


@dataclass(frozen=True)
class HandOver:
    """A screen that takes the voice at a beat, or gives it away.

    ``late_ms`` is how long after the beat's picture it was at half its loudness, None when it never
    was; ``edge`` is the sharpest corner of its tone around then. ``picture_ms`` is how long after
    its instant by the show's own clock that picture came: what of the way is the picture's.
    """

    beat: str
    screen: str
    takes: bool
    late_ms: float | None
    edge: float
    picture_ms: float = 0.0


@dataclass(frozen=True)
class HearingFigures:
    """All that was found: each beep on the phones and in the loop beside its flash; hand-overs."""

    cycles: int
    phones: HeardScreen
    loop: HeardScreen
    hand_overs: tuple[HandOver, ...]


def judged(
    samples: Samples,
    plan: Plan,
    begins_ns: int,
    cycles: int,
    heard: Mapping[str, tuple[Wave, int]],
) -> HearingFigures:
    """Judge what was heard on every sink, (n, 2) from an instant on, beside the glass."""
    shown, at_ns, quiet = storyjudge.seen(samples)
    ends_ns: tuple[int, int] = (int(at_ns[0]), int(at_ns[-1]))
    flashes = [storyjudge.flashes(shown[:, n], at_ns, quiet, n) for n in range(len(SCREENS))]
    changes = [storyjudge.changes(plan, begins_ns, n, *ends_ns) for n in range(len(SCREENS))]
    ears = {
        name: ScreenSound(wave[:, 0], wave[:, 1], first_ns, tone_of(name))
        for name, (wave, first_ns) in heard.items()
    }
    seen = [
        hand_over
        for number, (beat, voice) in enumerate(PARTS.items())
        for screen, name in enumerate(SCREENS)
        if (takes := name in speaking(voice)) != (name in speaking(_before(number)))
        for hand_over in _hand_overs(beat, takes, ears[name], shown[:, screen], at_ns, quiet)
    ]
    due_ns = {beat.name: begins_ns + beat.story_ns for beat in plan.beats}
    handed = [
        replace(each, picture_ms=_since(due_ns[each.beat], at, plan.cycle_ns)) for each, at in seen
    ]
    return HearingFigures(
        cycles,
        storysound.judged(ears[PHONES], flashes[DESCRIBED], changes[DESCRIBED], *ends_ns),
        storysound.judged(
            ears[LOOP], flashes[DESCRIBED], np.sort(np.concatenate(changes)), *ends_ns
        ),
        tuple(handed),
    )


def _since(due_ns: int, at_ns: int, cycle_ns: int) -> float:
    """Return how long after its nearest turn something was that is due once in a cycle, ms."""
    off_ns = at_ns - due_ns
    return (off_ns - round(off_ns / cycle_ns) * cycle_ns) / MILLISECOND


def tone_of(name: str) -> float:
    """Return the tone of what is heard there; the loop has whatever tone there is."""
    if name == PHONES:
        return tone.tone_hz(TOLD, TELLINGS[DESCRIBED].recipe.seconds)
    recipe = TELLINGS[SCREENS.index(name) if name in SCREENS else DESCRIBED].recipe
    return tone.tone_hz(recipe.film, recipe.seconds)


def speaking(voice: str) -> tuple[str, ...]:
    """Return who speaks with a voice."""
    return SCREENS if voice == "all" else (voice,)


def _before(number: int) -> str:
    """Return who spoke until a part begins; the story goes round."""
    return list(PARTS.values())[number - 1]


def _hand_overs(
    beat: str,
    takes: bool,
    ear: ScreenSound,
    shown: NDArray[np.int32],
    at_ns: NDArray[np.int64],
    quiet: NDArray[np.bool_],
) -> Iterator[tuple[HandOver, int]]:
    """Yield how one screen took or gave away the voice, and when its picture came."""
    screen = next(name for name in SCREENS if tone_of(name) == ear.hz)
    frame = TELLINGS[SCREENS.index(screen)].beats[BEATS.index(beat)]
    for came in storyjudge.arrivals(shown, frame):
        beat_ns = int(at_ns[came] + at_ns[came - 1]) // 2
        from_ns, until_ns = beat_ns - _AROUND_NS, beat_ns + _AROUND_NS
        if not (quiet[came - 1 : came + 1].all() and at_ns[0] < from_ns and until_ns < at_ns[-1]):
            continue
        loud = tone.envelope(ear.part(ear.tone, from_ns, until_ns), ear.hz, _WINDOW)
        there = np.flatnonzero(loud > tone.TONE / 2)
        within = len(there) and (there[0] > 0 if takes else there[-1] < len(loud) - 1)
        half = int(there[0] if takes else there[-1]) if within else None
        late_ms = None if half is None else half * 1000 / RATE - _AROUND_NS / MILLISECOND
        edge = tone.edge(ear.part(ear.tone, beat_ns - _CLICK_NS, beat_ns + _CLICK_NS))
        yield HandOver(beat, screen, takes, late_ms, edge), beat_ns


def bars(found: HearingFigures) -> list[Bar]:
    """Return what has to be reached."""
    held = []
    for name, ear in ((PHONES, found.phones), (LOOP, found.loop)):
        most = max((abs(off) for off in ear.offsets_ms), default=0.0)
        good = bool(ear.offsets_ms) and most <= OFF_MS
        held += [
            Bar(f"{name}: beep off its picture, ms", f"<= {OFF_MS:.0f}", f"{most:.1f}", good),
            Bar(f"{name}: pictures without a beep", "0", str(ear.unheard), ear.unheard == 0),
            Bar(f"{name}: corner", f"<= {EDGE}", f"{ear.edge:.4f}", ear.edge <= EDGE),
            Bar(f"{name}: breaks", "0", str(ear.breaks), ear.breaks == 0),
        ]
    pitch = found.phones.off_pitch
    most_off = storysound.OFF_PITCH
    held.append(
        Bar(f"{PHONES}: pitch off by", f"<= {most_off:.0%}", f"{pitch:.2%}", pitch <= most_off)
    )
    late = [each.late_ms for each in found.hand_overs]
    most = max((abs(ms) for ms in late if ms is not None), default=0.0)
    edge = max((each.edge for each in found.hand_overs), default=1.0)
    never = late.count(None)
    kinds = len({(each.beat, each.screen) for each in found.hand_overs})
    return [
        *held,
        Bar("kinds of hand-over seen", str(_KINDS), str(kinds), kinds == _KINDS),
        Bar("hand-overs that did not come", "0", str(never), never == 0),
        Bar(
            "hand-over off its beat's picture, ms",
            f"<= {OFF_MS:.0f}",
            f"{most:.1f}",
            most <= OFF_MS,
        ),
        Bar("corner in a hand-over", f"<= {EDGE}", f"{edge:.4f}", edge <= EDGE),
    ]


_KINDS = sum(
    len(set(speaking(voice)) ^ set(speaking(_before(number))))
    for number, voice in enumerate(PARTS.values())
)


def summary(found: HearingFigures) -> str:
    """Return the figures of both ways of sound, and hand-over by hand-over."""
    rows = [("beeps after their pictures, ms", "heard", "from", "to", "corner", "breaks")]
    for name, ear in ((PHONES, found.phones), (LOOP, found.loop)):
        beeps = ear.offsets_ms or (0.0,)
        rows.append(
            (
                *(name, str(len(ear.offsets_ms)), f"{min(beeps):+.1f}", f"{max(beeps):+.1f}"),
                *(f"{ear.edge:.4f}", str(ear.breaks)),
            )
        )
    handed = [
        ("hand-over", "screen", "seen", "after its picture, ms", "picture late, ms", "corner")
    ]
    for beat, screen, takes in dict.fromkeys(
        (each.beat, each.screen, each.takes) for each in found.hand_overs
    ):
        own = [e for e in found.hand_overs if (e.beat, e.screen) == (beat, screen)]
        handed.append(
            (
                *(beat, f"{screen} {'takes' if takes else 'gives'}", str(len(own))),
                *(_told(own), " ".join(f"{each.picture_ms:+.1f}" for each in own)),
                f"{max(each.edge for each in own):.4f}",
            )
        )
    return f"{table(rows)}\n\n{table(handed)}"


def _told(own: Sequence[HandOver]) -> str:
    return " ".join("never" if e.late_ms is None else f"{e.late_ms:+.1f}" for e in own)

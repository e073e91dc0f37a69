"""The ``voice`` of a layout: who is heard to begin with, or from which beat on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from installation.model._naming import did_you_mean
from installation.model._yamltext import YamlFault

VOICES = ("one", "all", "none")
"""What ``voice`` may say in place of a screen's name."""
EVERYTHING = "all"
"""What is heard all together: its level makes everything softer."""
NO_SCREEN = (*VOICES, "story")
"""What a screen cannot be called: ``kiss voice story`` gives the voice back to the beats."""


@dataclass(frozen=True)
class VoiceByBeats:
    """A voice that is handed over: from each of these beats on a screen, ``all`` or ``none``."""

    parts: tuple[tuple[str, str], ...]


def voice_rule(value: Any) -> Any:
    """Return what a layout says as a word, or as a voice by beats. Raises ValueError."""
    if not isinstance(value, dict):
        return value
    parts = tuple((str(beat), str(voice)) for beat, voice in value.items())
    if not parts or not all(isinstance(voice, str) and voice for voice in value.values()):
        raise ValueError("should name who speaks from each beat on: {arrival: left, kiss: all}")
    return VoiceByBeats(parts)


def odd_voices(
    voice: str | VoiceByBeats | None, screens: Sequence[str], beats: Sequence[str]
) -> Iterator[YamlFault]:
    """Return what is wrong with it in a layout; of ``beats`` there are none without a story."""
    free = [*VOICES, *screens]
    if isinstance(voice, VoiceByBeats):
        for beat, name in voice.parts:
            if name not in free:
                hint = did_you_mean(name, free)
                yield YamlFault(
                    ("voice", beat), f"should be one, all, none or a screen's name{hint}"
                )
            if beats and beat not in beats:
                hint = did_you_mean(beat, beats)
                yield YamlFault(("voice", beat), f"is not one of the story's beats{hint}")
    elif voice is not None and voice not in free:
        hint = did_you_mean(voice, free)
        yield YamlFault(("voice",), f"should be one, all, none or a screen's name{hint}")

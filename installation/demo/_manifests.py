"""The ``version.yaml`` of each demo iteration, written as a person would write it."""

from installation.demo._telling import beats_of
from installation.demo._whispers import LANGUAGES

FOLDERS = ("kiss-1-storyboard", "kiss-2-gen2", "kiss-3-lucid")

_TITLES = ("The Kiss, storyboard", "The Kiss, second memory", "The Kiss, lucid")
_MADE = ("2022-11-05", "2023-09-16", "2025-05-20")
_TOOLS = (
    (
        ("script", "ChatGPT, after Chekhov's story of 1887"),
        ("storyboard", "DALL·E 2"),
        ("motion", "held pictures, cross-faded"),
        ("voice", "text-to-speech of the time"),
        ("translation", "DeepL"),
    ),
    (
        ("script", "ChatGPT (GPT-4)"),
        ("storyboard", "DALL·E 2, carried over from the first iteration"),
        ("motion", "Runway Gen-2"),
        ("voice", "ElevenLabs text-to-speech"),
        ("translation", "DeepL"),
    ),
    (
        ("script", "the second iteration's, kept"),
        ("storyboard", "stills of the second iteration"),
        ("motion", "Runway Gen-4"),
        ("voice", "ElevenLabs, after one actor's voice"),
        ("translation", "DeepL, read over by a person"),
    ),
)
_NOTES = (
    "A few pictures a second, few colours. It remembers three guests and a red light.",
    "Everything melts into the next thing. It remembers a moon, four guests and a lilac light.",
    "Calm and clear, no nearer to the truth. It remembers five guests and a golden light.",
)


def manifest(number: int, seconds: float) -> str:
    """The manifest of iteration 1, 2 or 3, for a film that long."""
    i = number - 1
    lines = [
        f"title: {_TITLES[i]}",
        f"iteration: {number}",
        f"made: {_MADE[i]}",
        "film: film.mp4",
        "beats:",
        *(f"  {name}: {at}" for name, at in beats_of(number, seconds).items()),
        "tools:",
        *(f'  - {{step: {step}, tool: "{tool}"}}' for step, tool in _TOOLS[i]),
        "subtitles:",
        *(f"  {language}: whispers.{language}.srt" for language in LANGUAGES),
        "notes: >-",
        f"  {_NOTES[i]}",
        "  This film is a procedural stand-in that the player's own demo draws. The tools are",
        "  those that an iteration of its time would name; none of them was used.",
    ]
    return "\n".join(lines) + "\n"

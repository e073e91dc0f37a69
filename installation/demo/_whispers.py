"""The whispers over the pictures: the subtitles of each iteration, in other words every time.

The soldier tells it himself, in our own words after Chekhov. Each iteration says it as its script
does, with lines of its own, some split and some left out; so no two files are the same.
"""

from installation.demo._telling import place

Whisper = tuple[float, float, str]
"""From, until (in seconds of the usual telling), text."""

WHISPERS: tuple[tuple[Whisper, ...], ...] = (
    (
        (0.9, 3.1, "An evening in May. A house full of light."),
        (3.3, 5.2, "We are all invited. Even I."),
        (6.2, 8.4, "They dance. I have never danced."),
        (8.7, 10.6, "The windows are open: poplar, rose, lilac."),
        (11.6, 14.6, "On the way back I take the wrong door."),
        (16.2, 18.2, "Darkness. Steps. The rustle of a dress."),
        (18.6, 19.4, "“At last.”"),
        (20.4, 21.6, "And she is gone."),
        (22.4, 24.2, "Which of them was it?"),
        (24.5, 26.1, "The voice of one, the shoulders of another."),
        (27.2, 30.4, "We march. I carry one second with me."),
        (31.8, 33.6, "We come back. Nobody sends for us."),
        (33.9, 35.3, "I remember it differently now."),
    ),
    (
        (1.0, 2.7, "It was May, and evening."),
        (2.9, 5.1, "The whole house was light, and all of us were invited."),
        (6.1, 8.2, "The others danced. I have never learned to dance."),
        (8.5, 10.5, "Through the open windows came poplar, rose and lilac."),
        (11.7, 14.4, "Coming back, I opened the wrong door."),
        (16.1, 17.0, "It was dark."),
        (17.1, 18.3, "Steps, and a dress that rustled."),
        (18.6, 19.5, "“At last,” somebody said."),
        (20.4, 21.5, "Then she was gone."),
        (22.5, 24.3, "Which of these women was it?"),
        (24.6, 26.0, "I take the voice of one, the shoulders of another."),
        (27.0, 28.5, "We marched on."),
        (28.7, 30.5, "I carried that second along with me."),
        (31.9, 33.7, "When we came back, nobody sent for us."),
        (33.9, 35.2, "I remember the room differently now."),
    ),
    (
        (0.8, 3.0, "One evening in May, a lit house. We were invited."),
        (3.2, 5.0, "All of us. Even I."),
        (6.3, 8.5, "I watched them dance, and did not know how."),
        (8.8, 10.6, "Lilac, rose and poplar came in at the windows."),
        (11.5, 13.0, "I lost my way back."),
        (13.2, 14.7, "It must have been the wrong door."),
        (16.3, 18.2, "A dark room, quick steps, a dress."),
        (18.6, 19.4, "“At last!”"),
        (20.5, 21.6, "She cried out, and was gone."),
        (22.3, 24.0, "At supper I looked at each: was it she?"),
        (24.4, 26.2, "This one's shoulders, and the voice of that one."),
        (27.2, 30.3, "On the march I carried that one second."),
        (31.7, 33.5, "We came back. Nobody had sent for me."),
        (33.8, 35.3, "I no longer remember it as it was."),
    ),
)
"""The lines of iterations 1, 2 and 3."""


def subtitles(number: int, seconds: float) -> str:
    """The whispers of iteration ``number`` as SubRip text for a film of ``seconds``."""
    blocks = []
    for count, (start, end, text) in enumerate(WHISPERS[number - 1], 1):
        times = " --> ".join(_stamp(float(place(number, at, seconds))) for at in (start, end))
        blocks.append(f"{count}\n{times}\n{text}\n")
    return "\n".join(blocks)


def _stamp(at: float) -> str:
    thousandths = round(at * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02},{rest % 1000:03}"

"""The whispers over the pictures: what each iteration says, in other words every time.

The soldier tells it himself, in our own words after Chekhov. Each iteration says it as its script
does, with lines of its own, some split and some left out; so no two are the same. They are spoken
in Russian, and read in Russian and English: two rows of 40 letters at most, 20 letters a second.
"""

from typing import Literal, NamedTuple

from installation.demo._telling import place

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "en")


class Whisper(NamedTuple):
    """A line: from when until when, in seconds of the usual telling, and how it is said."""

    start: float
    end: float
    ru: str
    en: str


WHISPERS: tuple[tuple[Whisper, ...], ...] = (
    (
        Whisper(
            0.7,
            3.2,
            "Майский вечер.\nДом полон света.",
            "An evening in May.\nA house full of light.",
        ),
        Whisper(3.4, 5.2, "Все приглашены. Даже я.", "We are all invited. Even I."),
        Whisper(6.2, 8.4, "Они танцуют. Я не умею.", "They dance. I have never danced."),
        Whisper(
            8.7, 10.8, "В окнах — тополь, роза, сирень.", "Poplar, rose, lilac at the windows."
        ),
        Whisper(
            11.6,
            14.6,
            "На обратном пути ошибаюсь дверью.",
            "On the way back I take the wrong door.",
        ),
        Whisper(
            16.0, 18.4, "Темнота. Шаги.\nШорох платья.", "Darkness. Steps.\nThe rustle of a dress."
        ),
        Whisper(18.6, 19.8, "«Наконец-то!»", "“At last.”"),
        Whisper(20.4, 21.9, "И её больше нет.", "And she is gone."),
        Whisper(22.3, 24.2, "Которая из них?", "Which of them was it?"),
        Whisper(24.5, 26.5, "Голос одной, плечи другой.", "One's voice, another's shoulders."),
        Whisper(
            27.2, 30.4, "Мы идём. Со мной — одна секунда.", "We march. I carry one second with me."
        ),
        Whisper(
            31.5, 33.6, "Мы вернулись. Нас никто не ждал.", "We come back. Nobody sends for us."
        ),
        Whisper(33.8, 35.8, "Теперь я помню это иначе.", "I remember it differently now."),
    ),
    (
        Whisper(1.0, 2.7, "Был май, и был вечер.", "It was May, and evening."),
        Whisper(
            2.9,
            5.2,
            "Весь дом сиял.\nПозвали нас всех.",
            "The whole house shone.\nWe were all invited.",
        ),
        Whisper(
            6.0,
            8.3,
            "Другие танцевали.\nЯ так и не научился.",
            "The others danced.\nI never learned to.",
        ),
        Whisper(8.5, 10.6, "Пахло тополем, розой и сиренью.", "Poplar, rose and lilac came in."),
        Whisper(
            11.7,
            14.4,
            "Возвращаясь, я открыл не ту дверь.",
            "Coming back, I opened the wrong door.",
        ),
        Whisper(15.9, 17.1, "Было темно.", "It was dark."),
        Whisper(17.3, 18.6, "Шаги и шорох платья.", "Steps. A rustling dress."),
        Whisper(18.8, 20.0, "«Наконец!»", "“At last,” she said."),
        Whisper(20.3, 21.7, "И вот её нет.", "Then she was gone."),
        Whisper(22.4, 24.3, "Кто же из этих женщин?", "Which of these women was it?"),
        Whisper(24.5, 26.5, "Беру голос одной, плечи другой.", "A voice here, shoulders there."),
        Whisper(26.9, 28.5, "Мы шли дальше.", "We marched on."),
        Whisper(28.8, 30.6, "Ту секунду я взял с собой.", "I took that second along."),
        Whisper(31.8, 33.7, "За нами больше не послали.", "Nobody sent for us again."),
        Whisper(33.9, 35.7, "Комнату я помню иначе.", "I remember the room differently."),
    ),
    (
        Whisper(0.8, 3.0, "Майский вечер, освещённый дом.", "One evening in May, a lit house."),
        Whisper(3.2, 5.2, "Нас пригласили. Даже меня.", "We were invited. Even I."),
        Whisper(6.3, 8.5, "Я смотрел, как они танцуют.", "I watched them dance, and could not."),
        Whisper(8.8, 10.7, "В окна входили сирень и роза.", "Lilac and rose came in from outside."),
        Whisper(11.4, 12.9, "Я заблудился.", "I lost my way back."),
        Whisper(13.1, 14.9, "Дверь, верно, была не та.", "It must have been the wrong door."),
        Whisper(16.2, 18.3, "Тёмная комната, шаги, платье.", "A dark room, quick steps, a dress."),
        Whisper(18.6, 19.8, "«Наконец-то…»", "“At last!”"),
        Whisper(20.3, 21.7, "Вскрик — и её нет.", "A cry, and she was gone."),
        Whisper(22.3, 24.1, "За ужином: она? Или она?", "At supper: was it she? Or she?"),
        Whisper(24.4, 26.4, "Плечи этой, голос той.", "This one's shoulders, that one's voice."),
        Whisper(
            27.2, 30.3, "В походе я нёс эту секунду.", "On the march I carried that one second."
        ),
        Whisper(
            31.6, 33.6, "Мы вернулись. Меня не звали.", "We came back. Nobody had sent for me."
        ),
        Whisper(33.8, 35.7, "Я уже не помню, как было.", "I no longer remember it as it was."),
    ),
)
"""The lines of iterations 1, 2 and 3."""


def subtitles(number: int, seconds: float, language: Language) -> str:
    """The whispers of iteration ``number`` as SubRip text for a film of ``seconds``."""
    blocks = []
    for count, said in enumerate(WHISPERS[number - 1], 1):
        times = " --> ".join(
            _stamp(float(place(number, at, seconds))) for at in (said.start, said.end)
        )
        blocks.append(f"{count}\n{times}\n{said.ru if language == 'ru' else said.en}\n")
    return "\n".join(blocks)


def _stamp(at: float) -> str:
    thousandths = round(at * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02},{rest % 1000:03}"

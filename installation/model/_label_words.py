"""The words of a label that no manifest has, in each language. Pure."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from installation.model._manifest import Word
from installation.model._yamlfile import Form

NUMBER = "NUMBER"
"""Where the iteration's number stands in its words."""


def _with_number(value: str) -> str:
    if NUMBER not in value:
        raise ValueError(f"should have {NUMBER} where the iteration's number goes")
    return value


class LabelWords(Form):
    """A language's words. ``ai`` says what artificial intelligence made; ``steps`` are the tools'.

    Article 50 of the EU's AI Act asks that people are told, clearly and when they first see it,
    that what they see was generated or changed by AI; for a work of art in a way that does not
    spoil its enjoyment.
    """

    iteration: Annotated[Word, AfterValidator(_with_number)] | None = None
    ai: Word | None = None
    steps: dict[Word, Word] = Field(default_factory=dict)

    def over(self, usual: "LabelWords") -> "LabelWords":
        """The usual words, with these in the place of theirs."""
        return LabelWords(
            iteration=self.iteration or usual.iteration,
            ai=self.ai or usual.ai,
            steps={**usual.steps, **{step.casefold(): word for step, word in self.steps.items()}},
        )


USUAL: Mapping[str, LabelWords] = {
    "en": LabelWords(
        iteration="Iteration NUMBER",
        ai="The pictures and the sound of this film were generated with artificial intelligence.",
    ),
    "ru": LabelWords(
        iteration="Версия NUMBER",
        ai="Изображение и звук этого фильма созданы с\u00a0помощью искусственного интеллекта.",
        steps={
            "script": "Сценарий",
            "storyboard": "Раскадровка",
            "pictures": "Изображения",
            "images": "Изображения",
            "motion": "Движение",
            "animation": "Анимация",
            "voice": "Голос",
            "sound": "Звук",
            "music": "Музыка",
            "translation": "Перевод",
            "subtitles": "Субтитры",
            "edit": "Монтаж",
            "editing": "Монтаж",
            "colour": "Цвет",
        },
    ),
}
"""The languages whose words are here; a layout adds its own."""

"""The record of words: which language on which screen when, and which text a version had in it."""

import sqlite3
from dataclasses import replace
from pathlib import Path

from show_films import a_film

from installation.ledger import NAME
from installation.model import Ready, SubtitleCheck
from installation.show import Diary
from installation.timeline import Languages, Programme

RU, TRACK = Path("/versions/kiss-2/film.ru.srt"), Path("/state/texts/en.ass")


def with_words(content: str) -> Ready:
    """A film with a file of subtitles, and a text track of its own."""
    film = a_film("kiss-2", 20.0)
    version = replace(
        film.version, subtitles=(("ru", RU),), subtitle_checks=(SubtitleCheck(RU, hash=content),)
    )
    return replace(film, version=version, subtitles=(("ru", RU), ("en", TRACK)))


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / NAME)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_languages_and_texts_are_noted_when_they_change(tmp_path: Path) -> None:
    for _ in range(2):  # another controller tells it all again
        diary = Diary(tmp_path, "The Kiss", {"left": "newest"}, "boot", wall_ms=lambda: 7)
        for content in ("4a", "4a", "5b"):
            diary.admitted([with_words(content)])
        for language in ("ru", "ru", ""):
            captions = Languages({"left": language, "right": "en"})
            diary.passed(Programme(captions=captions), 1)
        diary.close()
        found = rows(tmp_path, "SELECT screen, language FROM languages")
        assert found[:3] == [("left", "ru"), ("right", "en"), ("left", "")]
        texts = rows(tmp_path, "SELECT language, file, hash FROM texts")
        assert texts[:3] == [
            ("ru", "film.ru.srt", "4a"),
            ("en", "the film's own track", ""),
            ("ru", "film.ru.srt", "5b"),
        ]
    assert [language for screen, language in found if screen == "right"] == ["en"]

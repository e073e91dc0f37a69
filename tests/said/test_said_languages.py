"""All that the show says is there in every language, in the one table of panel and phone page."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from installation.model import LANGUAGES, Refusal
from installation.said import LANGUAGES_FOLDER, Said, in_language
from installation.said._said import PLACE

ROOT = Path(__file__).parents[2] / "installation"
OTHERS = [language for language in LANGUAGES if language != "en"]
FORMS = {"de": {"one", "other"}, "ru": {"one", "few", "many"}}
Table = dict[str, str | dict[str, str]]


def table(language: str) -> Table:
    found: Table = json.loads((LANGUAGES_FOLDER / f"{language}.json").read_text())
    return found


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every place in the code where something is said."""
    for path in sorted(ROOT.rglob("*.py")):
        if path.parent != LANGUAGES_FOLDER.parent:  # where it is made of a table's
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Said":
                    yield path, node


def text_of(call: ast.Call) -> str:
    (text,) = call.args
    assert isinstance(text, ast.Constant) and isinstance(text.value, str)
    return text.value


@cache
def sentences() -> frozenset[str]:
    found = {text for _, call in calls() if wordy(text := text_of(call))}
    return frozenset(found | {text for refusal in Refusal for text in refusal.value if wordy(text)})


def wordy(text: str) -> bool:
    return re.search(r"\w", PLACE.sub("", text)) is not None


def places(text: str) -> set[tuple[str, str]]:
    return {(place[1], place[2]) for place in PLACE.finditer(text)}


def test_each_is_said_in_one_piece_with_all_its_parts() -> None:
    """An f-string or a name in its place would be found in no table."""
    for path, call in calls():
        spot = f"{path.name}:{call.lineno}"
        assert len(call.args) == 1 and isinstance(call.args[0], ast.Constant), spot
        given = {keyword.arg for keyword in call.keywords}
        if None not in given:
            assert given == {name for name, _ in places(text_of(call))}, spot


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_there_in_every_language_and_no_other(language: str) -> None:
    assert set(table(language)) == sentences()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_parts_of_its_sentence(language: str) -> None:
    for text, said in table(language).items():
        forms = [said] if isinstance(said, str) else list(said.values())
        for form in forms:
            assert places(form) == places(text) and form.strip(), text
        if not isinstance(said, str):
            assert said.keys() == FORMS[language] and ("count", None) in places(text), text


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    """What is the same in both is a name."""
    same = {text for text, said in table(language).items() if said == text}
    assert same <= {"filter", "April", "August", "September", "November", "{hours} h"}


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_is_told_to_an_attendant_in_moscow(refusal: Refusal) -> None:
    wanted = {name for text in refusal.value for name, _ in places(text)}
    fault = refusal.fault(**dict.fromkeys(wanted, 3))
    for said in (fault.reason, fault.advice):
        assert isinstance(said, Said) and said.says
        if wordy(said.says):
            assert re.search("[а-яё]", in_language(said, "ru"))

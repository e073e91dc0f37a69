"""One word for one thing, and first lines that say what a thing does."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FREE_RELATIVE = re.compile(r"(What|How|Whether|Where|When|Why|Who|Whom|Which)\b")
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted((ROOT / "installation").rglob("*.py")):
        yield file.relative_to(ROOT), ast.parse(file.read_text())


def test_a_public_class_name_means_one_thing() -> None:
    places = defaultdict(list)
    for file, tree in trees():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(file))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_the_first_line_of_a_docstring_is_no_free_relative() -> None:
    odd = [
        f"{file}:{node.body[0].lineno}: {text.splitlines()[0]}"
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, Documented)
        and (text := ast.get_docstring(node))
        and FREE_RELATIVE.match(text)
    ]
    assert odd == []


def test_what_returns_nothing_does_not_say_that_it_returns() -> None:
    odd = [
        f"{file}:{node.lineno}: {text.splitlines()[0]}"
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and isinstance(node.returns, ast.Constant)
        and node.returns.value is None
        and (text := ast.get_docstring(node))
        and text.startswith(("Return ", "Tell whether "))
    ]
    assert odd == []


def test_a_file_name_means_one_thing() -> None:
    """Commands, benches and programs are called what a person types or what is started."""
    places = defaultdict(list)
    for file, _ in trees():
        room, *inside = file.parts[1:]
        if inside and room not in ("cli", "bench", "apps") and file.stem != "__init__":
            places[file.stem.lstrip("_")].append(str(file))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}

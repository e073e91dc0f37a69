"""A room is entered by its front door: what its ``__init__`` names, and nothing else of it."""

import ast
import importlib
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = sorted(door.parent.name for door in (ROOT / "installation").glob("*/__init__.pyi"))


def offered(room: str) -> list[str]:
    return list(importlib.import_module(f"installation.{room}").__all__)


@cache
def visits() -> tuple[tuple[Path, int, str, tuple[str, ...], str], ...]:
    """Each name that a file takes from another room: file, line, room, path inside it, name."""
    return tuple(looked())


def looked() -> Iterator[tuple[Path, int, str, tuple[str, ...], str]]:
    for file in sorted((ROOT / "installation").rglob("*.py")):
        inside = file.relative_to(ROOT / "installation")
        home = inside.parts[0] if len(inside.parts) > 1 else ""
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top, *path = alias.name.split(".")
                    if top == "installation" and path and path[0] != home:
                        yield inside, node.lineno, path[0], tuple(path[1:]), ""
            elif isinstance(node, ast.ImportFrom) and node.module:
                top, *path = node.module.split(".")
                if top == "installation" and path and path[0] in ROOMS and path[0] != home:
                    for alias in node.names:
                        yield inside, node.lineno, path[0], tuple(path[1:]), alias.name


def test_every_room_has_a_front_door() -> None:
    rooms = {init.parent.name for init in (ROOT / "installation").glob("*/__init__.py")}
    assert rooms == set(ROOMS)


def test_nobody_goes_past_a_front_door() -> None:
    past = [
        f"{file}:{line}: {'.'.join((room, *path))} {name}"
        for file, line, room, path, name in visits()
        if path or name not in offered(room)
    ]
    assert past == []


def test_a_front_door_is_no_wider_than_what_others_come_for() -> None:
    wanted = defaultdict(set)
    for _, _, room, _, name in visits():
        wanted[room].add(name)
    for file in sorted((ROOT / "installation").rglob("*.py")):
        for room, name in taken_through_the_whole(ast.parse(file.read_text())):
            wanted[room].add(name)
    assert {room: idle for room in ROOMS if (idle := set(offered(room)) - wanted[room])} == {}


def taken_through_the_whole(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a file takes of rooms that it imports as one name: ``director.ticked``."""
    whole = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "installation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in whole
        ):
            yield node.value.id, node.attr


def test_what_a_front_door_names_is_there_and_public() -> None:
    looks = "import importlib, sys"
    looks += "\nfor room in sys.argv[1:]:"
    looks += "\n    door = importlib.import_module(f'installation.{room}')"
    looks += "\n    for name in door.__all__:"
    looks += "\n        assert not name.startswith('_') and getattr(door, name) is not None, name"
    command = [sys.executable, "-c", looks, *ROOMS]
    seen = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (seen.returncode, seen.stderr) == (0, "")


def test_only_what_is_started_or_offered_whole_has_a_public_name() -> None:
    odd = []
    for room in ROOMS:
        for file in (ROOT / "installation" / room).glob("*.py"):
            started = 'if __name__ == "__main__":' in file.read_text()
            if not (file.stem.startswith("_") or started or file.stem in offered(room)):
                odd.append(f"{room}/{file.name}")
    assert odd == []


def test_the_director_takes_nothing_but_messages_from_the_link() -> None:
    door = ast.parse((ROOT / "installation/link/__init__.pyi").read_text())
    messages = {
        alias.name
        for node in door.body
        if isinstance(node, ast.ImportFrom) and node.module == "_messages"
        for alias in node.names
    }
    taken = {
        name
        for file, _, room, _, name in visits()
        if file.parts[0] == "director" and room == "link"
    }
    assert taken
    assert taken <= messages

"""Setting keys in a person's YAML: every line that is not asked for stays byte for byte.

    edit(folder / "version.yaml", {("beats", "kiss"): 19.5, ("notes",): REMOVE})

Comments, order, quotes, blank lines and the style of blocks stay as the person has them. What comes
out is read again and compared with what was meant before a file is touched.
"""

import pathlib
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Final

from installation.errors import ConfigError
from installation.files import write_whole
from installation.model._yamlfile import yaml_text_of
from installation.model._yamlsurgery import FIRST, LAST, put, removed
from installation.model._yamltext import Data, Path, read_yaml


class _Remove(Enum):
    REMOVE = auto()


REMOVE: Final = _Remove.REMOVE
"""The value that takes a key away, with its line."""

Changes = Mapping[Path, Data | _Remove]
"""What to set: the keys (and numbers of items) that lead there, and the value.

Blocks on the way that are not there are made. A block given for a block keeps what both have in its
place, puts what is new in the order given, and takes the rest away; so does a list for a list that
is no longer. The number after a list's last item adds one.
"""


def edit_yaml(path: pathlib.Path, changes: Changes) -> None:
    """Make changes in a file, whole or not at all; a file that is not there is made.

    Raises ConfigError when it cannot be read, is faulty or cannot be changed, and OSError (a full
    disk) with the old content untouched.
    """
    real = path.resolve()  # a link stays one
    there = real.exists()
    text = yaml_text_of(path) if there else ""
    crlf = "\r\n" in text
    new = edited(text.replace("\r\n", "\n"), changes, str(path))
    data = (new.replace("\n", "\r\n") if crlf else new).encode()
    write_whole(real, data, mode=real.stat().st_mode & 0o7777 if there else 0o644)


def edited(text: str, changes: Changes, name: str = "the text") -> str:
    """The text (its lines end with a line feed) with the changes made; ``name`` is for messages.

    Raises ConfigError for a text with faults, or one that says it in a way that only its writer
    should touch (complex keys, say).
    """
    before = read_yaml(text)
    says_something = any(line.strip() and line.lstrip()[0] != "#" for line in text.split("\n"))
    if before.faults and says_something:
        fault = before.faults[0]
        line = (fault.spot or before.spot(fault.path)).line
        raise ConfigError(f"{name}:{line}: {fault.text}", "Correct that first.")
    data = before.data
    for path, value in changes.items():
        data = _meant(data, path, value)
        try:
            for step, new, after in _steps(read_yaml(text).data, path, value):
                text = removed(text, step) if new is REMOVE else put(text, step, new, after)
            done = read_yaml(text)
            held = done.data == data and not done.faults if data else not done.data
        except (ValueError, LookupError):
            held = False
        if not held:
            where = ".".join(str(step) for step in path)
            raise ConfigError(
                f"{name}: {where} cannot be changed here without touching more than that.",
                "Change it with an editor.",
            )
    return text


def _steps(
    data: Data, path: Path, value: Data | _Remove, at: Path = (), after: str = LAST
) -> Iterator[tuple[Path, Data | _Remove, str]]:
    """A change as the smallest ones that do it: (where, what, behind which key a new one goes).

    ``data`` is what stands at ``at`` now, and ``path`` leads on from there.
    """
    if path and at and not (isinstance(data, dict | list) and data):
        if value is not REMOVE:
            yield at, _nested(path, value), after
    elif path:
        inner = _inner(data, path[0])
        if inner is None and value is not REMOVE and (value is not None or not _has(data, path[0])):
            yield (*at, path[0]), _nested(path[1:], value), after
        elif inner is not None or _has(data, path[0]):
            yield from _steps(inner, path[1:], value, (*at, path[0]), after)
    elif value is REMOVE or not _alike(data, value):
        if repr(data) != repr(value):  # 1 is not true
            yield at, value, after
    elif isinstance(value, dict) and isinstance(data, dict):
        before = FIRST
        for key, new in value.items():
            yield from _steps(data, (key,), new, at, before)
            before = key
        yield from (((*at, key), REMOVE, LAST) for key in data if key not in value)
    elif isinstance(value, list) and isinstance(data, list):
        for i, new in enumerate(value):
            yield from _steps(data, (i,), new, at)


def _alike(data: Data, value: Data) -> bool:
    """Tell whether the second can be made of the first by parts."""
    if isinstance(value, dict) and isinstance(data, dict):
        return bool(value) and bool(data)
    return isinstance(value, list) and isinstance(data, list) and 0 < len(data) <= len(value)


def _has(data: Data, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(data, list) and step < len(data)
    return isinstance(data, dict) and step in data


def _inner(data: Data, step: str | int) -> Data:
    if isinstance(step, int):
        return data[step] if isinstance(data, list) and step < len(data) else None
    return data.get(step) if isinstance(data, dict) else None


def _nested(path: Path, value: Data | _Remove) -> Data:
    """The value with the blocks around it that lead there."""
    inner: Data = None if isinstance(value, _Remove) else value
    for step in reversed(path):
        inner = [inner] if isinstance(step, int) else {step: inner}
    return inner


def _meant(data: Data, path: Path, value: Data | _Remove) -> Data:
    """Plain data with one change made, to compare with."""
    step, rest = path[0], path[1:]
    if value is REMOVE and not _has(data, step):
        return data
    if isinstance(step, int):
        items = list(data) if isinstance(data, list) else []
        new = [] if value is REMOVE and not rest else [_changed(_inner(items, step), rest, value)]
        return [*items[:step], *new, *items[step + 1 :]]
    block = dict(data) if isinstance(data, dict) else {}
    if value is REMOVE and not rest:
        del block[step]
    else:
        block[step] = _changed(block.get(step), rest, value)
    return block


def _changed(data: Data, path: Path, value: Data | _Remove) -> Data:
    return _meant(data, path, value) if path else _nested((), value)

"""The people's YAML files as frozen models; all faults of a file at once, each with its line.

    layouts/triptych.yaml:12: screens[left].fit: 'contian' is none of contain, cover, stretch;
    did you mean 'contain'?

``load_yaml`` reads one text file, or has it read; that is the only I/O in this room.
"""

import pathlib
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from installation.errors import ConfigError
from installation.files import open_regular
from installation.model._naming import did_you_mean
from installation.model._yamltext import Document, Path, YamlFault, read_yaml

LARGEST = 200_000
"""Bytes of the largest file that is read: a film named like a manifest is refused, not parsed."""

MOST_FAULTS = 20
"""Faults of a file that are told one by one, from the top; more are counted."""

Whole = Annotated[int, Field(strict=True)]
"""A whole number; not a word, not true or false."""

Real = Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""A number; not a word, not true or false."""


class Record(BaseModel):
    """The base of every configuration model: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    def faults(self) -> Iterator[YamlFault]:
        """Return what is wrong between fields that are each right; asked of a whole file only."""
        return iter(())


class Form(Record):
    """A record that people fill in: a key without a value says nothing."""

    @model_validator(mode="before")
    @classmethod
    def _only_filled_in(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None}


Model = TypeVar("Model", bound=Record)


def parse(text: str, name: str, model: type[Model]) -> Model:
    """The model that a YAML text describes. Raises ConfigError with every fault in it."""
    document = read_yaml(text)
    faults, more = list(document.faults), 0
    if not any(fault.path == () for fault in faults):
        try:
            made = model.model_validate(document.data)
            faults += made.faults()
        except ValidationError as error:
            details = error.errors(include_url=False)
            details.sort(key=lambda detail: document.spot(_path(detail)))
            faults += [_fault(model, detail) for detail in details[:MOST_FAULTS]]
            more = len(details[MOST_FAULTS:])
    if faults:
        lines = _lines(document, name, faults)
        more += len(lines[MOST_FAULTS:])
        lines = lines[:MOST_FAULTS] + ([f"{name}: and {more} faults more"] if more else [])
        raise ConfigError("\n".join(lines))
    return made


def read_small(path: pathlib.Path) -> bytes:
    """Return what is in a file, or the first part of one that is too large. Raises OSError."""
    with open_regular(path) as file:
        return file.read(LARGEST + 1)


Reader = Callable[[pathlib.Path], bytes]
"""What reads a file: this process, or one that may be kept waiting. Raises OSError."""


def load_yaml(path: pathlib.Path, model: type[Model], read: Reader = read_small) -> Model:
    """Read a file as a model. Raises ConfigError when it cannot be read or does not hold."""
    return parse(yaml_text_of(path, read), str(path), model)


def needed(read: Reader, whose: str, advice: str = "") -> Reader:
    """Return what reads a file that something needs: ``whose`` says what, if it is not there."""

    def reading(path: pathlib.Path) -> bytes:
        try:
            return read(path)
        except FileNotFoundError:
            raise ConfigError(f"{path}: there is no such {whose}", advice) from None

    return reading


def yaml_text_of(path: pathlib.Path, read: Reader = read_small) -> str:
    """The text of a YAML file. Raises ConfigError when it cannot be read or is no such file."""
    try:
        data = needed(read, "file")(path)
    except OSError as fault:
        raise ConfigError(f"{path}: cannot be read: {fault.strerror or fault}") from None
    if len(data) > LARGEST:
        raise ConfigError(f"{path}: is no YAML file: it is larger than {LARGEST // 1000} kB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        advice = "Save it as UTF-8."
        raise ConfigError(f"{path}:{line}: is not text in UTF-8", advice) from None


def place_in_yaml(text: str, name: str, path: Path) -> str:
    """Return where a key is, as faults name it: file, line, and the key for people."""
    document = read_yaml(text)
    return f"{name}:{document.spot(path).line}: {_where(document.data, path)}"


def _lines(document: Document, name: str, faults: list[YamlFault]) -> list[str]:
    placed = sorted((fault.spot or document.spot(fault.path), i) for i, fault in enumerate(faults))
    lines = []
    for spot, i in placed:
        where = _where(document.data, faults[i].path)
        lines.append(f"{name}:{spot.line}: {f'{where}: ' if where else ''}{faults[i].text}")
    return list(dict.fromkeys(lines))


def _where(data: Any, path: Path) -> str:
    """A path for people: ``screens[left].fit``, or ``tools[#2].step`` where items have no name."""
    text = ""
    for step in path:
        inner = None
        if isinstance(step, int):
            inner = data[step] if isinstance(data, list) and step < len(data) else None
            named = inner.get("name") if isinstance(inner, dict) else None
            text += f"[{_plain(named) if isinstance(named, str) and named else f'#{step + 1}'}]"
        else:
            inner = data.get(step) if isinstance(data, dict) else None
            text += f".{_plain(step)}" if text else _plain(step)
        data = inner
    return text


def _plain(word: str) -> str:
    word = word if len(word) <= 40 else word[:37] + "..."
    return word if word.isprintable() else repr(word)


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "a block of keys"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    if isinstance(value, int | float) and len(text) <= 40:
        return text
    return repr(text if len(text) <= 40 else text[:37] + "...")


_SAYS = {
    "missing": "is missing",
    "string_type": "should be text, not {shown}",
    "string_too_short": "should not be empty",
    "string_too_long": "should be no longer than {max_length} letters",
    "int_type": "should be a whole number, not {shown}",
    "int_from_float": "should be a whole number, not {shown}",
    "float_type": "should be a number, not {shown}",
    "finite_number": "should be a number, not {shown}",
    "model_type": "should be a block of keys, not {shown}",
    "dict_type": "should be a block of keys, not {shown}",
    "tuple_type": "should be a list, not {shown}",
    "greater_than": "should be more than {gt:g}, not {shown}",
    "greater_than_equal": "should be at least {ge:g}, not {shown}",
    "less_than_equal": "should be at most {le:g}, not {shown}",
    "too_short": "should hold at least {min_length}",
    "too_long": "should hold at most {max_length}",
    "value_error": "{error}",
}
"""pydantic's kinds of fault in our words; a kind that is not here keeps pydantic's."""


def _path(detail: ErrorDetails) -> Path:
    return tuple(step for step in detail["loc"] if step != "[key]")


def _fault(model: type[Record], detail: ErrorDetails) -> YamlFault:
    path = _path(detail)
    shown, context = _shown(detail["input"]), detail.get("ctx", {})
    if detail["type"] == "extra_forbidden":
        known = _keys(model, path[:-1])
        hint = did_you_mean(str(path[-1]), known) or f"; there are {', '.join(known)}"
        return YamlFault(path, f"is not known here{hint}")
    if detail["type"] == "literal_error":
        words = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        near = did_you_mean(str(detail["input"]), words.split(", "))
        hint = " (a number has no quotes)" if shown[1:-1] in words.split(", ") else near
        return YamlFault(path, f"{shown} is none of {words}{hint}")
    says = _SAYS.get(detail["type"])
    return YamlFault(path, says.format(shown=shown, **context) if says else detail["msg"])


def _keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that a block knows, found by walking the models' annotations."""
    for step in path:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        inner = _record_in(field.annotation) if field else None
        model = inner or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _record_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_record_in(part) for part in typing.get_args(annotation))
    return next((record for record in found if record), None)

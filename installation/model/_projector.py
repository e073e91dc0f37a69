"""A projector's calibration file, read as optics. Its format is in calibration/README.md."""

import pathlib
from typing import Annotated, Any

from msgspec import convert
from pydantic import BeforeValidator, Field, create_model, model_validator

from installation.model._optics import EFFECTS, Amount, Corners, Effect, Optics
from installation.model._yamlfile import Form, Reader, Real, load_yaml, parse, read_small

Offset = Annotated[Real, Field(ge=-1, le=1)]
Corner = tuple[Offset, Offset]


class CornerPin(Form):
    """The file's block ``corners``."""

    top_left: Corner = (0.0, 0.0)
    top_right: Corner = (0.0, 0.0)
    bottom_right: Corner = (0.0, 0.0)
    bottom_left: Corner = (0.0, 0.0)

    @model_validator(mode="after")
    def _convex(self) -> "CornerPin":
        if Corners(**dict(self)).folded:
            raise ValueError("fold or flatten the picture: the corners should stay in their order")
        return self


def _three(value: Any) -> Any:
    if isinstance(value, list | tuple) and len(value) != 3:
        raise ValueError("should be one number, or three: [red, green, blue]")
    return value if isinstance(value, list | tuple) else (value, value, value)


def _key(effect: Effect, default: Amount) -> Any:
    """The key of an effect, as pydantic has its type and default."""
    number = Annotated[Real, Field(ge=effect.low, le=effect.high)]
    if isinstance(default, tuple):
        return Annotated[tuple[number, number, number], BeforeValidator(_three)], default
    return number, default


_KEYS = {name: _key(EFFECTS[name], default) for name, default in Optics().colour.items()}
Calibration = create_model("Calibration", __base__=Form, corners=(CornerPin, CornerPin()), **_KEYS)
"""The form of the whole file: the corners, and a key for each effect."""


def load_calibration(path: pathlib.Path, read: Reader = read_small) -> Optics:
    """Read a calibration file. Raises ConfigError when it cannot be read or does not hold."""
    return _optics(load_yaml(path, Calibration, read))


def parse_calibration(text: str, name: str) -> Optics:
    """Return what a text says. Raises ConfigError with every fault in it."""
    return _optics(parse(text, name, Calibration))


def calibration_from(data: object) -> Optics:
    """Return what a file's data say, once read. Raises ValueError when they do not hold."""
    return _optics(Calibration.model_validate(data))


def _optics(form: Form) -> Optics:
    return convert(form.model_dump(), Optics)

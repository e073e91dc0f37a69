"""Chooses what the stage draws with: a graphics card, or the processor without OpenGL."""

import contextlib
import logging
import os

from installation.apps._driver_record import DriverRecord
from installation.errors import StageError
from installation.kiosk import glprobe, is_software_renderer
from installation.model import Drawing
from installation.stage import Renderer

with contextlib.suppress(ImportError):  # told when it is needed; loaded now for the fork server
    from installation.stage import GlRenderer as _Loaded  # noqa: F401

Rect = tuple[int, int, int, int]
_log = logging.getLogger("stage")


def renderer(wish: Drawing, rect: Rect, title: str, record: DriverRecord) -> Renderer:
    """Open a window at a rectangle of the X screen, as the layout wants it drawn.

    ``auto`` takes OpenGL where a card draws it, and where that has not just let a stage down, as
    the record has it. Raises StageError when there is no display.
    """
    if wish == "opengl":
        return _by_opengl(rect, title)
    if wish == "auto" and record.trusted() and _has_card():
        record.began()
        try:
            return _by_opengl(rect, title)
        except StageError as fault:
            _log.warning("%s; the processor draws", fault.message)
            record.ended()
    return _by_processor(rect, title)


def _by_opengl(rect: Rect, title: str) -> Renderer:
    try:
        from installation.stage import GlRenderer
    except ImportError as fault:  # pyglet loads its library when it is imported
        raise StageError(
            f"no OpenGL: {fault}", "apt-get install libgl1; or `stage: auto` in the layout."
        ) from fault
    made = GlRenderer(rect, title)
    if not is_software_renderer(made.name):
        made.map_memory()
    return made


def _by_processor(rect: Rect, title: str) -> Renderer:
    from installation.stage import PlainRenderer

    return PlainRenderer(rect, title)


def _has_card() -> bool:
    """Tell whether there is OpenGL that a card draws; asked in a process that a driver may end."""
    found = glprobe.probe(dict(os.environ))
    if found.fault:
        _log.warning("no OpenGL (%s); the processor draws", found.fault)
        return False
    return not is_software_renderer(found.renderer)

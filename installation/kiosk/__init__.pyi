from . import cookie, doctor, glprobe, show_user, systembus, unit, xsettings
from ._arranger import DisplayArranger
from ._capacity import (
    ROOM,
    DecodingCost,
    DrawingCost,
    FilmKind,
    WallFit,
    WallParts,
    fit_in_words,
    judge_with_copies,
)
from ._check import Check, CheckResult, bad_check
from ._machine import is_software_renderer, judge_devices, unknown_devices
from ._outputs import connected_outputs
from ._packages import listed_packages
from ._software import LOCK, compile_player, is_as_locked
from ._systemd import Systemd, installed_state, last_reason
from ._touch import TouchScreens
from ._upgrades import DRIVER, RESTART, installed_driver_mismatch, replaced_parts
from ._wall_to_draw import WallToDraw

__all__ = [
    "DRIVER",
    "LOCK",
    "RESTART",
    "ROOM",
    "Check",
    "CheckResult",
    "DecodingCost",
    "DisplayArranger",
    "DrawingCost",
    "FilmKind",
    "Systemd",
    "TouchScreens",
    "WallFit",
    "WallParts",
    "WallToDraw",
    "bad_check",
    "compile_player",
    "connected_outputs",
    "cookie",
    "doctor",
    "fit_in_words",
    "glprobe",
    "installed_driver_mismatch",
    "installed_state",
    "is_as_locked",
    "is_software_renderer",
    "judge_devices",
    "judge_with_copies",
    "last_reason",
    "listed_packages",
    "replaced_parts",
    "show_user",
    "systembus",
    "unit",
    "unknown_devices",
    "xsettings",
]

from ._bus import Bus, Question
from ._carried_films import CarriedFilms
from ._carrier import Carrier
from ._chrony import Chrony, chrony_config
from ._film_values import CarrierWord, FolderStand, LyingFilm, read, written
from ._held_films import HeldFilms
from ._machine_clock import MachineClock
from ._own_account import own_account
from ._own_keys import make_keys, pair, paired_keys
from ._zenoh_bus import ZenohBus
from ._zenoh_config import PORT
from ._zenoh_films import FilmLine
from ._zenoh_reports import ask_reports

__all__ = [
    "PORT",
    "Bus",
    "CarriedFilms",
    "Carrier",
    "CarrierWord",
    "Chrony",
    "FilmLine",
    "FolderStand",
    "HeldFilms",
    "LyingFilm",
    "MachineClock",
    "Question",
    "ZenohBus",
    "ask_reports",
    "chrony_config",
    "make_keys",
    "own_account",
    "pair",
    "paired_keys",
    "read",
    "written",
]

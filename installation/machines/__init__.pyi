from ._bus import Bus, Question
from ._carried_films import CarriedFilms
from ._carrier import Carrier
from ._film_values import CarrierWord, FolderStand, LyingFilm, read, written
from ._held_films import HeldFilms
from ._machine_clock import MachineClock
from ._own_keys import make_keys, pair, paired_keys
from ._zenoh_bus import ZenohBus
from ._zenoh_films import FilmLine

__all__ = [
    "Bus",
    "CarriedFilms",
    "Carrier",
    "CarrierWord",
    "FilmLine",
    "FolderStand",
    "HeldFilms",
    "LyingFilm",
    "MachineClock",
    "Question",
    "ZenohBus",
    "make_keys",
    "pair",
    "paired_keys",
    "read",
    "written",
]

from ._beatcard import BeatCard
from ._beatsheet import sheet
from ._filmstrip import FilmRow, strip_moments
from ._panel_window import Panel
from ._tongue import speak

__all__ = ["BeatCard", "FilmRow", "Panel", "sheet", "speak", "strip_moments"]

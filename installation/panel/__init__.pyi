from ._beatcard import BeatCard
from ._beatsheet import sheet
from ._filmstrip import FilmRow, strip_moments
from ._panel_window import Panel

__all__ = ["BeatCard", "FilmRow", "Panel", "sheet", "strip_moments"]

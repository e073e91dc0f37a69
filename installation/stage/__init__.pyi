from ._chores import Chore
from ._pace import Pace, known_pace
from ._presenter import RETRY_NS, Presenter
from ._stage_window import StageWindow
from ._tracks import Tracks
from ._view import View
from ._wall import Wall

__all__ = [
    "RETRY_NS",
    "Chore",
    "Pace",
    "Presenter",
    "StageWindow",
    "Tracks",
    "View",
    "Wall",
    "known_pace",
]

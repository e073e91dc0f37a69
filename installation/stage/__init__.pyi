from ._caption_layer import CaptionTexture
from ._caption_process import CaptionProcess
from ._captions import Captions
from ._chores import Chore
from ._mirror import Mirror
from ._pace import Pace, known_pace
from ._presenter import RETRY_NS, Presenter
from ._small_pictures import SmallPictures, small_pictures
from ._stage_window import StageWindow
from ._tracks import Tracks
from ._view import View
from ._wall import Wall

__all__ = [
    "RETRY_NS",
    "CaptionProcess",
    "CaptionTexture",
    "Captions",
    "Chore",
    "Mirror",
    "Pace",
    "Presenter",
    "SmallPictures",
    "StageWindow",
    "Tracks",
    "View",
    "Wall",
    "known_pace",
    "small_pictures",
]

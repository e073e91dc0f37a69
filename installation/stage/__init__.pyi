from ._caption_process import CaptionProcess
from ._captions import Captions, Worded
from ._chores import Chore
from ._gl_renderer import GlRenderer
from ._mirror import Mirror
from ._pace import Pace, known_pace
from ._plain_renderer import PlainRenderer
from ._presenter import RETRY_NS, Presenter
from ._renderer import Renderer
from ._small_pictures import SmallPictures, small_pictures
from ._tracks import Tracks
from ._view import View
from ._wall import Wall

__all__ = [
    "RETRY_NS",
    "CaptionProcess",
    "Captions",
    "Chore",
    "GlRenderer",
    "Mirror",
    "Pace",
    "PlainRenderer",
    "Presenter",
    "Renderer",
    "SmallPictures",
    "Tracks",
    "View",
    "Wall",
    "Worded",
    "known_pace",
    "small_pictures",
]

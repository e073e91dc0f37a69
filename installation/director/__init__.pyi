from ._closing import closed, opened
from ._director import (
    displayed,
    lost,
    outrun,
    reported,
    shelved,
    staged,
    stocked,
    taken_over,
    ticked,
)
from ._hearing import by_layout, settled
from ._labelling import labels_by_layout, labels_settled
from ._line_up import LineupPlanner
from ._ordering import ordered
from ._state import Answer, State
from ._story_places import beat_at, story_time
from ._subtitling import captions_by_layout, captions_settled, languages_of
from ._swap_decision import Swapping, SwapRule
from ._swap_moves import coming, hurried
from ._timecode_moves import chased
from ._writing import (
    at_hand,
    farther,
    followed_at,
    following,
    led_over,
    renewed,
    term_to_begin,
    writing,
)

__all__ = [
    "Answer",
    "LineupPlanner",
    "State",
    "SwapRule",
    "Swapping",
    "at_hand",
    "beat_at",
    "by_layout",
    "captions_by_layout",
    "captions_settled",
    "chased",
    "closed",
    "coming",
    "displayed",
    "farther",
    "followed_at",
    "following",
    "hurried",
    "labels_by_layout",
    "labels_settled",
    "languages_of",
    "led_over",
    "lost",
    "opened",
    "ordered",
    "outrun",
    "renewed",
    "reported",
    "settled",
    "shelved",
    "staged",
    "stocked",
    "story_time",
    "taken_over",
    "term_to_begin",
    "ticked",
    "writing",
]

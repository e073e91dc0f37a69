from ._director import displayed, lost, reported, shelved, staged, stocked, taken_over, ticked
from ._hearing import by_layout, settled
from ._line_up import LineupPlanner
from ._ordering import ordered
from ._state import Answer, State
from ._story_places import beat_at, story_time
from ._swap_decision import Swapping, SwapRule
from ._swap_moves import hurried
from ._timecode_moves import chased

__all__ = [
    "Answer",
    "LineupPlanner",
    "State",
    "SwapRule",
    "Swapping",
    "beat_at",
    "by_layout",
    "chased",
    "displayed",
    "hurried",
    "lost",
    "ordered",
    "reported",
    "settled",
    "shelved",
    "staged",
    "stocked",
    "story_time",
    "taken_over",
    "ticked",
]

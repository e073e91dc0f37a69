from ._cuts import scene_changes
from ._evidence import LOUDNESS_NS, Portrait
from ._propose import LIKELY, SURE, Proposal, propose
from ._wording import fold_words

__all__ = [
    "LIKELY",
    "LOUDNESS_NS",
    "SURE",
    "Portrait",
    "Proposal",
    "fold_words",
    "propose",
    "scene_changes",
]

from . import adopt, decisions, thumbs
from ._copying import copy_film
from ._decision_store import DecisionStore
from ._events import ArrivalEvent, ArrivalKind
from ._features import FeatureReader, FilmFeatures, common_languages
from ._intake_process import EXPORT
from ._intake_state import Broken, IntakeProgress
from ._library import Library
from ._loudness import Loudness
from ._probe import probe, probe_head
from ._rehearsal_process import STARVED, not_yet, rehearse
from ._separate_intake import SeparateIntake, candidate_at
from ._stills import small_stills
from ._watch import Watcher
from .decisions import AUTO, DecisionChange, Decisions

__all__ = [
    "AUTO",
    "EXPORT",
    "STARVED",
    "ArrivalEvent",
    "ArrivalKind",
    "Broken",
    "DecisionChange",
    "DecisionStore",
    "Decisions",
    "FeatureReader",
    "FilmFeatures",
    "IntakeProgress",
    "Library",
    "Loudness",
    "SeparateIntake",
    "Watcher",
    "adopt",
    "candidate_at",
    "common_languages",
    "copy_film",
    "decisions",
    "not_yet",
    "probe",
    "probe_head",
    "rehearse",
    "small_stills",
    "thumbs",
]

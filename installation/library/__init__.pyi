from . import adopt, decisions, thumbs
from ._copying import copy_film
from ._decision_store import DecisionStore, decisions_heard, decisions_told
from ._events import ArrivalEvent, ArrivalKind
from ._features import FeatureReader, FilmFeatures, common_languages
from ._folder import OwnFolder, WatchedFolder
from ._folder_process import FolderProcess
from ._folder_server import serve_folder
from ._house_copying import HouseCopying
from ._intake_state import Broken, IntakeProgress, LyingCandidate
from ._library import Library
from ._loudness import Loudness
from ._preview import preview_pictures
from ._probe import Survey, probe_head, survey
from ._rehearsal_process import STARVED, not_yet, rehearse
from ._scan import counts
from ._separate_intake import Planned, SeparateIntake, candidate_at
from ._single_pictures import film_digest, film_stamp
from ._sound_keeping import keep_sound
from ._stills import small_stills
from ._texttracks import text_tracks
from .decisions import AUTO, DecisionChange, Decisions

__all__ = [
    "AUTO",
    "STARVED",
    "ArrivalEvent",
    "ArrivalKind",
    "Broken",
    "DecisionChange",
    "DecisionStore",
    "Decisions",
    "FeatureReader",
    "FilmFeatures",
    "FolderProcess",
    "HouseCopying",
    "IntakeProgress",
    "Library",
    "Loudness",
    "LyingCandidate",
    "OwnFolder",
    "Planned",
    "SeparateIntake",
    "Survey",
    "WatchedFolder",
    "adopt",
    "candidate_at",
    "common_languages",
    "copy_film",
    "counts",
    "decisions",
    "decisions_heard",
    "decisions_told",
    "film_digest",
    "film_stamp",
    "keep_sound",
    "not_yet",
    "preview_pictures",
    "probe_head",
    "rehearse",
    "serve_folder",
    "small_stills",
    "survey",
    "text_tracks",
    "thumbs",
]

from ._digest import DigestCache, Stamp, digest, stamp_of
from ._films import FilmStore
from ._indexes import IndexStore
from ._local_copy import keep_spare
from ._thumbnails import sweep_thumbs, thumb_folder
from ._verdicts import VerdictStore

__all__ = [
    "DigestCache",
    "FilmStore",
    "IndexStore",
    "Stamp",
    "VerdictStore",
    "digest",
    "keep_spare",
    "stamp_of",
    "sweep_thumbs",
    "thumb_folder",
]

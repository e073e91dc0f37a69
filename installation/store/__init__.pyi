from ._content_store import ContentStore
from ._digest import Stamp, digest, stamp_of
from ._kept_sounds import KeptSounds
from ._second_name import NameTaken, SecondName
from ._shelf import ValueShelf

__all__ = [
    "ContentStore",
    "KeptSounds",
    "NameTaken",
    "SecondName",
    "Stamp",
    "ValueShelf",
    "digest",
    "stamp_of",
]

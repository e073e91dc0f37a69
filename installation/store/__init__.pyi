from ._content_store import ContentStore
from ._digest import Stamp, digest, stamp_of
from ._shelf import ValueShelf

__all__ = ["ContentStore", "Stamp", "ValueShelf", "digest", "stamp_of"]

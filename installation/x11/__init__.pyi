from ._connection import Cookie, XConnection, declare, library
from ._shared_picture import SharedPicture

__all__ = [
    "Cookie",
    "SharedPicture",
    "XConnection",
    "declare",
    "library",
]

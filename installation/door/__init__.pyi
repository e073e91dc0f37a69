from ._address import door_url, house_names
from ._announcement import Announcement
from ._calls import ShowCalls
from ._certificate import own_certificate
from ._crowd import Crowd
from ._keys import KeyRing, keys_file, keys_in, make_key, withdraw_key
from ._listener import CertificateFiles, Listener
from ._openapi import openapi
from ._qr import qr_code
from ._routes import Entrance
from ._watching import Watchers

__all__ = [
    "Announcement",
    "CertificateFiles",
    "Crowd",
    "Entrance",
    "KeyRing",
    "Listener",
    "ShowCalls",
    "Watchers",
    "door_url",
    "house_names",
    "keys_file",
    "keys_in",
    "make_key",
    "openapi",
    "own_certificate",
    "qr_code",
    "withdraw_key",
]

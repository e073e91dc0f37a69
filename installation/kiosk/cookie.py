"""The X server's cookie: who has it may use the display, and nobody else.

Without one the server lets in every user of the machine, who then could type into the panel. It is
written for every name that the machine may have, since the network may give it another.
"""

import os
import secrets
import struct
from pathlib import Path

_ANY_HOST = 0xFFFF
_PROTOCOL = b"MIT-MAGIC-COOKIE-1"
_BYTES = 16


def authority(secret: bytes) -> bytes:
    """Return the text of an Xauthority file, for every display of every host (Xau, Xauth.h)."""
    parts = (b"", b"", _PROTOCOL, secret)  # address, display, protocol, secret
    return struct.pack(">H", _ANY_HOST) + b"".join(
        struct.pack(">H", len(part)) + part for part in parts
    )


def write(path: Path) -> None:
    """Write a new cookie into a file, which only its owner may read. Raises OSError."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(authority(secrets.token_bytes(_BYTES)))

"""The X server's cookie, for every name of the machine, and only for who plays."""

import struct
from pathlib import Path

from installation.kiosk import cookie


def test_it_is_an_authority_for_every_host_and_display() -> None:
    said = cookie.authority(b"s" * 16)
    family, *_ = struct.unpack_from(">H", said)
    parts, at = [], 2
    while at < len(said):
        (length,) = struct.unpack_from(">H", said, at)
        parts.append(said[at + 2 : at + 2 + length])
        at += 2 + length
    assert (family, parts) == (0xFFFF, [b"", b"", b"MIT-MAGIC-COOKIE-1", b"s" * 16])


def test_each_start_has_its_own_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "Xauthority"
    cookie.write(path)
    first = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    cookie.write(path)
    assert path.read_bytes() != first

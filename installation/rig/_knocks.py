"""Knocks at a machine's port as those would who have no key of it, by sockets alone."""

import contextlib
import os
import socket
import ssl
from pathlib import Path
from typing import NamedTuple

WAITS_S = 0.5
_ALERT = 0x15
"""The type of a TLS record in which a server says why it ends."""
_WORDS = (
    b"",
    b"GET /api/status HTTP/1.1\r\nHost: kiss\r\n\r\n",
    b"\x0f\x00\x01\x09\x02\xf0\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
    b'{"type":"OrderGiven","order":"restart"}\n',
)
"""Nothing, a browser's, the beginning of Zenoh's own protocol without TLS, an order as it is."""


class StrangersGain(NamedTuple):
    """The answer that a stranger got: bytes of words of machines, and bytes of alerts of TLS."""

    said: int
    alerts: int = 0


def plain_knock(address: str, port: int, number: int) -> StrangersGain:
    """Connect without TLS, and say one thing or another; of five the last one is noise."""
    words = (*_WORDS, os.urandom(200))[number % (len(_WORDS) + 1)]
    with contextlib.suppress(OSError), socket.create_connection((address, port), WAITS_S) as plain:
        plain.settimeout(WAITS_S)
        plain.sendall(words)
        return _alerts_apart(_all_of(plain))
    return StrangersGain(0)


def tls_knock(
    address: str, port: int, certificate: Path | None = None, key: Path | None = None
) -> StrangersGain:
    """Connect with TLS, with a certificate or without one, believing whoever answers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if certificate and key:
        context.load_cert_chain(certificate, key)
    with (
        contextlib.suppress(OSError),
        socket.create_connection((address, port), WAITS_S) as plain,
        context.wrap_socket(plain) as wrapped,
    ):
        wrapped.settimeout(WAITS_S)
        wrapped.sendall(_WORDS[2])
        return StrangersGain(len(_all_of(wrapped)))
    return StrangersGain(0)


def _all_of(connection: socket.socket) -> bytes:
    found = b""
    with contextlib.suppress(OSError):
        while piece := connection.recv(65536):
            found += piece
    return found


def _alerts_apart(data: bytes) -> StrangersGain:
    alerts, at = 0, 0
    while len(data) >= at + 5 and data[at] == _ALERT:
        length = 5 + int.from_bytes(data[at + 3 : at + 5])
        alerts, at = alerts + length, at + length
    return StrangersGain(len(data) - alerts, alerts)

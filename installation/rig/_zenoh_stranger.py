"""A program of Zenoh's that is none of the machines: hears all, gives an order, says things."""

import contextlib
import json
import time
from pathlib import Path
from typing import NamedTuple

import zenoh

PATIENCE_MS = 800
LISTENS_S = 0.3


class StrangersCard(NamedTuple):
    """A stranger's certificate and its key, if they have one, and the authority they believe."""

    believes: Path
    certificate: Path | None = None
    key: Path | None = None


def zenoh_stranger(locator: str, order: bytes, programme: bytes, card: StrangersCard | None) -> int:
    """Return how many messages a stranger is given at a locator of Zenoh's (``tls/10.0.0.1:7447``).

    They ask for all that is said, who lives, and for the answer to an order of theirs.
    """
    heard = 0

    def hear(_: zenoh.Sample) -> None:
        nonlocal heard
        heard += 1

    try:
        session = zenoh.open(_config(locator, card))
    except zenoh.ZError:
        return 0  # turned away
    with contextlib.suppress(zenoh.ZError), session:
        session.declare_subscriber("kiss/**", hear)
        session.liveliness().declare_subscriber("kiss/**", hear, history=True)
        session.put("kiss/programme/west", programme)
        for reply in session.get("kiss/order/*", payload=order, timeout=LISTENS_S):
            heard += reply.ok is not None
        time.sleep(LISTENS_S)
    return heard


def _config(locator: str, card: StrangersCard | None) -> zenoh.Config:
    config = zenoh.Config()
    tls: dict[str, object] = {}
    if card is not None:
        tls = {"root_ca_certificate": str(card.believes), "verify_name_on_connect": False}
        if card.certificate and card.key:
            tls |= {"enable_mtls": True, "connect_private_key": str(card.key)}
            tls |= {"connect_certificate": str(card.certificate)}
    for key, value in {
        "mode": "client",
        "scouting/multicast/enabled": False,
        "connect/endpoints": [locator],
        "connect/timeout_ms": PATIENCE_MS,
        "connect/exit_on_failure": True,
        "open/return_conditions/connect_scouted": False,
        "transport/shared_memory/enabled": False,
        "transport/link/tls": tls,
    }.items():
        config.insert_json5(key, json.dumps(value))
    return config

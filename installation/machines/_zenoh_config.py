"""The way in which machines find each other, and the keys that let one in: Zenoh over mutual TLS.

Every machine listens at its address, and connects with those before it in the layout's order; no
machine has to be there.

Of two that connected with each other, both ways at once, one could take the new connection after a
cut for the old one, and not say again what it listens to and that it lives: the other heard nothing
from it any more, or took it for gone, for as long as both ran. With cuts of 5 s, 2 ms of jitter and
1 % loss that were 4 of 6; connecting one way, none of 6.
"""

import json
from collections.abc import Mapping

import zenoh

from installation.machines._own_keys import PairedKeys

PORT = 7447
FILM_PORT = 7448
"""Films go by a connection of their own, so that no word of the show waits behind one."""
LEASE_MS = 2500
"""A machine that says nothing for so long is gone; Zenoh sends something four times in it. One that
is killed is known to be gone at once. With 1500, three shows with their intakes on two cores, which
are too few for that, were enough for one of them to be taken for gone."""
RETRY = {"period_init_ms": 200, "period_max_ms": 1000, "period_increase_factor": 1.5}


def zenoh_config(
    addresses: Mapping[str, str], keys: PairedKeys, port: int = PORT, listens: bool = True
) -> zenoh.Config:
    """Return how a machine is among the others, which listen at their ``addresses`` and a ``port``.

    One that does not listen is a guest of theirs.
    """
    config = zenoh.Config()
    names = list(addresses)
    before = names[: names.index(keys.machine)] if listens else names
    others = [addresses[machine] for machine in before if machine != keys.machine]
    tls = {"root_ca_certificate": str(keys.authority), "enable_mtls": True}
    for way in ("listen", "connect"):
        tls[f"{way}_private_key"] = str(keys.key)
        tls[f"{way}_certificate"] = str(keys.certificate)
    # any paired machine may have any address: the authority signs these machines and no other
    tls["verify_name_on_connect"] = False
    for key, value in {
        "mode": "peer",
        "scouting/multicast/enabled": False,
        "scouting/gossip/enabled": False,
        "listen/endpoints": [_locator(addresses[keys.machine], port)] if listens else [],
        "listen/timeout_ms": -1,  # a network that comes up after the show
        "listen/exit_on_failure": False,
        "listen/retry": RETRY,
        "connect/endpoints": [_locator(address, port) for address in others],
        "connect/timeout_ms": -1,
        "connect/exit_on_failure": False,
        "connect/retry": RETRY,
        "timestamping/enabled": True,
        "transport/shared_memory/enabled": False,  # it leaves files in /dev/shm
        "transport/link/tx/lease": LEASE_MS,
        "transport/link/tls": tls,
    }.items():
        config.insert_json5(key, json.dumps(value))
    return config


def _locator(address: str, port: int) -> str:
    return f"tls/[{address}]:{port}" if ":" in address else f"tls/{address}:{port}"

"""Addresses of machines that are all this one: nobody else's tests have them."""

import os
from collections.abc import Sequence


def loopback_addresses(machines: Sequence[str]) -> dict[str, str]:
    """Return an address of 127.0.0.0/8 for each machine, of this process alone."""
    pid = os.getpid()
    network = f"127.{1 + pid // 250 % 250}.{1 + pid % 250}"
    return {machine: f"{network}.{number}" for number, machine in enumerate(machines, 1)}

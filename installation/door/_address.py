"""Tells where the door is: this machine's names and addresses, and the address for a browser."""

import ipaddress
import socket

import psutil

from installation.model import DoorBlock


def door_url(block: DoorBlock, host: str) -> str:
    """Return the address at which a browser finds the door; ``host`` where it hears everywhere."""
    scheme = "http" if block.plain else "https"
    everywhere = ipaddress.ip_address(block.address).is_unspecified
    address = host if everywhere else block.address
    return f"{scheme}://{f'[{address}]' if ':' in address else address}:{block.port}"


def house_names() -> tuple[list[str], list[str]]:
    """Return this machine's names, and the addresses that others may reach it by."""
    host = socket.gethostname().split(".")[0] or "localhost"
    told = (one.address.split("%")[0] for many in psutil.net_if_addrs().values() for one in many)
    addresses = sorted({text for text in told if _is_address(text)})
    return [host, f"{host}.local", "localhost"], addresses


def _is_address(text: str) -> bool:
    try:
        return not ipaddress.ip_address(text).is_link_local
    except ValueError:  # a network card's own
        return False

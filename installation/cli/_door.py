"""``kiss door``: keys for phones and show control, and where the door is."""

import argparse
from datetime import date
from pathlib import Path

from installation.cli import _folders as folders
from installation.cli import _usage as usage
from installation.door import (
    door_url,
    house_names,
    keys_file,
    keys_in,
    make_key,
    qr_code,
    withdraw_key,
)
from installation.errors import ConfigError
from installation.model import DoorBlock, Layout, Role, load_yaml

ROLES = {
    Role.VISITOR: "reads",
    Role.ATTENDANT: "steers the story, opens the house",
    Role.TECHNICIAN: "changes versions, ends the show",
}


def add_parser(parser: argparse.ArgumentParser) -> None:
    """Add ``key``, ``keys`` and ``withdraw`` to the command's parser."""
    kinds = parser.add_subparsers(dest="door", required=True, metavar="WHAT")

    def add(name: str, about: str) -> argparse.ArgumentParser:
        one = kinds.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        one.add_argument(
            "--state",
            type=Path,
            default=folders.default_state(),
            metavar="DIR",
            help="the show's memory; also names the show (%(default)s)",
        )
        return one

    one = add("key", "make a key; it is shown once, as a QR code for a phone's camera")
    roles = "; ".join(f"{role} {does}" for role, does in ROLES.items())
    one.add_argument("role", choices=[str(role) for role in Role], metavar="ROLE", help=roles)
    one.add_argument("--name", default="", metavar="NAME", help="whose it is, for the ledger")
    usage.add_layout(one, "--layout")
    add("keys", "list the keys there are, by their names")
    one = add("withdraw", "have a key open nothing any more, from now on")
    one.add_argument("name", metavar="NAME", help="the key's name")


def door(options: argparse.Namespace) -> int:
    """Run the one that was asked for."""
    file = keys_file(options.state)
    if options.door == "keys":
        return _list(file)
    if options.door == "withdraw":
        withdraw_key(file, options.name)
        print(f"the key {options.name!r} opens nothing any more")
        return 0
    layout = folders.layout_file(options.layout)
    block = load_yaml(layout, Layout).door
    if block is None:
        raise ConfigError(
            f"{layout}: the layout has no door.", "The line 'door: {port: 8080}' makes one."
        )
    return _make(file, block, Role[options.role.upper()], options.name)


def _make(file: Path, block: DoorBlock, role: Role, name: str) -> int:
    key, secret = make_key(file, role, name, date.today())  # noqa: DTZ011  the house's own day
    url = f"{door_url(block, _reached_at())}/#{secret}"
    print(qr_code(url))
    print(f"{key.name}: a key for a {key.role}, who {ROLES[role]}.")
    print(f"  address  {url}")
    print(f"  key      {secret}")
    print("It is shown this once, and kept nowhere that it can be read.")
    if block.loopback:
        print("The door can be reached from this machine only: 'address: 0.0.0.0' opens it.")
    return 0


def _reached_at() -> str:
    """Return the address that a phone is sent to: this machine's first that is not its own."""
    _, addresses = house_names()
    others = [one for one in addresses if ":" not in one and not one.startswith("127.")]
    return others[0] if others else "localhost"


def _list(file: Path) -> int:
    keys = keys_in(file)
    for key in keys:
        print(f"{key.name:24}  {key.role!s:10}  made {key.made}")
    if not keys:
        print("there are no keys: `kiss door key attendant` makes one")
    return 0

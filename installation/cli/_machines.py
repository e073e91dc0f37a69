"""``kiss machines``: the keys of several machines that play one layout."""

import argparse
from pathlib import Path

from installation.cli import _folders as folders
from installation.cli import _usage as usage
from installation.errors import ConfigError
from installation.machines import make_keys, pair
from installation.model import Layout, load_yaml


def add_parser(top: argparse.ArgumentParser) -> None:
    """Add what it can do to the command line."""
    parts = top.add_subparsers(dest="part", metavar="PART", required=True)
    making = parts.add_parser("keys", help="make keys for all machines of a layout")
    making.add_argument("folder", type=Path, metavar="FOLDER", help="a new one, on a stick, say")
    usage.add_layout(making, "--layout")
    pairing = parts.add_parser("pair", help="take this machine's keys, and be paired with the rest")
    told = "FOLDER/NAME, as `kiss machines keys` made it for this machine"
    pairing.add_argument("folder", type=Path, metavar="FOLDER", help=told)
    usage.add_state(pairing)


def machines(options: argparse.Namespace) -> int:
    """Make keys, or take them."""
    return _keys(options) if options.part == "keys" else _pair(options)


def _keys(options: argparse.Namespace) -> int:
    file = folders.layout_file(options.layout)
    layout = load_yaml(file, Layout)
    if not layout.machines:
        raise ConfigError(f"{file}: is for one machine.", "Give it 'machines: {NAME: ADDRESS}'.")
    made = make_keys(options.folder, layout.machines)
    for own in made:
        print(f"{own}: on {own.name}, `kiss machines pair {own}`")
    print("Carry each to its machine, and then delete them: who has one can play along.")
    return 0


def _pair(options: argparse.Namespace) -> int:
    keys = pair(options.folder, options.state)
    print(f"this machine is {keys.machine}; `kiss play LAYOUT --machine {keys.machine}` plays")
    return 0

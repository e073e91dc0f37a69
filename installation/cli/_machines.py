"""``kiss machines``: the keys and the clocks of several machines that play one layout."""

import argparse
import os
from pathlib import Path

from installation.cli import _folders as folders
from installation.cli import _usage as usage
from installation.errors import ConfigError, MachinesError
from installation.machines import Chrony, chrony_config, make_keys, pair, paired_keys
from installation.model import Layout, load_yaml
from installation.units import MILLISECOND


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
    clock = parts.add_parser("clock", help="have chrony keep this machine's clock with the others'")
    usage.add_layout(clock, "--layout")
    usage.add_state(clock)
    clock.add_argument(
        "--print", action="store_true", dest="only_print", help="say what it would write, no more"
    )


def machines(options: argparse.Namespace) -> int:
    """Make keys, or take them, or set up the clock."""
    return {"keys": _keys, "pair": _pair, "clock": _clock}[options.part](options)


def _keys(options: argparse.Namespace) -> int:
    made = make_keys(options.folder, _machines_of(options.layout))
    for own in made:
        print(f"{own}: on {own.name}, `kiss machines pair {own}`")
    print("Carry each to its machine, and then delete them: who has one can play along.")
    return 0


def _machines_of(layout_words: str) -> dict[str, str]:
    file = folders.layout_file(layout_words)
    layout = load_yaml(file, Layout)
    if not layout.machines:
        raise ConfigError(f"{file}: is for one machine.", "Give it 'machines: {NAME: ADDRESS}'.")
    return layout.machines


def _pair(options: argparse.Namespace) -> int:
    keys = pair(options.folder, options.state)
    print(f"this machine is {keys.machine}; `kiss play LAYOUT --machine {keys.machine}` plays")
    return 0


def _clock(options: argparse.Namespace) -> int:
    chrony, addresses = Chrony(), _machines_of(options.layout)
    keys = paired_keys(options.state)
    config = chrony_config(addresses, keys.machine)
    if options.only_print:
        print(f"{chrony.config}:\n\n{config}\n{chrony.keys}: gets the key of {keys.clock}")
        return 0
    if os.geteuid():
        advice = "Put `sudo` before it; with --print it only says what it would write."
        raise MachinesError(f"only root may write {chrony.config}.", advice)
    try:
        secret = keys.clock.read_text()
    except OSError as fault:
        advice = "Make keys again with `kiss machines keys`, and pair all machines with them."
        raise MachinesError(f"{keys.clock}: no key for clocks: {fault.strerror}", advice) from fault
    chrony.set_up(config, secret)
    print(f"{chrony.config} is written, and chrony has begun with it")
    others = {at: one for one, at in addresses.items() if one != keys.machine}
    heard = chrony.heard(tuple(others))
    bound_ns = chrony.bound_ns()
    if bound_ns is not None and heard:
        print(f"this clock is within {bound_ns / MILLISECOND:.2f} ms")
    missing = [one for at, one in others.items() if at not in heard]
    if missing:
        print(f"not heard yet: {', '.join(missing)}. Once this is done there, too, they are;")
        print("`chronyc sources` says. They answer over UDP port 123, by the same keys.")
    return 0 if heard else 1

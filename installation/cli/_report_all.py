"""``kiss report --all``: one account of all machines that play a layout."""

from pathlib import Path

from installation.cli import _folders as folders
from installation.errors import ConfigError, LibraryError
from installation.ledger import Account, WallAccount, read_account, together
from installation.link import AskReport
from installation.model import Layout, load_yaml


def all_walls(layout_words: str, state: Path, span: tuple[int, int], now_ms: int) -> Account:
    """Return what happened on the walls of all machines, as far as they are there.

    Raises ConfigError for a layout of one machine, MachinesError when this one is not paired.
    """
    file = folders.layout_file(layout_words)
    layout = load_yaml(file, Layout)
    if not layout.machines:
        raise ConfigError(f"{file}: is for one machine.", "Leave --all out.")
    # one machine alone loads none of it
    from installation.machines import ask_reports, paired_keys

    keys = paired_keys(state)
    found: dict[str, Account | str] = dict(ask_reports(layout.machines, keys, AskReport(*span)))
    try:
        found[keys.machine] = read_account(state, *span, now_ms)
    except LibraryError as fault:
        found[keys.machine] = fault.message
    return together([_wall(machine, layout, found) for machine in layout.machines], *span)


def _wall(machine: str, layout: Layout, found: dict[str, Account | str]) -> WallAccount:
    screens = tuple(one.name for one in layout.screens if one.machine == machine)
    one = found[machine]
    if isinstance(one, Account):
        return WallAccount(machine, screens, one)
    return WallAccount(machine, screens, missing=one)

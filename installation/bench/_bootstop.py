"""Ends the show on the bench's machine in order, and reads what is said of that."""

from installation.bench._bootmachine import Machine
from installation.bench._bootseen import all_films, wait_for
from installation.bench._boottrials import STATE, UNIT, Boots, seconds
from installation.bench._kind import say

_KILLED = "Killing process"
"""systemd's word for what it had to kill."""
_LAST_CYCLE = (
    'import sqlite3; print(sqlite3.connect("file:{ledger}?mode=ro", uri=True).execute('
    '"SELECT count(*), count(ended_ms) FROM (SELECT * FROM cycles ORDER BY id DESC LIMIT 1)"'
    ").fetchone())"
)


def stop(machine: Machine, found: Boots) -> None:
    """Stop the unit, look what its journal and the record say, and begin it again."""
    machine.up()
    machine.begin()
    machine.ask(f"systemctl stop {UNIT}")
    found.stopped_s = machine.age_s()
    journal = machine.ask(f"journalctl -b -u {UNIT} -o cat --no-pager | tail -n 60")
    state = machine.ask(f"systemctl show -p Result --value {UNIT}").strip()
    found.stop_troubles = troubles(journal, state, last_cycle(machine))
    say(f"stopped within {seconds(found.stopped_s)}: {found.stop_troubles or 'in order'}")
    machine.begin()
    machine.ask(f"systemctl start --no-block {UNIT}")
    what = "begun again after `systemctl stop`: films on all"
    found.mornings_s[what] = wait_for(machine, all_films)
    say(f"{what} after {seconds(found.mornings_s[what])}")


def last_cycle(machine: Machine) -> str:
    """Return how many rows the record's last cycle has, and how many of them have an end."""
    return machine.ask(f"python3 -c '{_LAST_CYCLE.format(ledger=STATE / 'ledger.sqlite')}'")


def troubles(journal: str, result: str, cycle: str) -> list[str]:
    """Return what was not in order, by the journal, the unit's result and the last cycle's row."""
    killed = journal.count(_KILLED)
    found = [f"{killed} processes were killed"] if killed else []
    found += [f"the unit's result: {result}"] if result != "success" else []
    return found + ([f"the record's last cycle: {cycle.strip()}"] if "(1, 1)" not in cycle else [])

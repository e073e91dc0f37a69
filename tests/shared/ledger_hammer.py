"""Decides, admits and notes for ever, to be killed at any instant: ``ledger_hammer.py STATE``.

Each round prints what it has committed once that is so, a line each.
"""

import sys
from itertools import count
from pathlib import Path

from installation.files import write_whole
from installation.ledger import Ledger
from installation.ledger import _rows as r
from installation.library import DecisionStore
from installation.library import decisions as d
from installation.link import decode_programme, encode_programme, programme_path
from installation.timeline import Entry, Plan, Programme

state = Path(sys.argv[1])
store, ledger = DecisionStore(state), Ledger(state)
decisions, _ = store.load()
path = programme_path(state)
programme = decode_programme(path.read_bytes()) if path.exists() else Programme(0, "boot")
print(f"found {decisions.serial} {programme.revision}", flush=True)
for n in count(decisions.serial + 1):
    version, revision = f"kiss-{n}", f"{n:040x}"
    decisions = d.approve(decisions, [(version, revision)], n, "auto")
    if n % 3 == 0:
        decisions = d.pin(decisions, "left", version, n, "panel")
    store.save(decisions)
    print(f"decided {decisions.serial}", flush=True)
    entry = Entry(version, revision, "x" * 200, "film", "index", ((0, 0), (9, 9)))
    programme = Programme(programme.revision + 1, "boot", (), None, (Plan(n, 9, {"left": entry}),))
    write_whole(path, encode_programme(programme))
    print(f"published {programme.revision}", flush=True)
    ledger.note(r.CycleBeganRow(n, "boot", n, 9, {"left": (version, revision)}))
    ledger.note(r.CycleEndedRow(n + 1, "boot", n, True))

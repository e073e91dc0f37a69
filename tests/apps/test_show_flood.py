"""A desk sends 500 messages a second: a hand's order comes through, and the ledger stays small."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from house_desk import House, free_port
from show_rig import TRIPTYCH, Films, Played, Sight, wait_until

from installation.ledger import NAME
from installation.link import Client
from installation.model import Pause, Resume
from installation.rig import RootWindow, VirtualHeads
from installation.units import MILLISECOND

pytestmark = [pytest.mark.process, pytest.mark.alone]
PER_SECOND = 500
FLOOD_S = 6.0
PAUSED_NS = 300 * MILLISECOND
ROWS_A_MINUTE = 100


def flood(house: House, over: threading.Event) -> None:
    """Faders in motion, and a button that is pressed a hundred times a second."""
    began, sent = time.monotonic(), 0
    while not over.is_set():
        if sent % 5:
            house.say(f"/kiss/level/{('left', 'centre', 'right')[sent % 3]}", sent % 101)
        else:
            house.say("/kiss/voice", ("left", "none")[sent // 5 % 2])
        sent += 1
        over.wait(max(0.0, began + sent / PER_SECOND - time.monotonic()))


def test_a_pause_comes_through_a_flood_and_the_ledger_stays_small(
    heads: VirtualHeads, films: Films, tmp_path_factory: pytest.TempPathFactory
) -> None:
    port = free_port()
    stage = films.stage(
        tmp_path_factory.mktemp("flood"), (1, 2, 3), f"{TRIPTYCH}osc: {{port: {port}}}\n"
    )
    house, over = House(port), threading.Event()
    noise = threading.Thread(target=flood, args=(house, over))
    try:
        with RootWindow(heads.display) as glass, Played(stage, heads.environment) as show:
            sight = Sight(glass, heads)
            show.until_plays(sight)
            wait_until("port", show.says(lambda s: s.remote is not None and bool(s.remote.ports)))
            noise.start()
            hand = Client(stage.state)
            took = []
            until = time.monotonic() + FLOOD_S
            while time.monotonic() < until:
                time.sleep(0.7)
                given_ns = time.monotonic_ns()
                assert hand.send(Pause()).ok
                seen = sight.watch(0.6)
                changed = [n for n in range(1, len(seen)) if seen[n] != seen[n - 1]]
                took.append(seen.at_ns[changed[-1]] - given_ns if changed else 0)
                assert len(set(seen[-1])) == 1
                assert hand.send(Resume()).ok
            over.set()
            noise.join()
            answers = [house.hears("/kiss/error")[1] for _ in range(20)]
            assert any("too much at once" in str(answer) for answer in answers)
            remote = show.status().remote
            assert remote is not None and remote.heard > PER_SECOND * FLOOD_S / 2
        rows = ledger_rows(stage.state)
        print(f"pause in {[round(ns / 1e6) for ns in took]} ms, {rows} rows, {remote.heard} heard")
        assert max(took) <= PAUSED_NS
        assert rows - 2 * len(took) < ROWS_A_MINUTE
    finally:
        over.set()
        if noise.ident:
            noise.join()
        house.close()


def ledger_rows(state: Path) -> int:
    with closing(sqlite3.connect(state / NAME)) as db:
        return int(db.execute("SELECT count(*) FROM actions").fetchone()[0])

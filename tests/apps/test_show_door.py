"""The door of a whole show: an order on the glass, who gave it, changes pushed, a kill."""

import http.client
import json
import socket
import time
from collections import deque
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from show_rig import TRIPTYCH, Films, Played, Sight, apart, kill, kiss, wait_until
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from installation.door import keys_file, make_key, withdraw_key
from installation.model import Role

pytestmark = pytest.mark.process


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def asked(port: int, secret: str, method: str, path: str) -> tuple[int, bytes]:
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        caller.request(method, path, headers={"authorization": f"Bearer {secret}"})
        answer = caller.getresponse()
        return answer.status, answer.read()
    finally:
        caller.close()


def until_state(live: Any, state: str) -> float:
    """Hear what is pushed until the show is in a state; for how long."""
    began = time.monotonic()
    while json.loads(live.recv(5))["state"] != state:
        assert time.monotonic() - began < 5
    return time.monotonic() - began


def test_the_door_steers_a_show_and_may_die(
    heads: Any, sight: Sight, films: Films, tmp_path: Path
) -> None:
    port = free_port()
    stage = films.stage(tmp_path, (1, 2, 3), TRIPTYCH + f"door: {{port: {port}}}\n")
    keys = keys_file(stage.state)
    _, secret = make_key(keys, Role.ATTENDANT, "Anna", date(2026, 1, 1))
    _, reads = make_key(keys, Role.VISITOR, "", date(2026, 1, 1))
    with Played(stage, heads.environment) as show:
        show.until_plays(sight)
        wait_until("door", show.says(lambda s: s.door is not None and s.door.url))
        live_at = f"ws://127.0.0.1:{port}/api/live"
        with connect(live_at, subprotocols=[Subprotocol(f"key.{reads}")]) as live:
            until_state(live, "playing")
            assert asked(port, secret, "POST", "/api/orders/pause")[0] == 200
            assert until_state(live, "paused") < 0.4
            before = sight.frames()
            time.sleep(0.3)
            assert sight.frames() == before and len(set(before)) == 1
            assert asked(port, reads, "POST", "/api/orders/resume")[0] == 403
            assert show.status().state == "paused"
            assert asked(port, secret, "POST", "/api/orders/resume")[0] == 200
            until_state(live, "playing")
            withdraw_key(keys, "visitor-1")
            with pytest.raises(ConnectionClosedError):
                deque(live, maxlen=0)  # all that is still pushed
        with pytest.raises(InvalidStatus):
            connect(live_at, subprotocols=[Subprotocol("key.wrong")])
        status, figures = asked(port, secret, "GET", "/metrics")
        assert status == 200 and b'kiss_state{state="playing"} 1.0' in figures
        description = json.loads(asked(port, "", "GET", "/api/openapi.json")[1])
        assert "/api/orders/pause" in description["paths"]
        ledger = kiss("report", "--state", stage.state, "--json").stdout
        assert '"door: Anna"' in ledger

        door = show.status().door
        assert door is not None
        kill(door.pid)
        again = show.says(lambda s: s.door.pid not in (None, door.pid) and s.door.url)
        assert wait_until("another door", again, 8) < 2
        assert apart(sight.watch(0.3)) == []
        assert asked(port, secret, "POST", "/api/orders/pause")[0] == 200
        # the layout is followed while the show plays
        other = free_port()
        stage.layout.write_text(TRIPTYCH + f"door: {{port: {other}}}\n")
        wait_until("the other port", show.says(lambda s: str(other) in s.door.url), 8)
        assert asked(other, secret, "GET", "/api/me")[0] == 200
        assert "Traceback" not in show.said()
        assert "Traceback" not in (stage.state / "logs" / "door.log").read_text()

"""The page for a Stream Deck in docs/door.md, sent as Companion's generic HTTP module sends it.

That module reads the body and the headers as JSON, sends them by Node's client `got`, and puts
status and body into variables. An order's file in docs is what a person copies, so it is read.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from open_door import Answer, OpenDoor

from installation.door import SmallJpeg
from installation.link import Reply
from installation.model import Blackout, Go, Hold, Open, Role, Swap, Toggle, Voice
from installation.said import verbatim

DOCS = (Path(__file__).parents[2] / "docs" / "door.md").read_text()
PRESETS = re.findall(r"\| ([\w ]+): `(\w+)` `(\{.*?\})`", DOCS)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDoor]:
    with OpenDoor(tmp_path_factory.mktemp("door")).open() as opened:
        opened.renew()
        yield opened


def pressed(door: OpenDoor, method: str, uri: str, header: str, body: str = "") -> Answer:
    """An action of the module: body and header as a person has typed them."""
    sent = json.dumps(json.loads(body), separators=(",", ":")) if body else None
    headers = {
        "user-agent": "got (https://github.com/sindresorhus/got)",
        "accept-encoding": "gzip, deflate, br",
        **({"content-type": "application/json"} if sent is not None else {}),
        **{name.lower(): value for name, value in json.loads(header).items()},
    }
    return door.ask(method, uri, None, sent, **headers)


def header(door: OpenDoor) -> str:
    return json.dumps({"Authorization": f"Bearer {door.secrets[Role.ATTENDANT]}"})


def test_every_preset_of_the_page_is_carried_out(door: OpenDoor) -> None:
    assert len(PRESETS) == 15
    door.show.given.clear()
    for _, name, body in PRESETS:
        answer = pressed(door, "POST", f"/api/orders/{name}", header(door), body)
        assert (answer.status, answer.said["text"]) == (200, "done")
        assert "content-encoding" not in answer.headers
    given = [order for order, by in door.show.given if by == "attendant"]
    assert len(given) == 15
    for order in (Toggle(), Blackout("toggle"), Go("kiss"), Hold("kiss"), Swap("boundary")):
        assert order in given
    assert Voice("none") in given and Open() in given


def test_a_button_that_is_wrong_says_why(door: OpenDoor) -> None:
    door.show.reply = Reply(False, verbatim("there is no beat 'kis'"))
    answer = pressed(door, "POST", "/api/orders/go", header(door), '{"place": "kis"}')
    assert (answer.status, answer.said["text"]) == (409, "there is no beat 'kis'")
    wrong = json.dumps({"Authorization": "Bearer old"})
    assert pressed(door, "POST", "/api/orders/pause", wrong, "{}").status == 401
    door.show.reply = Reply(True, verbatim("done"))


def test_a_key_shows_its_screen(door: OpenDoor) -> None:
    door.pictures["left"] = SmallJpeg(b"picture", 7, 90_000_000)
    for _ in range(2):  # the module keeps nothing: it asks for the whole picture each time
        answer = pressed(door, "GET", "/pictures/screens/left.jpg", header(door))
        assert (answer.status, answer.body) == (200, b"picture")
        assert answer.headers["content-type"] == "image/jpeg"


def test_what_a_button_shows_is_read(door: OpenDoor) -> None:
    answer = pressed(door, "GET", "/api/status", header(door))
    assert answer.said["state"] == "playing"
    assert answer.headers["content-type"] == "application/json"

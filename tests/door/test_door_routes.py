"""What is asked at the door, over a real socket: keys, roles, orders, presses that come twice."""

import json
import socket
import time
from collections.abc import Iterator

import pytest
from open_door import OpenDoor
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from installation.door import SmallJpeg, withdraw_key
from installation.door._routes import LONGEST, ORDERS
from installation.link import Reply
from installation.model import Go, Level, OrderKind, Pause, Pin, Role, Surface, orders_offered
from installation.said import verbatim

KINDS = list(orders_offered(Surface.DOOR))


@pytest.fixture(scope="module")
def open_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDoor]:
    with OpenDoor(tmp_path_factory.mktemp("door")).open() as opened:
        yield opened


@pytest.fixture
def door(open_door: OpenDoor) -> OpenDoor:
    open_door.renew()
    return open_door


def body_of(kind: OrderKind) -> str:
    return json.dumps({name: t.example for name, t in zip(kind.names, kind.takes, strict=True)})


def test_an_order_is_given_in_the_name_of_the_key(door: OpenDoor) -> None:
    answer = door.ask("POST", "/api/orders/pause", Role.ATTENDANT)
    assert (answer.status, answer.said) == (
        200,
        {"ok": True, "text": "done", "said": "done"},
    )
    door.ask("POST", "/api/orders/go", Role.TECHNICIAN, '{"place": "kiss"}')
    assert door.show.given == [(Pause(), "attendant"), (Go("kiss"), "technician")]


def test_what_the_show_says_to_an_order_comes_back(door: OpenDoor) -> None:
    door.show.reply = Reply(True, verbatim("done"), undo=Pin("kiss-1", "left"))
    said = door.ask("POST", "/api/orders/unpin", body='{"screen": "left"}').said
    assert said["undo"] == {"order": "pin", "words": {"version": "kiss-1", "screen": "left"}}
    door.show.reply = Reply(False, verbatim("there is no beat 'kis'"))
    answer = door.ask("POST", "/api/orders/go", body='{"place": "kis"}')
    assert (answer.status, answer.said["text"]) == (409, "there is no beat 'kis'")
    door.show.reply = door.show.told = None
    assert door.ask("POST", "/api/orders/pause").status == 503
    assert door.ask("GET", "/api/status").status == 503
    assert door.ask("GET", "/metrics").status == 503


@pytest.mark.parametrize("secret", ["", "wrong", "é", "x" * 5000])
def test_a_wrong_key_opens_nothing(door: OpenDoor, secret: str) -> None:
    bearer = {"authorization": f"Bearer {secret}"}
    for method, path in (
        *(("POST", f"/api/orders/{kind.name}") for kind in KINDS),
        *(("GET", path) for path in ("/api/status", "/api/me", "/captions", "/metrics")),
    ):
        answer = door.ask(method, path, None, body=b"{}", **bearer)
        assert (answer.status, answer.headers["connection"]) == (401, "close")
    assert door.show.given == []


def test_a_withdrawn_key_opens_nothing_from_then_on(door: OpenDoor) -> None:
    assert door.ask("POST", "/api/orders/pause", Role.ATTENDANT).status == 200
    withdraw_key(door.file, "attendant")
    assert door.ask("POST", "/api/orders/pause", Role.ATTENDANT).status == 401
    assert door.ask("POST", "/api/orders/pause", Role.TECHNICIAN).status == 200
    assert len(door.show.given) == 2


@pytest.mark.parametrize("role", Role)
def test_a_visitor_is_told_what_is_for_visitors(door: OpenDoor, role: Role) -> None:
    door.show.told = '{"folder": "secret"}'
    door.public = lambda status: status.replace("secret", "public")
    told = "public" if role is Role.VISITOR else "secret"
    assert door.ask("GET", "/api/status", role).said == {"folder": told}
    offered = [Subprotocol("kiss"), Subprotocol(f"key.{door.secrets[role]}")]
    with connect(f"ws://127.0.0.1:{door.port}/api/live", subprotocols=offered, proxy=None) as live:
        assert json.loads(live.recv(20)) == {"folder": told}


@pytest.mark.parametrize("role", Role)
def test_a_role_gives_its_orders_and_no_others(door: OpenDoor, role: Role) -> None:
    for kind in KINDS:
        before = len(door.show.given)
        answer = door.ask("POST", f"/api/orders/{kind.name}", role, body_of(kind))
        while answer.status == 429:
            time.sleep(0.1)
            answer = door.ask("POST", f"/api/orders/{kind.name}", role, body_of(kind))
        may = role >= kind.role
        assert answer.status == (200 if may else 403)
        assert len(door.show.given) - before == may


def test_who_the_key_is_for_is_told(door: OpenDoor) -> None:
    for role in Role:
        said = door.ask("GET", "/api/me", role).said
        assert said == {"name": str(role), "role": str(role)}
        assert door.ask("GET", "/api/status", role).body == door.show.told.encode()


def test_a_press_that_comes_twice_is_carried_out_once(door: OpenDoor) -> None:
    for _ in range(3):
        assert door.ask("POST", "/api/orders/toggle", idempotency_key="a").status == 200
    door.ask("POST", "/api/orders/toggle", idempotency_key="b")
    assert len(door.show.given) == 2
    # another hand's press of the same name is another press
    door.ask("POST", "/api/orders/toggle", Role.ATTENDANT, idempotency_key="a")
    assert len(door.show.given) == 3


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/api/orders/paus", "", 400, "did you mean 'pause'?"),
        ("/api/orders/go", "", 400, "'go' needs a beat's name"),
        ("/api/orders/go", '{"plce": "kiss"}', 400, "did you mean 'place'?"),
        ("/api/orders/pause", '{"place": "kiss"}', 400, "it stands alone"),
        ("/api/orders/go", '{"place": ["kiss"]}', 400, "takes a JSON object"),
        ("/api/orders/go", "[" * 3000, 400, "takes a JSON object"),
        ("/api/orders/go", "[1]", 400, "takes a JSON object"),
        ("/api/orders/level", '{"screen": "left", "percent": 101}', 400, "is not a level"),
        ("/api/orders/blackout", '{"switch": "maybe"}', 400, "takes on, off or toggle"),
        ("/api/orders/go", " " * (LONGEST + 1), 413, "a body is at most"),
        ("/api/nothing", "", 404, "there is nothing here"),
    ],
)
def test_bad_words_get_a_clear_answer(
    door: OpenDoor, path: str, body: str, status: int, said: str
) -> None:
    answer = door.ask("POST", path, body=body)
    assert answer.status == status
    assert said in answer.said["text"]
    assert door.show.given == []


def test_a_flood_of_one_key_leaves_the_others_theirs(door: OpenDoor) -> None:
    asked = [door.ask("POST", "/api/orders/sync", Role.ATTENDANT).status for _ in range(60)]
    assert 429 in asked and len(door.show.given) <= ORDERS[0] + ORDERS[1] * 10
    assert door.ask("POST", "/api/orders/pause", Role.TECHNICIAN).status == 200
    # levels come from a slider that is moved, and are merged by the show
    level = '{"screen": "left", "percent": 40}'
    assert door.ask("POST", "/api/orders/level", Role.ATTENDANT, level).status == 200
    assert door.show.given[-1] == (Level("left", 40), "attendant")


def test_a_page_is_sent_once_and_lets_nobody_else_in(door: OpenDoor) -> None:
    page = door.ask("GET", "/", None)
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    again = door.ask("GET", "/", None, if_none_match=page.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_a_picture_that_a_browser_has_is_not_sent_again(door: OpenDoor) -> None:
    assert door.ask("GET", "/pictures/wall.jpg").status == 404
    door.pictures["left"] = SmallJpeg(b"picture", 7, 90_000_000)
    path = "/pictures/screens/left.jpg"
    first = door.ask("GET", path, Role.VISITOR)
    assert (first.status, first.body, first.headers["x-age-ms"]) == (200, b"picture", "90")
    again = door.ask("GET", path, Role.VISITOR, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert door.ask("GET", path, None).status == 401


def test_the_pictures_of_versions_are_not_for_the_public(door: OpenDoor) -> None:
    door.stills["abc123", "00001500.jpg"] = b"still"
    path = "/pictures/versions/abc123/00001500.jpg"
    found = door.ask("GET", path, Role.ATTENDANT)
    assert (found.status, found.body) == (200, b"still")
    assert found.headers["content-type"] == "image/jpeg"
    assert "private" in found.headers["cache-control"]
    assert door.ask("GET", path, Role.VISITOR).status == 403
    assert door.ask("GET", path, None).status == 401
    door.stills["..", "keys.json"] = door.stills["abc123", "keys.json"] = b"secret"
    for odd in (
        "../keys.json",
        "%2e%2e/keys.json",
        "abc123/keys.json",
        "abc123/1.jpg",
        "ABC/1.jpg",
    ):
        assert door.ask("GET", f"/pictures/versions/{odd}", Role.TECHNICIAN).status == 404


def test_what_is_heard_is_told(door: OpenDoor) -> None:
    door.peaks |= {"left": 0.123456, "loop": 0.0}
    assert door.ask("GET", "/api/meters", Role.VISITOR).said == {"left": 0.1235, "loop": 0.0}
    assert door.ask("GET", "/api/meters", None).status == 401


@pytest.mark.parametrize(
    "said", [b"\0" * 100, b"GET / HTTP/9\r\n\r\n", b"GET /" + b"a" * 70_000, b"\x16\x03\x01" * 9]
)
def test_rubbish_is_answered_or_hung_up_on(door: OpenDoor, said: bytes) -> None:
    with socket.create_connection(("127.0.0.1", door.port), timeout=60) as caller:
        try:
            caller.sendall(said)
            heard = caller.recv(1000)
        except ConnectionError:
            heard = b""
    assert heard == b"" or heard.startswith(b"HTTP/1.1 4")
    assert door.ask("GET", "/api/me").status == 200


def test_who_says_nothing_makes_room_for_who_comes(door: OpenDoor) -> None:
    door.crowd._most = 20
    silent = [socket.create_connection(("127.0.0.1", door.port)) for _ in range(60)]
    try:
        assert door.ask("POST", "/api/orders/pause").status == 200
        silent[0].settimeout(60)
        assert silent[0].recv(1) == b""  # hung up
        silent[-1].setblocking(False)
        with pytest.raises(BlockingIOError):
            silent[-1].recv(1)
    finally:
        for caller in silent:
            caller.close()

"""Hub and spokes over a real socket, and a command that meets nobody."""

import itertools
import os
import select
import shutil
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import zmq
from own_threads import until_all_rest

from installation.errors import LinkError
from installation.link import (
    Client,
    Follow,
    Hello,
    Hub,
    Leave,
    Message,
    OrderGiven,
    Reply,
    Spoke,
    endpoint,
    programme_path,
    ring_path,
    run_folder,
)
from installation.link._sockets import LARGEST, listening
from installation.model import Go
from installation.said import verbatim
from installation.timeline import Programme


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path / "state"


@pytest.fixture
def opened() -> Iterator[Callable[[type, str], SimpleNamespace]]:
    """Opens hubs and spokes, and closes those that a test has not."""
    made: list[Hub | Spoke] = []

    def open_one(kind: type, where: str) -> Hub | Spoke:
        made.append(kind(where))
        return made[-1]

    yield open_one
    for end in made:
        end.close()


def heard(hub: Hub, count: int = 1) -> list[tuple[bytes, Message]]:
    """So many messages at the hub."""
    found: list[tuple[bytes, Message]] = []
    deadline = time.monotonic() + 60
    while len(found) < count:
        found += hub.receive()
        assert time.monotonic() < deadline, f"only {found} came"
        time.sleep(0.001)
    return found


def answered(spoke: Spoke) -> Message:
    return next(iter(spoke.receive(60_000)))


def test_each_hears_its_own_answer(state: Path, opened: Callable) -> None:
    hub = opened(Hub, endpoint(state))
    spokes = {role: opened(Spoke, endpoint(state)) for role in ("left", "right", "stage")}
    for role, spoke in spokes.items():
        spoke.send(Hello(role, 1))
    for sender, message in heard(hub, 3):
        assert isinstance(message, Hello)
        hub.send(sender, Reply(True, verbatim(message.role)))
    for role, spoke in spokes.items():
        assert answered(spoke) == Reply(True, verbatim(role))
        assert not list(spoke.receive())


def test_messages_keep_their_order(state: Path, opened: Callable) -> None:
    hub, spoke = opened(Hub, endpoint(state)), opened(Spoke, endpoint(state))
    for k in range(10):
        spoke.send(Hello("left", k))
    arrived = heard(hub, 10)
    assert [message for _, message in arrived] == [Hello("left", k) for k in range(10)]
    for k in range(1, 100):
        hub.send(arrived[0][0], Follow(Programme(k)))
    got = list(itertools.islice(_stream(spoke), 99))
    assert got == [Follow(Programme(k)) for k in range(1, 100)]


def _stream(spoke: Spoke) -> Iterator[Message]:
    while batch := list(spoke.receive(60_000)):
        yield from batch


def test_the_hub_s_descriptor_wakes_who_waits(state: Path, opened: Callable) -> None:
    hub, spoke = opened(Hub, endpoint(state)), opened(Spoke, endpoint(state))
    list(hub.receive())
    for k in range(5):
        spoke.send(Hello("left", k))
        found: list[tuple[bytes, Message]] = []
        deadline = time.monotonic() + 60
        while not found and time.monotonic() < deadline:
            assert select.select([hub.fileno()], [], [], 60)[0]
            found = list(hub.receive())  # it may wake for nothing, never sleep over something
        assert [message for _, message in found] == [Hello("left", k)]


def test_of_a_flood_only_so_much_is_taken_and_each_sender_has_its_turn(
    state: Path, opened: Callable
) -> None:
    hub = opened(Hub, endpoint(state))
    flood, hand = opened(Spoke, endpoint(state)), opened(Spoke, endpoint(state))
    for spoke in (flood, hand):
        spoke.send(Hello("known", 0))
    heard(hub, 2)
    for k in range(12):
        flood.send(Hello("flood", k))
    hand.send(Hello("hand", 0))
    until_all_rest()  # all of it has come by now
    first = [message for _, message in hub.receive(5)]
    assert len(first) == 5
    assert Hello("hand", 0) in first
    assert len(heard(hub, 8)) == 8


def test_a_message_that_is_too_large_ends_its_sender_only(state: Path, opened: Callable) -> None:
    hub, spoke = opened(Hub, endpoint(state)), opened(Spoke, endpoint(state))
    with zmq.Context() as context, context.socket(zmq.DEALER) as stranger:
        stranger.linger = 0
        stranger.connect(endpoint(state))
        stranger.send(bytes(LARGEST + 1))
        spoke.send(Hello("left", 1))
        assert [message for _, message in heard(hub)] == [Hello("left", 1)]


def test_junk_is_passed_over(state: Path, opened: Callable) -> None:
    hub = opened(Hub, endpoint(state))
    with zmq.Context() as context, context.socket(zmq.DEALER) as stranger:
        stranger.connect(endpoint(state))
        deep = b'{"type":"Leave","x":' + b"[" * 99999
        for junk in ([b""], [b"\xff"], [b"{}"], [b"", b""], [deep]):
            stranger.send_multipart(junk)
        stranger.send(b'{"type":"Leave"}')
        ((sender, message),) = heard(hub)
        assert message == Leave()
        hub.send(sender, Leave())
        assert stranger.poll(60_000)


def test_an_answer_to_one_that_is_gone_is_lost(state: Path, opened: Callable) -> None:
    hub, spoke = opened(Hub, endpoint(state)), Spoke(endpoint(state))
    spoke.send(Hello("left", 1))
    ((sender, _),) = heard(hub)
    spoke.close()
    hub.send(sender, Leave())
    hub.send(b"nobody", Leave())
    assert not list(hub.receive())


def test_a_spoke_finds_a_hub_that_comes_back(state: Path, opened: Callable) -> None:
    first = Hub(endpoint(state))
    spoke = opened(Spoke, endpoint(state))
    spoke.send(Hello("left", 1))
    heard(first)
    first.close()
    for k in range(1000):  # life signs to nobody: they neither block nor fail
        spoke.send(Hello("left", k))
    second = opened(Hub, endpoint(state))
    deadline = time.monotonic() + 60
    known: dict[bytes, Message] = {}
    while not any(message == Hello("left", -1) for message in known.values()):
        assert time.monotonic() < deadline
        spoke.send(Hello("left", -1))
        known |= dict(second.receive())
        time.sleep(0.01)
    for sender in known:
        second.send(sender, Leave())
    assert answered(spoke) == Leave()


def test_a_hub_whose_folder_was_removed_is_found_again(state: Path, opened: Callable) -> None:
    hub, before = opened(Hub, endpoint(state)), opened(Spoke, endpoint(state))
    before.send(Hello("before", 1))
    ((sender, _),) = heard(hub)
    shutil.rmtree(run_folder(state))
    hub.stay()
    after = opened(Spoke, endpoint(state))
    after.send(Hello("after", 1))
    assert [message for _, message in heard(hub)] == [Hello("after", 1)]
    before.send(Hello("before", 2))
    assert heard(hub) == [(sender, Hello("before", 2))]  # it has not had to call again
    hub.stay()
    hub.send(sender, Leave())
    assert answered(before) == Leave()
    assert stat.S_IMODE(run_folder(state).stat().st_mode) == 0o700


def test_a_spoke_may_be_there_first(state: Path, opened: Callable) -> None:
    spoke = opened(Spoke, endpoint(state))
    spoke.send(Hello("left", 1))
    assert not list(spoke.receive())
    assert heard(opened(Hub, endpoint(state)))[0][1] == Hello("left", 1)


def test_an_endpoint_that_cannot_be_had_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LinkError, match="cannot listen"):
        Hub(f"ipc://{tmp_path}/file/show")


def test_a_command_gets_its_answer(state: Path, opened: Callable) -> None:
    hub = opened(Hub, endpoint(state))

    def answer() -> None:
        ((sender, order),) = heard(hub)
        assert order == OrderGiven(Go("1:10"))
        hub.send(sender, Reply(True, verbatim("to 70.0 s")))

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        assert Client(state).send(Go("1:10")) == Reply(True, verbatim("to 70.0 s"))
    finally:
        thread.join()


def test_nobody_there_is_said_at_once_with_advice(state: Path) -> None:
    with pytest.raises(LinkError, match="no show answers") as caught:
        Client(state, timeout_s=60).status()
    assert not run_folder(state).exists()  # asking leaves nothing behind
    assert str(state) in caught.value.message and "kiss play" in caught.value.advice


def test_a_dead_show_s_socket_is_nobody(state: Path) -> None:
    Hub(endpoint(state)).close()
    Path(endpoint(state).removeprefix("ipc://")).touch()
    assert listening(endpoint(state))
    with pytest.raises(LinkError, match="no show answers"):
        Client(state, timeout_s=0.05).status()


@pytest.mark.parametrize("begun_by_log_in", [True, False])
def test_a_show_is_found_from_another_environment(
    begun_by_log_in: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Callable
) -> None:
    """A log-in names the user's run folder; `sudo -u` and cron do not."""
    own, state = tmp_path / "user" / str(os.getuid()), tmp_path / "state"
    own.mkdir(parents=True)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("installation.link._run_folder.USERS", tmp_path / "user")
    monkeypatch.setattr("installation.link._run_folder.SHARED", tmp_path / "tmp")

    def environment(log_in: bool) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / f"private-{log_in}"))
        if log_in:
            monkeypatch.setenv("XDG_RUNTIME_DIR", str(own))
        else:
            monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)

    environment(begun_by_log_in)
    opened(Hub, endpoint(state))
    begun = run_folder(state)
    environment(not begun_by_log_in)
    assert run_folder(state) == begun and listening(endpoint(state))
    with pytest.raises(LinkError, match="another controller"):  # and not a second one beside it
        Hub(endpoint(state))


def test_one_that_was_begun_before_there_was_a_log_in_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Callable
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("installation.link._run_folder.USERS", tmp_path / "user")
    monkeypatch.setattr("installation.link._run_folder.SHARED", tmp_path / "tmp")
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    opened(Hub, endpoint(tmp_path / "state"))
    (tmp_path / "user" / str(os.getuid())).mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "user" / str(os.getuid())))
    assert run_folder(tmp_path / "state").parent == tmp_path / "tmp"


def test_a_show_begins_where_logind_has_made_no_folder_and_is_found_once_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Callable
) -> None:
    """A kiosk's unit names the folder, whether or not the user's own services have begun."""
    (tmp_path / "tmp").mkdir()
    user = tmp_path / "user" / str(os.getuid())
    monkeypatch.setattr("installation.link._run_folder.USERS", tmp_path / "user")
    monkeypatch.setattr("installation.link._run_folder.SHARED", tmp_path / "tmp")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(user))
    opened(Hub, endpoint(tmp_path / "state"))
    assert run_folder(tmp_path / "state").parent == tmp_path / "tmp"
    user.mkdir(parents=True)
    assert run_folder(tmp_path / "state").parent == tmp_path / "tmp"


def test_two_who_have_temporary_folders_of_their_own_mean_the_same_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    found = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv("TMPDIR", str(tmp_path / name))
        monkeypatch.setattr("tempfile.tempdir", None)  # as in a process of its own
        found.append(run_folder(tmp_path / "state"))
    assert found[0] == found[1]


def test_every_state_folder_has_its_own_places(state: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert endpoint(state) != endpoint(other)
    assert ring_path(state, 0) not in (ring_path(state, 1), ring_path(other, 0))
    assert programme_path(state).parent == state
    # the same folder by another way
    assert endpoint(tmp_path / "x" / ".." / "state") == endpoint(state)


def test_a_show_s_socket_is_its_user_s_alone(state: Path, opened: Callable) -> None:
    opened(Hub, endpoint(state))
    assert stat.S_IMODE(run_folder(state).stat().st_mode) == 0o700


def test_a_run_folder_that_somebody_else_has_laid_is_not_used(state: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    run_folder(state).symlink_to(tmp_path / "theirs")
    with pytest.raises(LinkError, match="is not this user's folder"):
        Hub(endpoint(state))
    assert not any((tmp_path / "theirs").iterdir())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_run_folder_of_another_user_is_not_used(state: Path) -> None:
    run_folder(state).mkdir(parents=True)
    os.chown(run_folder(state), 65534, 65534)
    with pytest.raises(LinkError, match="is not this user's folder"):
        Hub(endpoint(state))


def test_an_endpoint_that_somebody_has_is_not_taken_over(state: Path, opened: Callable) -> None:
    hub = opened(Hub, endpoint(state))
    with pytest.raises(LinkError, match=f"another controller .*process {os.getpid()}"):
        Hub(endpoint(state))
    spoke = opened(Spoke, endpoint(state))
    spoke.send(Leave())
    assert [message for _, message in heard(hub)] == [Leave()]


def test_an_endpoint_that_a_killed_process_has_left_is_free(state: Path, opened: Callable) -> None:
    file = Path(endpoint(state).removeprefix("ipc://"))
    file.parent.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(file))
        left.listen()
    assert file.exists()
    hub, spoke = opened(Hub, endpoint(state)), opened(Spoke, endpoint(state))
    spoke.send(Leave())
    assert [message for _, message in heard(hub)] == [Leave()]

"""The door's process in a house's network: its certificate, its name by mDNS, its life signs."""

import http.client
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from zeroconf import Zeroconf

from installation.door import house_names, keys_file, make_key
from installation.link import AskStatus, DoorStatus, Follow, Hello, Hub, OrderGiven, Reply
from installation.model import Pause, Role
from installation.said import verbatim
from installation.timeline import Programme

pytestmark = [pytest.mark.process, pytest.mark.patient]
LAYOUT = "title: The Kiss, tested\nscreens:\n  - {name: left, display: {position: 1}}\n"


class PlayedController:
    """The controller's end of the link."""

    def __init__(self, endpoint: str) -> None:
        self.hub = Hub(endpoint)
        self.said = DoorStatus(0)
        self.given: list[OrderGiven] = []
        self.asked = False

    def hear(self, until: Callable[[], bool], patience_s: float = 30.0) -> None:
        deadline = time.monotonic() + patience_s
        while not until():
            assert time.monotonic() < deadline
            for sender, message in self.hub.receive():
                match message:
                    case Hello():
                        self.hub.send(sender, Follow(Programme(1)))
                    case DoorStatus():
                        self.said = message
                    case AskStatus():
                        self.asked = True
                        self.hub.send(sender, Reply(True, data='{"state": "playing"}'))
                    case OrderGiven():
                        self.given.append(message)
                        self.hub.send(sender, Reply(True, verbatim("held"), ref=message.ref))
            time.sleep(0.01)


def asked(
    caller: http.client.HTTPConnection, secret: str, method: str, path: str
) -> http.client.HTTPConnection:
    caller.request(method, path, headers={"authorization": f"Bearer {secret}"})
    return caller


def trusting(certificate: Path) -> ssl.SSLContext:
    """A program's that was given the door's own certificate, and believes no other."""
    context = ssl.create_default_context(cafile=certificate)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


def test_a_door_for_the_house(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    layout, state = tmp_path / "layout.yaml", tmp_path / "state"
    layout.write_text(f"{LAYOUT}door: {{port: {port}, address: 0.0.0.0}}\n")
    _, secret = make_key(keys_file(state), Role.ATTENDANT, "Anna", date(2026, 1, 1))
    endpoint = f"ipc://{tmp_path}/link"
    controller = PlayedController(endpoint)
    command = [sys.executable, "-m", "installation.apps.door", "--endpoint", endpoint]
    command += ["--layout", str(layout), "--state", str(state)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    network = Zeroconf(interfaces=["127.0.0.1"])
    try:
        controller.hear(lambda: bool(controller.said.url))
        assert controller.said.pid == process.pid
        assert controller.said.url == f"https://{house_names()[0][0]}:{port}"
        context = trusting(state / "door" / "certificate.pem")
        by_tls = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=context)
        caller = asked(by_tls, secret, "POST", "/api/orders/pause")
        controller.hear(lambda: bool(controller.given))
        (given,) = controller.given
        assert (given.order, given.by) == (Pause(), "Anna") and given.at_ns > 0
        answer = caller.getresponse()
        assert (answer.status, answer.read()) == (200, b'{"ok":true,"text":"held","said":"held"}')
        caller.close()
        controller.hear(lambda: controller.said.orders == 1)

        name = "The Kiss, tested._https._tcp.local."
        found = network.get_service_info("_https._tcp.local.", name, 60_000)
        assert found is not None and found.port == port and found.properties[b"path"] == b"/"

        # without a door in the layout the port is free; taken, it says so; a layout that says
        # something else is followed at once, and the same key opens the door
        layout.write_text(LAYOUT)
        controller.hear(lambda: not controller.said.url)
        with socket.create_server(("127.0.0.1", port)):
            layout.write_text(f"{LAYOUT}door: {{port: {port}, tls: own}}\n")
            controller.hear(lambda: "cannot listen" in " ".join(controller.said.missing))
        layout.write_text(f"{LAYOUT}door: {{port: {port}}}\n")
        controller.hear(lambda: controller.said.url == f"http://127.0.0.1:{port}")
        assert controller.said.missing == ()
        plain = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        caller = asked(plain, secret, "GET", "/api/status")
        controller.hear(lambda: controller.asked)
        assert caller.getresponse().read() == b'{"state": "playing"}'
        caller.close()
        process.terminate()
        assert process.wait(20) == 0
    finally:
        network.close()
        process.kill()
        _, said = process.communicate()
        controller.hub.close()
    assert "Traceback" not in said, said
    assert (state / "door" / "certificate.key").stat().st_mode & 0o077 == 0

"""An emulated projector on a TCP port of this machine, as PJLink has it."""

import hashlib
import socket
import socketserver
import threading
import time
from typing import Self

from emulated_projector import EmulatedProjector

from installation.power import PowerAnswer

POWER = {
    PowerAnswer.OFF: "0",
    PowerAnswer.ON: "1",
    PowerAnswer.COOLING: "2",
    PowerAnswer.WARMING: "3",
    PowerAnswer.BUSY: "ERR3",
    PowerAnswer.BROKEN: "ERR4",
}


class PjlinkServer:
    """Answers for a projector; ``hours`` and ``errors`` are what it says of itself.

    ``says`` in place of its answers is for lines that are no PJLink; ``hangs`` takes the connection
    and says nothing.
    """

    def __init__(self, projector: EmulatedProjector, password: str = "", level: str = "2") -> None:
        self.projector, self.password, self.level = projector, password, level
        self.lamps, self.filter, self.errors = "1234 1", "56", "000000"
        self.says, self.hangs = "", False
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 5

            def handle(self) -> None:
                outer.serve(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self, line: socketserver.StreamRequestHandler) -> None:
        """One connection: a greeting, one command, its answer."""
        if self.hangs:
            line.rfile.read(1)
            return
        salt = "498e4a67"
        line.wfile.write((f"PJLINK 1 {salt}\r" if self.password else "PJLINK 0\r").encode())
        try:
            asked = self._line(line.connection).decode()
        except OSError:
            return
        if self.password:
            digest = hashlib.md5((salt + self.password).encode()).hexdigest()
            if not asked.startswith(digest):
                line.wfile.write(b"PJLINK ERRA\r")
                return
            asked = asked[len(digest) :]
        head, _, what = asked.partition(" ")
        line.wfile.write(f"{head}={self.says or self._answer(head[1:], what)}\r".encode())

    def _line(self, connection: socket.socket) -> bytes:
        data = b""
        while not data.endswith(b"\r"):
            more = connection.recv(1)
            if not more:
                raise OSError("it has gone")
            data += more
        return data[:-1]

    def _answer(self, command: str, what: str) -> str:
        now_ns = time.monotonic_ns()
        if command == "1POWR" and what == "?":
            return POWER.get(self.projector.ask(now_ns), "ERR3")
        if command == "1POWR":
            return "OK" if self.projector.tell(what == "1", now_ns) else "ERR3"
        if self.projector.state(now_ns) is not PowerAnswer.ON:
            return "ERR3"
        known = {"1LAMP": self.lamps, "1ERST": self.errors, "1CLSS": self.level}
        if self.level == "2":
            known["2FILT"] = self.filter
        return known.get(command, "ERR1")

"""The system's message bus (D-Bus), asked before an X server is, which would wait for it for ever.

Xorg looks for logind on it before it opens its screens, with libdbus's own call, which has no limit
of time: beside a bus that hangs no server ever came up. Only the handshake's first words are
spoken here (D-Bus specification, "Authentication Protocol"); a bus that hangs has its connections
accepted by the kernel, and never answers.
"""

import os
import socket
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "DBUS_SYSTEM_BUS_ADDRESS"
NONE = "disabled:"
"""An address of no known kind, at which a client gives up at once."""
PATIENCE_S = 10.0
"""A machine that begins is slow, and a server without the bus tries again all ten seconds."""
_USUAL = "unix:path=/run/dbus/system_bus_socket"


def hangs(environment: Mapping[str, str], patience_s: float = PATIENCE_S) -> bool:
    """Tell whether the bus takes connections and does not speak; blocks for so long at most."""
    kind, _, path = environment.get(VARIABLE, _USUAL).partition("=")
    if kind != "unix:path" or not Path(path).is_socket():
        return False
    with socket.socket(socket.AF_UNIX) as bus:
        bus.settimeout(patience_s)
        try:
            bus.connect(path)
            bus.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
            bus.recv(64)
        except TimeoutError:
            return True
        except OSError:
            return False
        return False

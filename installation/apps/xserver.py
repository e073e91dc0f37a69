"""Runs a kiosk's X server, and the session in it: the process that systemd speaks to.

Told to end (`systemctl stop kiss`, a machine that is switched off) it ends the session first, and
the X server when that is gone: so the show closes its record and takes its picture and its sound
away in order. xinit, which stood here, ended the server at once, and the show was killed with it.

If one of both ends by itself it ends, too, and systemd begins everything again; so it does when it
is not told any more that all is well. Then nobody is asked: a show that is killed goes on with what
it played, and one that was ended begins anew.
"""

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from installation.apps import _notify as notify
from installation.kiosk import cookie, systembus

_SYSTEMD = "NOTIFY_SOCKET"
_COOKIE = "XAUTHORITY"
_SOCKETS = Path("/tmp/.X11-unix")
_LEAVE = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_AT_ONCE = signal.SIGQUIT
"""systemd's word that the show hangs, by the unit's WatchdogSignal."""
_READY = signal.SIGUSR1
"""An X server tells its parent by it that clients may come, if it began with it ignored."""
_IGNORED = (_READY, signal.SIGTTIN, signal.SIGTTOU)
"""The server is none of the terminal's foreground group, and sets its terminal all the same."""
_HEARD = {*_LEAVE, _AT_ONCE, _READY, signal.SIGCHLD}


class KioskServer:
    """The commands of a server and of the session in it; both get ``environment``. One thread."""

    def __init__(
        self, server: Sequence[str], session: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        self._server, self._session = list(server), list(session)
        self._environment = dict(environment)
        self._running: dict[int, str] = {}

    def run(self) -> int:
        """Until a signal asks to leave, which gives 0, or one of both has ended, which gives 1.

        Raises OSError when one of them cannot be begun. All signals stay blocked afterwards.
        """
        # blocked, they wait for sigwait, even one that is ignored: none comes too early
        signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
        for number in _IGNORED:
            signal.signal(number, signal.SIG_IGN)
        server = self._begin(self._server, around_server(self._environment))
        heard = self._heard({*_LEAVE, _AT_ONCE, _READY})
        if heard is _READY:
            session = self._begin(self._session, around_session(self._environment), _IGNORED)
            heard = self._heard({*_LEAVE, _AT_ONCE})
            if heard in _LEAVE:
                self._end(session)
        self._end(server)
        return 0 if heard in _LEAVE else 1

    def _begin(
        self, command: list[str], around: Mapping[str, str], usual: Sequence[signal.Signals] = ()
    ) -> int:
        # a process group for each, so that what a terminal or a child sends meets one of them only
        pid = os.posix_spawn(
            command[0], command, around, setpgroup=0, setsigmask=(), setsigdef=usual
        )
        self._running[pid] = command[0]
        return pid

    def _heard(self, wanted: set[signal.Signals]) -> signal.Signals:
        """Wait for one of some signals; SIGCHLD when a child has ended."""
        while True:
            number = signal.Signals(signal.sigwait(_HEARD))
            if number in wanted or (number is signal.SIGCHLD and self._reaped()):
                return number

    def _reaped(self) -> bool:
        """Take the ends of children; tell whether there was one."""
        before = len(self._running)
        for pid in list(self._running):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._tell(pid, status)
        return len(self._running) < before

    def _tell(self, pid: int, status: int) -> None:
        what, code = self._running.pop(pid), os.waitstatus_to_exitcode(status)
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        print(f"kiss: {what} {how}", file=sys.stderr, flush=True)

    def _end(self, pid: int) -> None:
        """Ask a child to end, if it has not, and wait for that."""
        if pid in self._running:
            os.kill(pid, signal.SIGTERM)
            self._tell(pid, os.waitpid(pid, 0)[1])


def around_server(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without systemd's socket: X would say there that the show is ready."""
    return {name: text for name, text in environment.items() if name != _SYSTEMD}


def around_session(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with systemd's socket under the show's name, which nobody else knows."""
    found = around_server(environment)
    if _SYSTEMD in environment:
        found[notify.VARIABLE] = environment[_SYSTEMD]
    return found


def main(words: Sequence[str] | None = None, sockets: Path = _SOCKETS) -> int:
    """Entry of the process: ``SESSION ... -- SERVER ...``, the server's first word after it :0."""
    given = list(sys.argv[1:] if words is None else words)
    at = given.index("--")
    session, server = given[:at], given[at + 1 :]
    # the server makes it for nobody but root, and complains
    sockets.mkdir(exist_ok=True)
    sockets.chmod(0o1777)
    cookie.write(Path(os.environ[_COOKIE]))
    around = {**os.environ, "DISPLAY": server[1]}
    if systembus.hangs(around):
        print("kiss: the system's message bus (D-Bus) does not answer", file=sys.stderr, flush=True)
        around[systembus.VARIABLE] = systembus.NONE
    return KioskServer(server, session, around).run()


if __name__ == "__main__":
    sys.exit(main())

"""The systemd unit that begins the show when the machine starts. Pure: makes its text.

An X server on a virtual terminal of its own, with nothing in it but the show: no desktop, no
greeter, no pointer. ``PAMName=login`` gives it a session on the seat, by which a user without
rights gets the graphics card, the sound card and MIDI; the first six terminals stay for people.

The terminal is put in front before the session begins, as login managers do it: logind hands the
graphics card to the session in front only, and X finds no screen on a card that is paused.
"""

from dataclasses import dataclass
from pathlib import Path

NAME = "kiss.service"
TERMINAL = "7"
SERVER = "/usr/bin/X :0 vt{terminal} -nocursor -nolisten tcp -noreset -keeptty -s 0 -dpms"

_TEXT = """\
# Written by `kiss kiosk install`, which writes it anew; `kiss kiosk uninstall` removes it.
[Unit]
Description=The Kiss, on the displays of this machine
After=systemd-user-sessions.service plymouth-quit-wait.service local-fs.target sound.target
Conflicts=getty@tty{terminal}.service
After=getty@tty{terminal}.service
# for as long as it takes: nobody is there who would try again
StartLimitIntervalSec=0

[Service]
User={user}
PAMName=login
TTYPath=/dev/tty{terminal}
TTYReset=yes
TTYVHangup=yes
TTYVTDisallocate=yes
StandardInput=tty-fail
StandardOutput=journal
StandardError=journal
Environment=XDG_SESSION_TYPE=x11
WorkingDirectory={root}
ExecStartPre=+/usr/bin/chvt {terminal}
ExecStart=/usr/bin/xinit {session} -- {server}
Restart=always
RestartSec=2
TimeoutStopSec=20
KillMode=mixed
# xinit's, when it is told to end
SuccessExitStatus=1
# the stage goes before everything else, the remote in real time, and the show is the last to go
# when memory runs out
LimitNICE=-10
LimitRTPRIO=20
OOMScoreAdjust=-500

[Install]
WantedBy=multi-user.target
"""


@dataclass(frozen=True)
class Kiosk:
    """What starts with the machine: whose it is, the checkout, and the words after ``kiss``."""

    user: str
    root: Path
    words: tuple[str, ...]


def text(kiosk: Kiosk) -> str:
    """The unit's file."""
    session = " ".join(_quoted(word) for word in (str(kiosk.root / "kiss"), *kiosk.words))
    return _TEXT.format(
        user=kiosk.user,
        root=_escaped(str(kiosk.root)),
        session=session,
        terminal=TERMINAL,
        server=SERVER.format(terminal=TERMINAL),
    )


def _escaped(word: str) -> str:
    """With systemd's own specifiers (%h) as plain letters."""
    return word.replace("%", "%%")


def _quoted(word: str) -> str:
    """One word of a command line, after systemd.service(5), "Command lines"."""
    safe = _escaped(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{safe}"' if safe != word or not word or set(word) & set(" \t;'") else word

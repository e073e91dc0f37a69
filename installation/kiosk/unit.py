"""The systemd unit that begins the show when the machine starts. Pure: makes its text.

An X server on a virtual terminal of its own, with nothing in it but the show: no desktop, no
greeter, no pointer. It belongs to a user without rights, who gets the graphics card, the sound card
and MIDI by groups, and not by a session of logind's: its processes would leave the unit, and with
it the limits, the journal and the end that they share. The first six terminals stay for people.

Nothing that X needs lies on a disk, which may be full when the machine begins: cookie and log are
in /run, /tmp is the unit's own, in memory.

The terminal is put in front before X begins, as login managers do it. X comes with a cookie, or
every user of the machine could type into the panel; :mod:`installation.apps.xserver` makes it, and
ends the show before X. X never darkens the displays by itself (-s 0
sets DPMS's times to 0, too), but keeps DPMS: a closed house may want them off.

systemd starts everything again when it is not told for WATCHDOG_S that the controller answers and
the wall is well (:mod:`installation.show._liveness`). What hangs below that is replaced before.
"""

from dataclasses import dataclass
from pathlib import Path

NAME = "kiss.service"
TERMINAL = "7"
GROUPS = ("video", "render", "audio", "input", "tty")
"""What the user who plays has to belong to."""
COOKIE = "/run/kiss/Xauthority"
X_LOG = "/run/kiss/Xorg.log"
SERVER = (
    "/usr/lib/xorg/Xorg :0 vt{terminal} -auth {cookie} -logfile {log} -nocursor -nolisten tcp "
    "-noreset -keeptty -novtswitch -s 0"
)

_TEXT = """\
# Written by `kiss kiosk install`, which writes it again; `kiss kiosk uninstall` removes it.
[Unit]
Description=The Kiss, on the displays of this machine
After=systemd-user-sessions.service plymouth-quit-wait.service local-fs.target sound.target
# the user's own services: the sound system
Wants=user@{uid}.service
After=user@{uid}.service
# until the kernel knows the names of these devices, the unit is let to none of them: a graphics
# card whose driver takes its time, a MIDI box on a machine without a sound card
Wants=modprobe@drm.service modprobe@snd_seq.service
After=modprobe@drm.service modprobe@snd_seq.service
Conflicts=getty@tty{terminal}.service
After=getty@tty{terminal}.service
# for as long as it takes: nobody is there who would try again
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=all
# until the session asks for more; it does so until the first picture is on the displays
TimeoutStartSec=300
WatchdogSec={watchdog}
# not that of an end in order, after which the show begins anew
WatchdogSignal=SIGQUIT
User={user}
SupplementaryGroups={groups}
TTYPath=/dev/tty{terminal}
TTYReset=yes
TTYVHangup=yes
TTYVTDisallocate=yes
StandardInput=tty-fail
StandardOutput=journal
StandardError=journal
Environment=XDG_SESSION_TYPE=x11 XDG_RUNTIME_DIR=/run/user/{uid} XAUTHORITY={cookie}
RuntimeDirectory=kiss
RuntimeDirectoryMode=0700
WorkingDirectory={root}
ExecStartPre=+/usr/bin/chvt {terminal}
{owned}ExecStart={python} -P -m installation.apps.xserver {session} -- {server}
Restart=always
RestartSec=2
# the show ends in order, then X; who is left after that is killed
TimeoutStopSec=30
KillMode=mixed
# the stage goes before everything else, the remote in real time, and the show is the last to go
# when memory runs out; what goes then is one process, which the supervisor starts again
LimitNICE=-10
LimitRTPRIO=20
OOMScoreAdjust=-500
OOMPolicy=continue
# rather a player than the machine; pictures that were swapped out come late
MemoryMax=80%
MemorySwapMax=0

# it plays, and changes nothing of the machine
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=full
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
# of its own, and in memory: a disk that is full must not keep X from its lock and its socket
TemporaryFileSystem=/tmp:mode=1777 /var/tmp:mode=1777
RestrictSUIDSGID=yes
RestrictNamespaces=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
LockPersonality=yes
RemoveIPC=no
UMask=0027
SystemCallArchitectures=native
SystemCallFilter=~@clock @cpu-emulation @debug @module @mount @obsolete @reboot @swap
SystemCallErrorNumber=EPERM
DevicePolicy=closed
{devices}

[Install]
WantedBy=multi-user.target
"""
_OWNED = """\
# what root has left there, such as a backup that was brought back, kept the show from its memory
ExecStartPre=-+/usr/bin/chown -Rh {user}: {home}
# the user's sound server begins on no disk that can only be read; it remembers in memory, then. The
# server is not the unit's, and sees nothing of what is mounted among the unit's own files
ExecStartPre=-+/usr/bin/nsenter -t 1 -m /bin/sh -c '[ -w {home} ] || \
  mountpoint -q {home}/.config || {{ mkdir -p {scratch}/upper {scratch}/work && \
  chown {user}: {scratch}/upper && mount -t overlay \
  -o lowerdir={home}/.config,upperdir={scratch}/upper,workdir={scratch}/work \
  overlay {home}/.config && systemctl restart user@{uid}.service; }}'
"""
_SCRATCH = "/run/kiss-config"
WATCHDOG_S = 60
_DEVICES = ("tty", "drm", "fb", "input", "alsa", "nvidia*", "hidraw", "cec", "i2c")
"""Kinds of devices, as /proc/devices calls them; NVIDIA's have other names with each driver, such
as nvidia-frontend and nvidiactl."""


@dataclass(frozen=True)
class Kiosk:
    """The show that starts with the machine: its user, checkout, and the words after ``kiss``.

    ``home`` is the home of a user who is nothing but the show's, and None for another one.
    """

    user: str
    uid: int
    root: Path
    words: tuple[str, ...]
    home: Path | None = None


def text(kiosk: Kiosk) -> str:
    """The unit's file."""
    # this Python itself, and not `kiss`: at boot nothing is installed
    python = _quoted(str(kiosk.root / ".venv" / "bin" / "python"))
    words = " ".join(_quoted(word) for word in ("-P", "-m", "installation", *kiosk.words))
    return _TEXT.format(
        user=kiosk.user,
        uid=kiosk.uid,
        groups=" ".join(GROUPS),
        python=python,
        cookie=COOKIE,
        devices="\n".join(f"DeviceAllow=char-{kind} rw" for kind in _DEVICES),
        root=_escaped(str(kiosk.root)),
        session=f"{python} {words}",
        owned=_owned(kiosk),
        terminal=TERMINAL,
        watchdog=WATCHDOG_S,
        server=SERVER.format(terminal=TERMINAL, cookie=COOKIE, log=X_LOG),
    )


def _owned(kiosk: Kiosk) -> str:
    """Return what is done to the home of a user who is nothing but the show's."""
    if kiosk.home is None:
        return ""
    return _OWNED.format(user=kiosk.user, uid=kiosk.uid, home=kiosk.home, scratch=_SCRATCH)


def _escaped(word: str) -> str:
    """With systemd's own specifiers (%h) as plain letters."""
    return word.replace("%", "%%")


def _quoted(word: str) -> str:
    """One word of a command line, after systemd.service(5), "Command lines"."""
    safe = _escaped(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{safe}"' if safe != word or not word or set(word) & set(" \t;'") else word

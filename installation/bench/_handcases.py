"""The faults of hands, networks, memory and displays, and of what looks at films."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import ExitStack

from installation.bench._faultcase import ALL, FaultCase
from installation.bench._faultworld import PAUSED_S, FaultWorld
from installation.bench._filehands import NOBODYS_UID
from installation.bench._ledgerrows import orders as given
from installation.errors import KissError
from installation.link import endpoint

HEAD = 1
PLAYER = "player screen2"
PER_SECOND, FLOOD_S = 500, 60.0
PAUSES = 5
"""How often a hand gives a pause in a flood; the slowest one counts."""
PAUSED_MS = 300.0
ROWS_A_MINUTE = 100
CROWD = 3000


def _keys(world: FaultWorld) -> None:
    for words in (
        ("mousemove", "100", "100", "key", "Escape"),
        ("key", "alt+F4"),
        ("key", "q"),
        ("key", "space"),
        ("click", "1"),
        ("mousemove", "500", "100", "click", "3", "key", "Escape"),
    ):
        world.press(*words)
        time.sleep(0.3)


def _flood(world: FaultWorld) -> None:
    """A desk in full motion; meanwhile a hand gives pauses, which the glass has to take."""
    rows, over = given(world.state), threading.Event()

    def send() -> None:
        began, sent = time.monotonic(), 0
        while not over.is_set():
            world.send_osc(f"/kiss/level/{world.screens[sent % 3]}", sent % 101)
            sent += 1
            over.wait(max(0.0, began + sent / PER_SECOND - time.monotonic()))

    noise = threading.Thread(target=send)
    noise.start()
    took_ms = []
    try:
        for _ in range(PAUSES):
            time.sleep(FLOOD_S / PAUSES - PAUSED_S)
            took_ms.append(world.paused_ms())
    finally:
        over.set()
        noise.join()
    time.sleep(0.5)
    more = given(world.state) - rows
    world.prompt = more < ROWS_A_MINUTE and max(took_ms) <= PAUSED_MS
    world.measured = f"pauses within {max(took_ms):.0f} ms, {more} rows more"


def _noise(world: FaultWorld) -> None:
    for size in range(1, 1500):
        world.send_packet(os.urandom(size))


def _flood_commands(world: FaultWorld) -> None:
    """A script that gives orders without end."""
    for _ in range(400):
        world.answers()


def _unlink_ring(world: FaultWorld) -> None:
    world.ring(HEAD).unlink()
    world.signal(PLAYER)


def _clean_rings(world: FaultWorld) -> None:
    """The user logs out (RemoveIPC), or something cleans /dev/shm; nobody is killed."""
    for screen in range(len(world.screens)):
        world.ring(screen).unlink()


def _foreign_ring(world: FaultWorld) -> None:
    """Another user's file where the ring of a player that begins belongs."""
    ring = world.ring(HEAD)
    ring.unlink()
    ring.write_bytes(bytes(4096))
    os.chown(ring, NOBODYS_UID, NOBODYS_UID)
    world.afterwards(lambda: ring.unlink(missing_ok=True))
    world.signal(PLAYER)


def _linked_ring(world: FaultWorld) -> None:
    ring, other = world.ring(HEAD), world.state.parent / "other"
    ring.unlink()
    other.write_bytes(b"precious")
    ring.symlink_to(other)
    world.afterwards(lambda: ring.unlink(missing_ok=True))
    world.kept = [other.read_text()]
    world.signal(PLAYER)


def _full_memory(world: FaultWorld) -> None:
    """No room in /dev/shm for a player that begins; it is the bench's own, so nobody minds."""
    size, used, _ = shutil.disk_usage("/dev/shm")
    held = world.ring(HEAD).with_suffix(".held")
    world.ring(HEAD).rename(held)  # or its memory was free as soon as the stage lets go of it
    _remount(used + 65_536)
    world.afterwards(held.unlink)
    world.afterwards(lambda: _remount(size))
    world.signal(PLAYER)


def _remount(size: int) -> None:
    words = ["mount", "-o", f"remount,size={size}", "/dev/shm"]
    subprocess.run(words, check=True, capture_output=True)


def _unplug(world: FaultWorld) -> None:
    world.rig.heads.off(2)
    world.afterwards(lambda: world.rig.heads.on(2))


def _break_layout(world: FaultWorld) -> None:
    text = world.stage.layout.read_text()
    world.stage.layout.write_text(text + "\nscreens: [[[\n")
    world.afterwards(lambda: world.stage.layout.write_text(text))


def _meet(kind: str, world: FaultWorld, number: signal.Signals, at: str = "") -> None:
    """Do something to the process that looks at a new film, perhaps when another one is there."""
    world.lay_unknown("kiss-4.mp4")
    deadline = time.monotonic() + 60
    while not world.pids(at or kind):
        if time.monotonic() > deadline:
            raise KissError(f"there was no {at or kind}")
        time.sleep(0.02)
    world.made_ns = time.monotonic_ns()
    os.kill(world.pids(kind)[0], number)


def _foreign_film(world: FaultWorld) -> None:
    """A film that lies there unreadable, then not."""
    path = world.lay("kiss-4.mp4")
    shutil.copy2(world.spare, path)
    path.chmod(0)
    time.sleep(3)
    path.chmod(0o644)


def _overwrite(world: FaultWorld) -> None:
    """Somebody copies over a film that is on, instead of putting another one in its place."""
    film = world.versions / f"bench-{HEAD + 1}.mp4"
    whole = film.read_bytes()
    with film.open("r+b") as file:
        file.write(bytes(len(whole) // 2))
        file.truncate(len(whole) // 2)
    world.afterwards(lambda: film.write_bytes(whole))


def _guess_port(world: FaultWorld) -> None:
    """A stranger speaks to the controller's socket without knowing how."""
    path = endpoint(world.state).removeprefix("ipc://")
    for _ in range(20):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as one:
            one.settimeout(1)
            one.connect(path)
            one.sendall(os.urandom(2000))
    world.prompt = world.answers()


def _crowd_socket(world: FaultWorld) -> None:
    """A script whose commands never end: each has a connection to the controller."""
    path = endpoint(world.state).removeprefix("ipc://")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with ExitStack() as held:
        held.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for _ in range(CROWD):
            one = held.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            one.connect(path)
        time.sleep(1.0)
        world.prompt = world.answers()


def _ask_elsewhere(world: FaultWorld) -> None:
    """Ask as cron, `sudo -u` or another session does, which have other folders for what runs."""
    other = world.state.parent / "elsewhere"
    other.mkdir(mode=0o700, exist_ok=True)
    folders = {"HOME": "/", "XDG_RUNTIME_DIR": str(other), "TMPDIR": str(other)}
    words = ("status", "--json", "--state", str(world.state))
    asked = world.kiss(*words, environment={"PATH": os.defpath, **folders})
    world.prompt = f'"controller_pid":{world.before["controller"]},' in asked.stdout
    world.saw = asked.stderr


CASES = (
    FaultCase(
        "keys",
        "Escape, alt+F4, other keys and clicks on the wall",
        "nothing to see, nobody is replaced",
        _keys,
        FaultWorld.is_same_crew,
        4,
        in_soak=True,
    ),
    FaultCase(
        "osc-flood",
        f"a desk sends {PER_SECOND} messages a second for {FLOOD_S:.0f} s",
        f"pauses within {PAUSED_MS:.0f} ms, few rows in the ledger",
        _flood,
        lambda world: world.prompt,
        FLOOD_S + 10,
    ),
    FaultCase(
        "osc-noise",
        "1,500 packets of random bytes for show control",
        "orders are answered, nobody is replaced",
        _noise,
        lambda world: world.is_same_crew() and world.answers(),
        4,
        in_soak=True,
    ),
    FaultCase(
        "order-flood",
        "400 orders as fast as they are answered",
        "nobody is replaced",
        _flood_commands,
        FaultWorld.is_same_crew,
        20,
    ),
    FaultCase(
        "socket-noise",
        "random bytes on the controller's socket",
        "orders are answered",
        _guess_port,
        lambda world: world.prompt,
        5,
    ),
    FaultCase(
        "socket-crowd",
        f"{CROWD:,} connections to the controller's socket, where a shell allows 1,024 files",
        "orders are answered, nobody is replaced",
        _crowd_socket,
        lambda world: world.prompt and world.is_same_crew(),
        15,
    ),
    FaultCase(
        "asked-elsewhere",
        "`kiss status` by somebody with other run folders (cron, `sudo -u`, ssh)",
        "the show is found",
        _ask_elsewhere,
        lambda world: world.prompt,
        5,
    ),
    FaultCase(
        "ring-lost",
        "a ring's file is removed, and its player is killed",
        "the stage finds the next one",
        _unlink_ring,
        lambda world: world.is_replaced(PLAYER),
        4,
        (HEAD,),
        in_soak=True,
    ),
    FaultCase(
        "rings-cleaned",
        "the files of all rings are removed, and nobody is killed",
        "the players make others",
        _clean_rings,
        lambda world: all(world.is_replaced(f"player {screen}") for screen in world.screens),
        6,
        ALL,
        in_soak=True,
    ),
    FaultCase(
        "ring-link",
        "a link lies where the ring of a player that begins belongs",
        "what it leads to stays as it is; the screen plays once it is away",
        _linked_ring,
        lambda world: (world.state.parent / "other").read_text() == "precious",
        12,
        (HEAD,),
        lasts_s=4,
        by_hand=True,
    ),
    FaultCase(
        "ring-foreign",
        "another user's file lies where the ring of a player that begins belongs",
        "it is not used; the screen plays once it is away",
        _foreign_ring,
        lambda world: world.ring(HEAD).stat().st_size == 4096,
        25,
        (HEAD,),
        lasts_s=4,
        by_hand=True,
        needs_root=True,
    ),
    FaultCase(
        "memory-full",
        "/dev/shm has no room for a player that begins",
        "it is said; the screen plays once there is room",
        _full_memory,
        lambda world: world.says("/dev/shm"),
        25,
        (HEAD,),
        by_hand=True,
        needs_root=True,
    ),
    FaultCase(
        "display-away",
        "a display's cable is pulled for some seconds",
        "the others play on; it comes back",
        _unplug,
        lambda world: bool(world.status()) and world.says("display"),
        8,
        ALL,
        dark=(2,),
        lasts_s=5,
        by_hand=True,
    ),
    FaultCase(
        "layout-broken",
        "the layout's file cannot be read any more",
        "it is said, the wall plays on",
        _break_layout,
        lambda world: world.says("bench.yaml"),
        8,
    ),
    FaultCase(
        "intake-killed",
        "the intake of a new film is killed",
        "it is tried again, and the film is ready",
        lambda world: _meet("intake", world, signal.SIGKILL),
        lambda world: world.is_ready("kiss-4"),
        60,
        in_soak=True,
    ),
    FaultCase(
        "rehearsal-killed",
        "the rehearsal of a new film is killed",
        "it is tried again, and the film is ready",
        lambda world: _meet("rehearsal", world, signal.SIGKILL),
        lambda world: world.is_ready("kiss-4"),
        90,
        in_soak=True,
    ),
    FaultCase(
        "intake-hung",
        "the intake of a new film hangs",
        "it is ended after 2 min, and the film is ready",
        # before its first word it may take ten minutes: what it rehearses with comes after that
        lambda world: _meet("intake", world, signal.SIGSTOP, at="rehearsal"),
        lambda world: world.is_ready("kiss-4"),
        260,
    ),
    FaultCase(
        "film-unreadable",
        "a film that this user may not read at first",
        "it is ready once it may be read",
        _foreign_film,
        lambda world: world.is_ready("kiss-4"),
        60,
    ),
    FaultCase(
        "film-cut-off",
        "a film that is on is written over in place, with half as many zeros",
        "nothing to see",
        _overwrite,
        FaultWorld.answers,
        4,
        lasts_s=10,
    ),
)

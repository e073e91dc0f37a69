"""The hands behind the faults of files: what lays, takes away and spoils them, and what looks."""

import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from installation.bench._faulttrial import in_step
from installation.bench._faultworld import FaultWorld
from installation.bench._ledgerrows import changes
from installation.errors import KissError
from installation.ledger import NAME
from installation.link import programme_path, run_folder

HEAD = 1
GIGABYTE = 1 << 30
MEGABYTE = 1 << 20
LOG_LINES = 300_000
MOST_ROWS = 2
GOOD_ONE_S = 30.0
NOBODYS_UID = 65534


def pipe(world: FaultWorld) -> None:
    """Lay a named pipe that is called like a film."""
    os.mkfifo(world.lay("kiss-7.mp4"))


def pipe_for_manifest(world: FaultWorld) -> None:
    """Lay a folder whose manifest is a named pipe."""
    folder = world.versions / "kiss-9"
    folder.mkdir()
    world.afterwards(lambda: shutil.rmtree(folder))
    os.mkfifo(folder / "version.yaml")
    (folder / "film.mp4").write_bytes(b"x")


def device(world: FaultWorld) -> None:
    """Lay a link to a device that never ends."""
    world.lay("kiss-8.mp4").symlink_to("/dev/zero")


def link_out(world: FaultWorld) -> None:
    """Lay a link to a film that lies elsewhere."""
    world.lay("kiss-6.mp4").symlink_to(world.spare)


def bomb(world: FaultWorld) -> None:
    """Lay a folder whose manifest has 20,000 wrong keys."""
    folder = world.versions / "kiss-5"
    folder.mkdir()
    world.afterwards(lambda: shutil.rmtree(folder))
    (folder / "version.yaml").write_text("\n".join(f"wrong{n}: 1" for n in range(20_000)))
    shutil.copy2(world.spare, folder / "film.mp4")


def endless(world: FaultWorld) -> None:
    """Lay an endless film, then a good one, which must not have to wait for it."""
    os.truncate(_made(world.lay("kiss-8.mp4")), 2048 * GIGABYTE)
    world.lay_unknown("kiss-4.mp4")
    deadline = time.monotonic() + GOOD_ONE_S
    while not world.is_ready("kiss-4"):
        if time.monotonic() > deadline:
            raise KissError(f"the good film was not ready within {GOOD_ONE_S:.0f} s")
        time.sleep(0.2)


def _made(path: Path) -> Path:
    path.touch()
    return path


def many(world: FaultWorld) -> None:
    """Lay 3,000 empty films, and wait until the show has had to do with them for a while."""

    def clear() -> None:
        for path in world.versions.glob("x-*.mp4"):
            path.unlink()

    world.afterwards(clear)
    for number in range(3000):
        _made(world.versions / f"x-{number}.mp4")
    time.sleep(4.0)


def odd_name(world: FaultWorld) -> None:
    """Lay a film whose name has a terminal's orders in it."""
    shutil.copy2(world.spare, world.lay("kiss-9\x1b[2J\x1b]0;x\x07.mp4"))


def told_plainly(world: FaultWorld) -> bool:
    """Tell whether the list of versions names it, without those orders."""
    said = world.kiss("versions", "list", "--state", str(world.state)).stdout
    return "cannot be played" in said and "\x1b[2J" not in said and "\x07" not in said


def slow_copy(world: FaultWorld) -> None:
    """Copy a film in many parts."""
    world.count = changes(world.state, "kiss-4")
    data, part = world.spare.read_bytes(), 60
    size = -(-len(data) // part)
    with world.lay("kiss-4.mp4").open("wb", buffering=0) as out:
        for at in range(0, len(data), size):
            out.write(data[at : at + size])
            time.sleep(0.1)


def few_rows(world: FaultWorld) -> bool:
    """Tell whether the film is ready, and the ledger has hardly a row of its copying."""
    return changes(world.state, "kiss-4") - world.count <= MOST_ROWS and world.is_ready("kiss-4")


def take_away(world: FaultWorld) -> None:
    """Take the versions folder away."""
    away = world.versions.with_name("away")
    world.keep()
    world.versions.rename(away)
    world.afterwards(lambda: away.rename(world.versions))


def empty(world: FaultWorld) -> None:
    """Lay an empty folder in its place: a share that is not mounted."""
    take_away(world)
    world.versions.mkdir()
    world.afterwards(world.versions.rmdir)


def kept(words: str, world: FaultWorld) -> bool:
    """Tell whether the show says these words, and holds all the films that it held."""
    return world.says(words) and world.holds_kept()


def hold_layout(world: FaultWorld) -> None:
    """Hold what reads the layout for the controller, as a share does that does not answer."""
    for child in psutil.Process(world.before["controller"]).children():
        if "installation.apps.reader" in child.cmdline():
            world.made_ns = time.monotonic_ns()
            child.suspend()
            return
    raise KissError("nobody reads the layout for the controller")


def delete(world: FaultWorld) -> None:
    """Delete a film that is on, just before the seam."""
    film = world.versions / f"bench-{HEAD + 1}.mp4"
    away = world.state.parent / "deleted.mp4"
    world.before_seam(2.0)
    world.made_ns = time.monotonic_ns()
    film.rename(away)
    world.afterwards(lambda: away.rename(film))


def lose_copies(world: FaultWorld) -> None:
    """Delete the second names of all films."""
    world.keep()
    for path in (world.state / "films").iterdir():
        path.unlink()


def lose_index(world: FaultWorld, kind: str) -> None:
    """Empty the index of a screen's film, and kill a process that needs it."""
    (world.state / "index" / f"{world.revision(HEAD)}.npz").write_bytes(b"")
    world.signal(kind)


def index_is_back(world: FaultWorld) -> bool:
    """Tell whether the index was made again."""
    return _size(world.state / "index" / f"{world.revision(HEAD)}.npz") > 0


def lose_thumbnails(world: FaultWorld) -> None:
    """Delete all thumbnails."""
    shutil.rmtree(world.state / "thumbs")


def spoil_verdicts(world: FaultWorld) -> None:
    """Empty all verdicts, and kill the controller."""
    for path in (world.state / "verdicts").iterdir():
        path.write_bytes(b"")
    world.signal("controller")


def lose_programme(world: FaultWorld) -> None:
    """Empty what the show plays by, and kill the controller."""
    for path in (programme_path(world.state), run_folder(world.state) / "programme.json"):
        with suppress(OSError):
            path.write_bytes(b"")
    world.signal("controller")


def in_command_of_glass(world: FaultWorld) -> bool:
    """Tell whether another controller is there, and the wall stands when it is told to."""
    there = world.is_replaced("controller") and world.answers() and in_step(world)
    return there and world.paused_ms() < float("inf")


def spoil_ledger(world: FaultWorld) -> None:
    """Bytes in the middle of the ledger, and a controller that begins with it."""
    with (world.state / NAME).open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(8192))
    world.signal("controller")


def grow_log(world: FaultWorld) -> None:
    """Have a process's log grow, as by a warning at every picture for months."""
    with (world.state / "logs" / "screen1.log").open("a") as log:
        for _ in range(LOG_LINES):
            log.write("WARNING screen1: a line that comes again and again, and says nothing new\n")


def log_is_cut(world: FaultWorld) -> bool:
    """Tell whether that log was cut."""
    return _size(world.state / "logs" / "screen1.log") < MEGABYTE


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def lock_state(world: FaultWorld) -> None:
    """Do as `errors=remount-ro` does with a disk after a fault, and kill the controller."""
    _read_only(world)
    world.signal("controller")


def begin_locked(world: FaultWorld) -> None:
    """Cut the power; the show begins again on a disk that is read-only by then."""
    world.show.kill()
    _read_only(world)
    world.made_ns = time.monotonic_ns()
    world.show.launch()


def _read_only(world: FaultWorld) -> None:
    state = str(world.state)
    for words in (("--bind", state, state), ("-o", "remount,bind,ro", state)):
        _mounted(*words)
    world.afterwards(lambda: subprocess.run(["umount", "-l", state], check=True))


def fill_disk(world: FaultWorld) -> None:
    """Have the state folder lie on a disk without room, and the controller begin on it."""
    state, disk = str(world.state), world.state.parent / "full"
    disk.mkdir(exist_ok=True)
    _mounted("-t", "tmpfs", "-o", f"size={2 * MEGABYTE}", "tmpfs", str(disk))
    world.afterwards(lambda: subprocess.run(["umount", "-l", str(disk)], check=True))
    for name in ("upper", "work"):
        (disk / name).mkdir()
    layers = f"lowerdir={state},upperdir={disk / 'upper'},workdir={disk / 'work'}"
    # by this process itself: what it begins has not the rights that a layer's work folder takes
    if ctypes.CDLL(None, use_errno=True).mount(
        *(b"overlay", os.fsencode(state), b"overlay", 0, os.fsencode(layers))
    ):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), state)
    world.afterwards(lambda: subprocess.run(["umount", "-l", state], check=True))
    with suppress(OSError), (disk / "rest").open("wb", buffering=0) as rest:
        while True:
            rest.write(bytes(4096))
    world.signal("controller")


def _mounted(*words: str) -> None:
    subprocess.run(["mount", *words], check=True, capture_output=True)


def foreign(world: FaultWorld) -> None:
    """Lay a film that belongs to somebody else, of whose files Linux makes no second names."""
    world.kept = world.held_files()
    world.lay_unknown("kiss-4.mp4")
    os.chown(world.versions / "kiss-4.mp4", NOBODYS_UID, NOBODYS_UID)


def is_held_apart(world: FaultWorld) -> bool:
    """Tell whether the film is ready, and the show has a copy of it of its own."""
    film = world.versions / "kiss-4.mp4"
    new = [world.state / "films" / name for name in world.held_files() if name not in world.kept]
    world.saw = "" if new else "the show has no second name of it"
    return world.is_ready("kiss-4") and bool(new) and not any(map(film.samefile, new))


def busy_disk(world: FaultWorld) -> None:
    """Somebody copies a large film onto the disk, and each block is made safe."""
    big = world.state.parent / "big"
    words = ["dd", "if=/dev/zero", f"of={big}", "bs=1M", "count=300", "oflag=dsync"]
    copying = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    world.prompt = min([_prompt(world) for _ in range(5)])
    copying.kill()
    copying.wait()
    big.unlink()


def _prompt(world: FaultWorld) -> bool:
    time.sleep(0.8)
    return world.answers(0.3)


def answers_and_names(*names: str) -> Callable[[FaultWorld], bool]:
    """Return what tells whether orders are answered and these versions are named as broken."""
    return lambda world: world.is_broken(*names) and world.answers()

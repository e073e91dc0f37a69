"""The faults of files: what lies in the versions folder, and what is lost in the state folder."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from installation.bench._faultcase import ALL, FaultCase
from installation.bench._faultworld import FaultWorld
from installation.bench._ledgerrows import changes
from installation.ledger import NAME
from installation.link import programme_path, run_folder

HEAD = 1
GIGABYTE = 1 << 30
MOST_ROWS = 2


def _pipe(world: FaultWorld) -> None:
    os.mkfifo(world.lay("kiss-7.mp4"))


def _pipe_for_manifest(world: FaultWorld) -> None:
    folder = world.versions / "kiss-9"
    folder.mkdir()
    world.afterwards(lambda: shutil.rmtree(folder))
    os.mkfifo(folder / "version.yaml")
    (folder / "film.mp4").write_bytes(b"x")


def _device(world: FaultWorld) -> None:
    world.lay("kiss-8.mp4").symlink_to("/dev/zero")


def _link_out(world: FaultWorld) -> None:
    world.lay("kiss-6.mp4").symlink_to(world.spare)


def _bomb(world: FaultWorld) -> None:
    folder = world.versions / "kiss-5"
    folder.mkdir()
    world.afterwards(lambda: shutil.rmtree(folder))
    (folder / "version.yaml").write_text("\n".join(f"wrong{n}: 1" for n in range(20_000)))
    shutil.copy2(world.spare, folder / "film.mp4")


def _endless(world: FaultWorld) -> None:
    os.truncate(_made(world.lay("kiss-8.mp4")), 2048 * GIGABYTE)
    shutil.copy2(world.spare, world.lay("kiss-4.mp4"))


def _made(path: Path) -> Path:
    path.touch()
    return path


def _many(world: FaultWorld) -> None:
    def clear() -> None:
        for path in world.versions.glob("x-*.mp4"):
            path.unlink()

    world.afterwards(clear)
    for number in range(3000):
        _made(world.versions / f"x-{number}.mp4")
    time.sleep(4.0)


def _odd_name(world: FaultWorld) -> None:
    shutil.copy2(world.spare, world.lay("kiss-9\x1b[2J\x1b]0;x\x07.mp4"))


def _told_plainly(world: FaultWorld) -> bool:
    said = world.kiss("versions", "list", "--state", str(world.state)).stdout
    return "cannot be played" in said and "\x1b[2J" not in said and "\x07" not in said


def _slow_copy(world: FaultWorld) -> None:
    world.count = changes(world.state, "kiss-4")
    data, part = world.spare.read_bytes(), 60
    size = -(-len(data) // part)
    with world.lay("kiss-4.mp4").open("wb", buffering=0) as out:
        for at in range(0, len(data), size):
            out.write(data[at : at + size])
            time.sleep(0.1)


def _few_rows(world: FaultWorld) -> bool:
    return changes(world.state, "kiss-4") - world.count <= MOST_ROWS and world.is_ready("kiss-4")


def _take_away(world: FaultWorld) -> None:
    away = world.versions.with_name("away")
    world.kept = world.held_files()
    world.versions.rename(away)
    world.afterwards(lambda: away.rename(world.versions))


def _empty(world: FaultWorld) -> None:
    _take_away(world)
    world.versions.mkdir()
    world.afterwards(world.versions.rmdir)


def _kept(words: str, world: FaultWorld) -> bool:
    return world.says(words) and world.held_files() == world.kept


def _delete(world: FaultWorld) -> None:
    film = world.versions / f"bench-{HEAD + 1}.mp4"
    away = world.state.parent / "deleted.mp4"
    world.before_seam(2.0)
    world.made_ns = time.monotonic_ns()
    film.rename(away)
    world.afterwards(lambda: away.rename(film))


def _lose_copies(world: FaultWorld) -> None:
    world.kept = world.held_files()
    for path in (world.state / "films").iterdir():
        path.unlink()


def _lose_index(world: FaultWorld, kind: str) -> None:
    (world.state / "index" / f"{world.revision(HEAD)}.npz").write_bytes(b"")
    world.signal(kind)


def _index_is_back(world: FaultWorld) -> bool:
    return _size(world.state / "index" / f"{world.revision(HEAD)}.npz") > 0


def _lose_thumbnails(world: FaultWorld) -> None:
    shutil.rmtree(world.state / "thumbs")


def _spoil_verdicts(world: FaultWorld) -> None:
    for path in (world.state / "verdicts").iterdir():
        path.write_bytes(b"")
    world.signal("controller")


def _lose_programme(world: FaultWorld) -> None:
    for path in (programme_path(world.state), run_folder(world.state) / "programme.json"):
        with suppress(OSError):
            path.write_bytes(b"")
    world.signal("controller")


def _spoil_ledger(world: FaultWorld) -> None:
    """Bytes in the middle of the ledger, and a controller that begins with it."""
    with (world.state / NAME).open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(8192))
    world.signal("controller")


def _grow_log(world: FaultWorld) -> None:
    os.truncate(world.state / "logs" / "screen1.log", 6 * GIGABYTE)


def _log_is_cut(world: FaultWorld) -> bool:
    return _size(world.state / "logs" / "screen1.log") < GIGABYTE


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _lock_state(world: FaultWorld) -> None:
    """Do as `errors=remount-ro` does with a disk after a fault."""
    state = str(world.state)
    for words in (("--bind", state, state), ("-o", "remount,bind,ro", state)):
        subprocess.run(["mount", *words], check=True, capture_output=True)
    world.afterwards(lambda: subprocess.run(["umount", "-l", state], check=True))
    world.signal("controller")


def _busy_disk(world: FaultWorld) -> None:
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


def _answers_and_names(*names: str) -> Callable[[FaultWorld], bool]:
    return lambda world: world.is_broken(*names) and world.answers()


CASES = (
    FaultCase(
        "film-pipe",
        "A1",
        "a named pipe called kiss-7.mp4 in the versions folder",
        "it is named; orders are answered",
        _pipe,
        _answers_and_names("kiss-7.mp4"),
        8,
        in_soak=True,
    ),
    FaultCase(
        "manifest-pipe",
        "A1",
        "a named pipe called version.yaml",
        "it is named; orders are answered",
        _pipe_for_manifest,
        _answers_and_names("kiss-9"),
        8,
        in_soak=True,
    ),
    FaultCase(
        "film-device",
        "A15",
        "a link to /dev/zero called kiss-8.mp4",
        "it is named; orders are answered",
        _device,
        _answers_and_names("kiss-8.mp4"),
        8,
    ),
    FaultCase(
        "link-out",
        "B22",
        "a link to a film outside of the versions folder",
        "it is named, and not shown",
        _link_out,
        _answers_and_names("kiss-6.mp4"),
        8,
    ),
    FaultCase(
        "manifest-bomb",
        "C39",
        "a manifest with 20,000 wrong keys",
        "it is named; orders are answered",
        _bomb,
        _answers_and_names("kiss-5"),
        12,
    ),
    FaultCase(
        "endless-film",
        "A15",
        "a sparse film of 2 TB, and a good one after it",
        "the good one is ready, the other named",
        _endless,
        lambda world: world.is_broken("kiss-8.mp4") and world.is_ready("kiss-4"),
        60,
    ),
    FaultCase(
        "many-files",
        "B21",
        "3,000 empty films at once",
        "orders are answered",
        _many,
        FaultWorld.answers,
        10,
        lasts_s=8,
    ),
    FaultCase(
        "odd-name",
        "B35",
        "a film with a terminal's control characters in its name",
        "it is named without them",
        _odd_name,
        _told_plainly,
        15,
    ),
    FaultCase(
        "slow-copy",
        "B19",
        "a film that is copied in 60 parts",
        "a row of the ledger, and it is ready",
        _slow_copy,
        _few_rows,
        50,
    ),
    FaultCase(
        "folder-away",
        "A4",
        "the versions folder is away for some seconds",
        "it is said, and nothing is thrown away",
        _take_away,
        lambda world: _kept("cannot be read", world),
        10,
        lasts_s=9,
        in_soak=True,
    ),
    FaultCase(
        "folder-empty",
        "A4",
        "an empty folder in place of the versions folder (a share that is not mounted)",
        "it is said, and nothing is thrown away",
        _empty,
        lambda world: _kept("is empty", world),
        10,
        lasts_s=9,
        in_soak=True,
    ),
    FaultCase(
        "film-deleted",
        "A8",
        "a film that is on is deleted 2 s before the seam",
        "nothing to see, also after the seam",
        _delete,
        FaultWorld.answers,
        4,
        lasts_s=6,
        in_soak=True,
    ),
    FaultCase(
        "names-lost",
        "A4",
        "the second names of all films are deleted",
        "they are made again",
        _lose_copies,
        lambda world: world.held_files() == world.kept,
        20,
    ),
    FaultCase(
        "index-lost-stage",
        "A3",
        "the index of a film is empty, and the stage is killed",
        "the other screens play; it is made again",
        lambda world: _lose_index(world, "stage"),
        _index_is_back,
        40,
        ALL,
    ),
    FaultCase(
        "index-lost-player",
        "A3",
        "the index of a film is empty, and its player is killed",
        "the other screens play; it is made again",
        lambda world: _lose_index(world, f"player {world.screens[HEAD]}"),
        _index_is_back,
        40,
        (HEAD,),
    ),
    FaultCase(
        "thumbnails-lost",
        "4",
        "all thumbnails are deleted",
        "they are made again",
        _lose_thumbnails,
        lambda world: any((world.state / "thumbs").glob("*/*")),
        40,
    ),
    FaultCase(
        "verdicts-lost",
        "4",
        "all verdicts are empty, and the controller is killed",
        "the wall plays on; films are vetted again",
        _spoil_verdicts,
        lambda world: world.is_replaced("controller") and world.answers(),
        8,
    ),
    FaultCase(
        "programme-lost",
        "4",
        "what the show plays by is lost, and the controller is killed",
        "the wall plays on or begins again",
        _lose_programme,
        lambda world: world.is_replaced("controller") and world.answers(),
        10,
        ALL,
    ),
    FaultCase(
        "ledger-spoilt",
        "C44",
        "the ledger has random bytes in it, and the controller is killed",
        "the wall plays on; orders are answered",
        _spoil_ledger,
        lambda world: world.is_replaced("controller") and world.answers(),
        8,
    ),
    FaultCase(
        "log-grown",
        "B29",
        "a log of 6 GB",
        "it is cut",
        _grow_log,
        _log_is_cut,
        15,
    ),
    FaultCase(
        "state-read-only",
        "A13",
        "the state folder cannot be written any more, and the controller is killed",
        "it is said, orders are answered",
        _lock_state,
        lambda world: (
            world.is_replaced("controller") and world.says("cannot be written") and world.answers()
        ),
        12,
        needs_root=True,
    ),
    FaultCase(
        "disk-busy",
        "B20",
        "somebody copies onto the disk, each block made safe",
        "an order is answered within 0.3 s",
        _busy_disk,
        lambda world: world.prompt,
        8,
    ),
)

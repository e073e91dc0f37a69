"""Make the three demo iterations: folders with a film, its manifest and its subtitles.

Each appears whole or not at all; those that are there already are left alone.
"""

import json
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from installation.demo._encode import CHUNK, Coded, DemoFilm, code_chunk, join
from installation.demo._manifests import FOLDERS, manifest
from installation.demo._sound import soundtrack
from installation.demo._speech import can_speak, speech
from installation.demo._telling import own_length
from installation.demo._whispers import LANGUAGES, subtitles
from installation.errors import KissError
from installation.files import sync_folder

FORMAT = 3
"""Raised when the demo looks or sounds different; films of another format are made again."""

STAMP = ".demo.json"
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
Progress = Callable[[float, str], None]


def make_demo(
    folder: Path,
    *,
    size: tuple[int, int] = (1280, 720),
    seconds: float = 36.0,
    fps: int = 24,
    progress: Progress | None = None,
) -> list[Path]:
    """Make what is missing of the three iterations within ``folder``; returns their folders.

    ``seconds`` is a usual telling's length; each iteration is somewhat shorter or longer.
    ``size`` is even and at least 32 x 18. ``progress`` hears a share 0..1 and a line for people,
    on the caller's thread. Raises KissError when it cannot be written.
    """
    cuts = {
        number: DemoFilm(number, *size, fps, max(round(own_length(number, seconds) * fps), 2))
        for number in range(1, len(FOLDERS) + 1)
    }
    tell = progress or _silence
    paths = [folder / name for name in FOLDERS]
    missing = [
        cut for cut, path in zip(cuts.values(), paths, strict=True) if not _is_whole(path, cut)
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(folder)
        if missing:
            _make(folder, missing, tell)
    except OSError as fault:
        raise KissError(
            f"the demo films cannot be written to {folder}: {fault.strerror or fault}",
            "Make room there (about 60 MB), or name another folder with --state.",
        ) from fault
    except BrokenProcessPool as fault:
        raise KissError(
            "a process that draws the demo films was ended from outside",
            "Was memory short? It takes about 300 MB per core. Start again: what is done is kept.",
        ) from fault
    tell(1.0, "three iterations are there")
    return paths


def _silence(share: float, line: str) -> None:
    """Take the progress that nobody listens to."""


def _make(folder: Path, cuts: list[DemoFilm], tell: Progress) -> None:
    """Draw all chunks on all cores, the slowest generation first, and join film by film."""
    starts = {cut: range(0, cut.frames, CHUNK) for cut in cuts}
    total, done = sum(map(len, starts.values())), 0
    tell(0.0, "drawing the demo iterations, once")
    context = multiprocessing.get_context("spawn")
    with _one_thread_each(), ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        jobs: dict[Future[list[Coded]], tuple[DemoFilm, int]] = {
            pool.submit(code_chunk, cut, first): (cut, first)
            for cut in reversed(cuts)
            for first in starts[cut]
        }
        chunks: dict[DemoFilm, dict[int, list[Coded]]] = {cut: {} for cut in cuts}
        waiting = set(jobs)
        try:
            while waiting:
                finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for job in finished:
                    cut, first = jobs.pop(job)
                    chunks[cut][first] = job.result()
                    done += 1
                    tell(0.99 * done / total, f"iteration {cut.number} of 3: drawing")
                    if len(chunks[cut]) == len(starts[cut]):
                        parts = chunks.pop(cut)
                        _finish(folder, cut, [parts[at] for at in starts[cut]])
        finally:
            for job in waiting:
                job.cancel()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Keep the matrix library of the processes begun here from starting threads of its own.

    With a process per core its threads only wait for each other: measured on two cores, a
    picture cost 330 ms of CPU with them and 90 ms without.
    """
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _finish(folder: Path, cut: DemoFilm, chunks: list[list[Coded]]) -> None:
    """Write one iteration into a folder beside its place, then move it there."""
    number, seconds = cut.number, cut.frames / cut.fps
    path = folder / FOLDERS[number - 1]
    new = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".tmp", dir=folder))
    try:
        join(new / "film.mp4", cut, chunks, soundtrack(number, seconds, speech))
        for language in LANGUAGES:
            text = subtitles(number, seconds, language)
            (new / f"whispers.{language}.srt").write_text(text, "utf-8")
        (new / "version.yaml").write_text(manifest(number, seconds), "utf-8")
        (new / STAMP).write_text(json.dumps(_stamp(cut)), "utf-8")
        new.chmod(0o755)
        for file in new.iterdir():
            with file.open("rb+") as handle:
                os.fsync(handle.fileno())
        if path.exists():
            shutil.rmtree(path)
        new.rename(path)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    sync_folder(folder)


def _stamp(cut: DemoFilm) -> dict[str, int]:
    return {"format": FORMAT, "speaks": can_speak(), **vars(cut)}


def _is_whole(path: Path, cut: DemoFilm) -> bool:
    try:
        return json.loads((path / STAMP).read_text("utf-8")) == _stamp(cut) and all(
            (path / name).stat().st_size > 0
            for name in ("film.mp4", "version.yaml", *(f"whispers.{one}.srt" for one in LANGUAGES))
        )
    except (OSError, ValueError):
        return False


def _clear_leftovers(folder: Path) -> None:
    """Remove what an earlier run left when it was cut off."""
    for name in FOLDERS:
        for old in folder.glob(f".{name}.*.tmp"):
            shutil.rmtree(old, ignore_errors=True)

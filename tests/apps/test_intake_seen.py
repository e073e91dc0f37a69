"""What people see of a real intake: on the panel, in the table, by OSC."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from library_films import Recipe, write_film

from installation.library import Library, OwnFolder
from installation.model import Placement, VersionState
from installation.panel._page import Row, Sign, sentence
from installation.panel._press_memory import PressMemory
from installation.panel._viewmodel import page
from installation.remote import _osc as osc
from installation.remote._addresses import told
from installation.show import ShowStatus, VersionStatus, status_from_json, status_table
from installation.show._remote_process import glanced
from installation.show._status import to_json
from installation.show.status_facts import Facts, status
from installation.store import ContentStore
from installation.timeline import Programme

pytestmark = [pytest.mark.process, pytest.mark.patient]

PATIENCE_S = 60
REHEARSED = 0.72
"""The share at which a rehearsal has played its first stretch."""
ON_ITS_WAY = ("just arrived", "waits for its turn", "being looked at")
NOWHERE = Placement(None, False, (), (), None)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    folder = tmp_path / "versions"
    folder.mkdir()
    made = Library(
        OwnFolder(folder), ContentStore(tmp_path / "state"), settle_s=0.1, patience_s=0.5
    )
    yield made
    made.close()


def asked(library: Library) -> ShowStatus:
    """The status of a show without a display, as whoever asks over the link receives it."""
    library.look()
    library.poll(time.monotonic_ns())
    facts = Facts(
        pid=1,
        title="The Kiss",
        programme=Programme(),
        now_ns=time.monotonic_ns(),
        began_ns=0,
        placement=NOWHERE,
        players={},
        stage=None,
        workers={},
        versions=library.versions(),
        broken=library.broken(),
        arrivals=library.progress(),
        beats=(),
        notes=(),
    )
    return status_from_json(to_json(status(facts)))


def looks(library: Library, over: Callable[[VersionStatus], bool]) -> Iterator[ShowStatus]:
    """Ask all the time, until a version has come so far."""
    ends = time.monotonic() + PATIENCE_S
    while True:
        seen = asked(library)
        yield seen
        if any(map(over, seen.versions)):
            return
        assert time.monotonic() < ends, seen.versions
        time.sleep(0.02)


def rows(seen: ShowStatus) -> dict[str, Row]:
    return {row.version: row for row in page(seen, PressMemory()).rows}


def lines(seen: ShowStatus) -> list[str]:
    """What the table says of versions that do not play, as the panel writes sentences."""
    cut = [line.split(": ", 2) for line in status_table(seen).splitlines() if ": " in line]
    return [f"{name}: {word}: {sentence(''.join(rest))}" for name, word, *rest in cut]


def test_the_share_of_an_intake_moves_and_all_use_the_same_words(
    library: Library, tmp_path: Path
) -> None:
    write_film(tmp_path / "versions" / "a.mp4", Recipe(frames=6000))
    shares: list[float] = []
    details: set[str] = set()
    for seen in looks(library, lambda version: version.share > REHEARSED):
        for name, row in rows(seen).items():
            if row.sign is Sign.BUSY:
                assert row.share is not None
                shares.append(row.share)
                details.add(row.detail.partition(" (")[0].rstrip("."))
                assert f"{name}: {row.word}: {row.detail}" in lines(seen)
                percent = f", {100 * row.share:.0f} %" if row.share else ""
                assert row.word.removesuffix(percent) in ON_ITS_WAY
        said = next(told(Programme(), glanced(seen, cueing=False, beats=()), 0))
        (heard,) = osc.read(osc.write(said.address, *said.arguments))
        assert (
            heard.arguments == (seen.state,) == (status_table(seen).split(": ")[1].splitlines()[0],)
        )
    assert shares == sorted(shares) and len(set(shares)) > 3
    assert details >= {"Decoding", "Rehearsing"}


def test_why_a_film_waits_or_is_refused_is_said_everywhere(
    library: Library, tmp_path: Path
) -> None:
    film = write_film(tmp_path / "versions" / "a.mp4", Recipe(frames=240))
    cut = tmp_path / "versions" / "cut.mkv"
    cut.write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    with film.open("ab"):
        for seen in looks(library, lambda version: version.state is VersionState.BROKEN):
            last = seen
    waits, refused = rows(last)["a.mp4"], rows(last)["cut.mkv"]
    assert (waits.sign, waits.word, waits.share) == (Sign.BUSY, "just arrived", 0.0)
    assert waits.detail.startswith("Open for writing in ") and "(process " in waits.detail
    assert (refused.sign, refused.word) == (Sign.TROUBLE, "cannot be played")
    for name, row in (("a.mp4", waits), ("cut.mkv", refused)):
        assert f"{name}: {row.word}: {row.detail}" in lines(last)

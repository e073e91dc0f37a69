"""The way of films between machines, by the real library on this machine's own addresses."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from loopback import loopback_addresses

from installation.machines import FilmLine, make_keys, pair
from installation.machines._film_values import (
    CHUNK,
    AskChunk,
    AskPieces,
    FilmCatalogue,
    FilmOffer,
    FilmQuestion,
)

ADDRESSES = loopback_addresses(["east", "west"])
SOON_S = 8.0
CATALOGUE = FilmCatalogue((FilmOffer("kiss", "kiss.mp4", "d", 7),), ("kiss",), (("old", "e"),))
pytestmark = pytest.mark.patient


@pytest.fixture
def join(tmp_path: Path) -> Iterator[Callable[..., FilmLine]]:
    """Has a machine join; all leave at the end."""
    joined: list[FilmLine] = []
    make_keys(tmp_path / "keys", ADDRESSES)

    def joining(
        machine: str,
        answer: Callable[[FilmQuestion], bytes | None] = lambda _: None,
        per_s: float = 1e9,
    ) -> FilmLine:
        keys = pair(tmp_path / "keys" / machine, tmp_path / machine)
        line = FilmLine(ADDRESSES, keys, per_s)
        joined.append(line)
        line.open(answer)
        return line

    yield joining
    for line in joined:
        line.close()


def soon(reached: Callable[[], object]) -> None:
    deadline = time.monotonic() + SOON_S
    while not reached():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.01)


def test_who_comes_later_hears_what_the_others_have(join: Callable[..., FilmLine]) -> None:
    east = join("east")
    east.tell(FilmCatalogue())
    east.tell(CATALOGUE)
    assert not east.everybody()
    west = join("west")
    soon(lambda: west.others() == {"east": CATALOGUE})
    west.tell(FilmCatalogue())
    soon(east.everybody)
    east.close()
    soon(lambda: not west.others())


def test_chunks_are_answered_whole_and_what_is_not_there_at_once(
    join: Callable[..., FilmLine],
) -> None:
    chunk = random.Random(1).randbytes(CHUNK)
    asked: list[FilmQuestion] = []

    def answer(question: FilmQuestion) -> bytes | None:
        asked.append(question)
        return chunk if isinstance(question, AskChunk) else None

    east, west = join("east", answer), join("west")
    east.tell(CATALOGUE)
    soon(west.others)
    began_s = time.monotonic()
    for number in range(20):
        assert west.ask("east", AskChunk("f", number)) == chunk
    assert west.ask("east", AskPieces("v")) is None
    assert west.ask("north", AskPieces("v")) is None
    assert time.monotonic() - began_s < 4.0
    assert asked == [*(AskChunk("f", number) for number in range(20)), AskPieces("v")]


def test_no_more_is_sent_than_a_network_is_to_carry(join: Callable[..., FilmLine]) -> None:
    chunk, seconds = bytes(CHUNK), 1.0
    east, west = join("east", lambda _: chunk, 10 * CHUNK / seconds), join("west")
    east.tell(CATALOGUE)
    soon(west.others)
    began_s = time.monotonic()
    for number in range(11):
        assert west.ask("east", AskChunk("f", number)) == chunk
    assert time.monotonic() - began_s >= seconds


def test_an_end_waits_for_no_question(join: Callable[..., FilmLine]) -> None:
    held = threading.Event()

    def answer(_: FilmQuestion) -> bytes | None:
        held.wait(0.5)
        return b"late"

    east, west = join("east", answer), join("west")
    east.tell(CATALOGUE)
    soon(west.others)
    thread = threading.Thread(target=west.ask, args=("east", AskChunk("f", 0)))
    thread.start()
    time.sleep(0.1)
    began_s = time.monotonic()
    east.close()
    assert time.monotonic() - began_s < 3.0
    thread.join()

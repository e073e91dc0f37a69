"""The one contract of all shelves of the content store: whole or absent."""

import json
import os
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from library_films import facts_of, index_of
from msgspec.structs import replace

from installation.link import sweep_show
from installation.model import Fault, FilmIndex, Outcome, Ready, Refusal, bare_version
from installation.said import in_language, verbatim
from installation.store import ContentStore, Stamp
from installation.store._films import HeldFilm

VERDICT = Outcome(None, "h1", False, False, -23.4, 8.1, (verbatim("odd"),), {"decoding": 1.5})
READY = Ready(bare_version(Path("kiss-1.mp4")), "h1", Path("index/h1.npz"), facts_of())
HELD = HeldFilm(READY, Stamp(1, 2, 3))


@dataclass(frozen=True)
class Case:
    """A shelf: the place of h1 in the state folder, and two values that can lie there."""

    file: str
    values: tuple[Any, Any]
    put: Callable[[ContentStore, Any], object]
    get: Callable[[ContentStore], Any]
    spare: bool = False
    """A full disk has it kept in memory."""


CASES = {
    "index": Case(
        "index/h1.npz",
        (index_of(frames=48), index_of(frames=24)),
        lambda store, index: store.indexes.put("h1", index),
        lambda store: store.indexes.get("h1"),
        spare=True,
    ),
    "verdict": Case(
        "verdicts/h1.json",
        (VERDICT, Outcome(Fault(verbatim("cut"), verbatim("Copy it.")), "h1")),
        lambda store, verdict: store.verdicts.put("h1", verdict),
        lambda store: store.verdicts.get("h1"),
        spare=True,
    ),
    "film": Case(
        "films/h1-kiss-1.json",
        (HELD, HeldFilm(READY, Stamp(1, 2, 4), 1)),
        lambda store, held: store.films.put("h1-kiss-1", held),
        lambda store: store.films.get("h1-kiss-1"),
    ),
    "text": Case(
        "texts/h1/de.srt",
        (b"1", b"2"),
        lambda store, text: store.texts("h1").put("de.srt", text),
        lambda store: store.texts("h1").get("de.srt"),
        spare=True,
    ),
    "thumbnail": Case(
        "thumbs/h1/00000666.jpg",
        (b"a picture", b"another"),
        lambda store, jpeg: store.thumbnails("h1").put("00000666.jpg", jpeg),
        lambda store: store.thumbnails("h1").get("00000666.jpg"),
    ),
}


def copies(elsewhere: Path) -> Case:
    """The shelf of whole films, which lie on another disk; a copy that is there is not replaced."""

    def put(store: ContentStore, text: str) -> None:
        film = elsewhere / "kiss-1.mp4"
        film.write_text(text)
        store.copies.path("h1").unlink(missing_ok=True)
        store.copies.keep(film, "h1", left=0)

    def get(store: ContentStore) -> str | None:
        return store.copies.path("h1").read_text() if store.copies.names() else None

    return Case("films/h1.spare", ("one", "two"), put, get)


@pytest.fixture(params=[*CASES, "copy"])
def case(request: pytest.FixtureRequest) -> Case:
    return CASES.get(request.param) or copies(request.getfixturevalue("elsewhere"))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ContentStore:
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    return ContentStore(tmp_path / "state")


def same(found: object, value: object) -> bool:
    if isinstance(found, FilmIndex) and isinstance(value, FilmIndex):
        return found.to_bytes() == value.to_bytes()
    return found == value


def files(store: ContentStore) -> list[str]:
    """All files of a state folder, hidden ones too."""
    found = (path for path in store.state_dir.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(store.state_dir)) for path in found)


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_what_is_kept_lies_in_its_place_and_is_there_the_next_time(
    store: ContentStore, case: Case
) -> None:
    assert case.get(store) is None and not store.state_dir.exists()
    for value in case.values:
        case.put(store, value)
        assert files(store) == [case.file]
        assert same(case.get(ContentStore(store.state_dir)), value)


def test_a_full_disk_leaves_nothing_on_it(
    store: ContentStore, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", full)
    with nullcontext() if case.spare else pytest.raises(OSError, match="No space"):
        case.put(store, case.values[0])
    assert files(store) == [] and (case.get(store) is None) != case.spare


@pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if not case.spare])
def test_a_full_disk_leaves_the_value_before(
    store: ContentStore, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[kind]
    case.put(store, case.values[0])
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        case.put(store, case.values[1])
    assert files(store) == [case.file] and same(case.get(store), case.values[0])


@pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if case.spare])
def test_what_a_full_disk_does_not_take_is_kept_until_the_machine_ends(
    store: ContentStore, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, again = CASES[kind], ContentStore(store.state_dir)
    case.put(store, case.values[0])
    with monkeypatch.context() as filled:
        filled.setattr(os, "fsync", full)
        case.put(store, case.values[1])
        # another process finds it, too
        assert files(store) == [case.file] and same(case.get(again), case.values[1])
    sweep_show(store.state_dir)  # as a power cut does
    assert same(case.get(again), case.values[0])


def test_a_disk_with_room_again_takes_what_was_kept_in_memory(
    store: ContentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as filled:
        filled.setattr(os, "fsync", full)
        spare = store.texts("h1").put("de.srt", b"1")
    assert store.texts("h1").names() == ["de.srt"] and store.texts("h1").path("de.srt") == spare
    path = store.texts("h1").put("de.srt", b"2")
    assert path.is_relative_to(store.state_dir) and not spare.exists()
    assert store.texts("h1").path("de.srt") == path and store.texts("h1").names() == ["de.srt"]
    with monkeypatch.context() as filled:
        filled.setattr(os, "fsync", full)
        store.texts("h1").put("de.srt", b"3")
    store.texts("h1").remove("de.srt")
    assert store.texts("h1").names() == []


def test_a_sweep_takes_what_is_half_written_and_leaves_what_is_whole(
    store: ContentStore, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.sweep()  # before there is a folder
    with monkeypatch.context() as killed:  # another process, in the middle of it
        killed.setattr(os, "getpid", lambda: 4194305)
        killed.setattr(os, "fsync", full)
        killed.setattr(Path, "unlink", lambda *_, **__: None)
        with nullcontext() if case.spare else pytest.raises(OSError, match="No space"):
            case.put(store, case.values[0])
    halves = files(store)  # a copy leaves what it tried first, too: another name of the film
    assert halves and case.file not in halves
    case.put(store, case.values[1])
    assert {case.file} < set(files(store)) <= {case.file, *halves}
    store.sweep()
    assert files(store) == [case.file] and same(case.get(store), case.values[1])


@pytest.mark.parametrize("kind", ["index", "verdict", "film"])
def test_a_damaged_file_counts_as_absent(store: ContentStore, kind: str) -> None:
    case = CASES[kind]
    case.put(store, case.values[0])
    path = store.state_dir / case.file
    whole = path.read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 50)):
        path.write_bytes(whole[:length])
        assert case.get(store) is None
    for other in (b"[]", b"{}", b"\xff" * 40):
        path.write_bytes(other)
        assert case.get(store) is None
    case.put(store, case.values[1])
    assert same(case.get(store), case.values[1])


def test_a_bit_that_fell_over_is_no_other_index(store: ContentStore) -> None:
    index = index_of(frames=48)
    path = store.indexes.put("h1", index)
    whole = path.read_bytes()
    for at in range(len(whole) // 2, len(whole) // 2 + 200, 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        found = store.indexes.get("h1")
        assert found is None or same(found, index)


def test_a_verdict_of_an_intake_that_asked_less_does_not_count(store: ContentStore) -> None:
    path = store.verdicts.put("h1", VERDICT)
    older = path.read_bytes().replace(b'"format": 3', b'"format": 2')
    assert older != path.read_bytes()
    path.write_bytes(older)
    assert store.verdicts.get("h1") is None


def test_a_verdict_of_an_older_program_has_its_words(tmp_path: Path) -> None:
    store, fault = ContentStore(tmp_path), Refusal.CUT_OFF.fault(at="00:01.000", lacking="its end")
    store.verdicts.put("h1", replace(VERDICT, fault=fault))
    (file,) = (tmp_path / "verdicts").iterdir()
    kept = json.loads(file.read_text())
    for name in ("reason", "advice"):
        kept["outcome"]["fault"][name] = kept["outcome"]["fault"][name]["text"]
    file.write_text(json.dumps(kept))
    found = ContentStore(tmp_path).verdicts.get("h1")
    assert found is not None and found.fault == fault
    assert in_language(found.fault.reason, "ru") == fault.reason  # as it was said then

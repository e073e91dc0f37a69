"""Films go whole from any machine to all, whatever breaks; what was deleted stays deleted."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_films import FilmMachine, FilmNet
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.machines._film_values import CHUNK, AskChunk

NAMES = frozenset({"east", "north", "west"})
FILM = random.Random(1).randbytes(5 * CHUNK + 77)
OTHER = random.Random(2).randbytes(2 * CHUNK)


@pytest.fixture
def net() -> Iterator[FilmNet]:
    with FilmNet() as net:
        yield net


@pytest.fixture
def machines(net: FilmNet, tmp_path: Path) -> list[FilmMachine]:
    return [FilmMachine(net, name, tmp_path, NAMES) for name in sorted(NAMES)]


def test_a_film_reaches_all_machines(net: FilmNet, machines: list[FilmMachine]) -> None:
    east, north, west = machines
    east.put("kiss-1.mp4", FILM)
    net.turn()
    assert north.lies() == west.lies() == {"kiss-1.mp4": FILM}
    assert not any(machine.said() for machine in machines)
    assert not list((west.folder / ".arriving-west").iterdir())
    west.put("kiss-2.mkv", OTHER)
    net.turn()
    assert east.lies() == north.lies() == {"kiss-1.mp4": FILM, "kiss-2.mkv": OTHER}


def test_a_version_goes_with_all_that_belongs_to_it(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    east, _, west = machines
    files = {
        "kiss/film.mp4": FILM,
        "kiss/kiss.yaml": b"title: The Kiss\n",
        "kiss/sound/voice.wav": OTHER,
        "kiss/words.de.srt": b"",
    }
    for path, data in files.items():
        east.put(path, data)
    east.put("kiss/.hidden", b"mine")
    east.put("kiss/film.mp4.part", b"half")
    net.turn()
    assert west.lies() == files
    assert (west.folder / "kiss/film.mp4").stat().st_mtime_ns == (
        east.folder / "kiss/film.mp4"
    ).stat().st_mtime_ns


def test_only_what_is_at_rest_and_not_refused_goes(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    east, _, west = machines
    east.put("a.mp4", FILM)
    east.put("b.mp4", OTHER)
    east.moving, east.refused = {"a.mp4"}, {"b.mp4"}
    net.turn()
    assert west.lies() == {}
    east.moving.clear()
    net.turn()
    assert west.lies() == {"a.mp4": FILM}


def test_what_lies_on_all_already_is_not_carried(net: FilmNet, machines: list[FilmMachine]) -> None:
    for machine in machines:
        machine.put("kiss.mp4", FILM)
    net.turn()
    assert net.asked == []


def test_a_film_that_takes_the_place_of_another_does_so_everywhere(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    east, _, west = machines
    east.put("kiss/film.mp4", FILM)
    east.put("kiss/kiss.yaml", b"title: One\n")
    net.turn()
    west.put("kiss/_mine.txt", b"mine")
    inode = (west.folder / "kiss/film.mp4").stat().st_ino
    net.asked.clear()
    east.put("kiss/kiss.yaml", b"title: Two\n")
    net.turn()
    assert west.lies() == east.lies()
    assert (west.folder / "kiss/kiss.yaml").read_bytes() == b"title: Two\n"
    # the film itself is there already, and what a person has set aside stays
    assert (west.folder / "kiss/film.mp4").stat().st_ino == inode
    assert (west.folder / "kiss/_mine.txt").read_bytes() == b"mine"
    assert sum(isinstance(one, AskChunk) for one in net.asked) == 2
    # back to what it was, on another machine
    west.put("kiss/kiss.yaml", b"title: One\n")
    net.turn()
    assert all(m.lies()["kiss/kiss.yaml"] == b"title: One\n" for m in machines)
    # and a folder in place of a bare film
    west.put("new.mp4", OTHER)
    net.turn()
    (west.folder / "new.mp4").unlink()
    west.put("new/new.mp4", OTHER)
    west.put("new/kiss.yaml", b"title: New\n")
    net.turn()
    assert east.lies() == west.lies()


def test_a_file_that_a_version_has_no_more_goes_from_all_machines(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    east, _, west = machines
    east.put("kiss/film.mp4", FILM)
    east.put("kiss/words.de.srt", b"words")
    net.turn()
    (east.folder / "kiss/words.de.srt").unlink()
    net.turn()
    assert west.lies() == {"kiss/film.mp4": FILM}
    east.put("kiss/words.de.srt", b"other words")
    net.turn()
    assert (
        west.lies() == east.lies() == {"kiss/film.mp4": FILM, "kiss/words.de.srt": b"other words"}
    )


def test_a_version_with_a_link_is_not_carried_and_told(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    east, _, west = machines
    east.put("real.mp4", OTHER)
    (east.folder / "kiss").mkdir()
    (east.folder / "kiss/film.mp4").symlink_to("../real.mp4")
    net.turn()
    assert west.lies() == {"real.mp4": OTHER}
    link = east.folder / "kiss/film.mp4"
    assert east.said() == [f"kiss cannot go to other machines: {link}: It is a link"]
    link.unlink()
    east.put("kiss/film.mp4", FILM)
    net.turn()
    assert west.lies() == east.lies() and not east.said()


def test_a_machine_that_was_away_meanwhile_catches_up(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    east, _, west = machines
    east.put("kiss.mp4", FILM)
    net.turn()
    net.cut.add("west")
    east.put("kiss.mp4", OTHER)
    net.turn()
    assert west.lies() == {"kiss.mp4": FILM}
    net.cut.clear()
    net.turn()
    assert west.lies() == {"kiss.mp4": OTHER}


def test_two_films_of_one_name_are_left_alone_and_told(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    east, _, west = machines
    net.cut.add("west")
    east.put("kiss.mp4", FILM)
    west.put("kiss.mp4", OTHER)
    net.turn()
    net.cut.clear()
    net.turn()
    assert (east.lies(), west.lies()) == ({"kiss.mp4": FILM}, {"kiss.mp4": OTHER})
    told = "kiss on east is another film than here. Give one of them another name."
    assert told in west.said()
    (west.folder / "kiss.mp4").rename(west.folder / "kiss-b.mp4")
    net.turn()
    assert all(m.lies() == {"kiss.mp4": FILM, "kiss-b.mp4": OTHER} for m in machines)
    assert not west.said()


def test_what_was_deleted_does_not_come_back(net: FilmNet, machines: list[FilmMachine]) -> None:
    east, north, west = machines
    east.put("kiss.mp4", FILM)
    east.put("other.mp4", OTHER)
    net.turn()
    (east.folder / "kiss.mp4").unlink()
    for _ in range(3):
        net.turn()
        for machine in machines:  # nor after a restart of all
            machine.begin()
    net.turn()
    assert east.lies() == {"other.mp4": OTHER}
    assert "kiss.mp4" in west.lies()
    assert any(one.startswith("kiss was deleted on east") for one in west.said())
    assert any(one.startswith("kiss was deleted here") for one in east.said())
    # deleted everywhere it is forgotten, and may come again
    (north.folder / "kiss.mp4").unlink()
    (west.folder / "kiss.mp4").unlink()
    net.turn()
    assert not any(machine.said() for machine in machines)
    west.put("kiss.mp4", FILM)
    net.turn()
    assert east.lies() == north.lies() == west.lies()


def test_what_was_deleted_is_here_again_when_a_person_lays_it_there(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    east, _, west = machines
    east.put("kiss.mp4", FILM)
    net.turn()
    (east.folder / "kiss.mp4").unlink()
    net.turn()
    east.put("kiss.mp4", FILM)
    net.turn()
    assert not east.said() and not west.said()


def test_a_folder_that_is_away_has_deleted_nothing(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    east, _, west = machines
    east.put("kiss.mp4", FILM)
    net.turn()
    east.sees = False
    east.folder.rename(east.base / "unmounted")
    net.turn()
    (east.base / "unmounted").rename(east.folder)
    east.sees = True
    net.turn()
    assert east.lies() == west.lies() and not west.said()


def test_what_is_retired_is_not_carried(net: FilmNet, machines: list[FilmMachine]) -> None:
    east, _, west = machines
    for machine in machines:
        machine.retired = ("kiss",)
    east.put("kiss.mp4", FILM)
    net.turn()
    assert west.lies() == {}
    for machine in machines:
        machine.retired = ()
    net.turn()
    assert west.lies() == {"kiss.mp4": FILM}


def test_a_folder_that_fills_says_so_until_all_is_there(net: FilmNet, tmp_path: Path) -> None:
    east = FilmMachine(net, "east", tmp_path, NAMES)
    east.put("a.mp4", FILM)
    net.turn()
    assert not east.shelf.fills
    west = FilmMachine(net, "west", tmp_path, NAMES)
    while "a.mp4" not in west.lies():
        net.turn(5)
        assert west.shelf.fills or west.lies()
        west.begin()
    net.turn(3)
    assert not west.shelf.fills and not east.shelf.fills
    east.put("b.mp4", OTHER)
    net.turn(4)
    west.begin()
    assert not west.shelf.fills


def test_it_says_how_far_a_film_has_come_and_what_it_waits_for(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    east, _, west = machines
    east.put("kiss.mp4", FILM)
    said: list[str] = []
    for _ in range(6):
        net.turn(1)
        said += west.said()
    assert "kiss: 39 % from east" in said
    net.cut.add("east")
    net.turn(5)
    assert any("% are here; the rest comes when" in one for one in west.said())


def test_a_disk_without_room_is_told_and_tried_again(
    net: FilmNet, machines: list[FilmMachine], monkeypatch: pytest.MonkeyPatch
) -> None:
    east, _, west = machines
    real = shutil.disk_usage(west.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: real._replace(free=1 << 20))
    east.put("kiss.mp4", FILM)
    net.turn(20)
    assert west.lies() == {}
    lacks = "kiss cannot come from east: this machine's disk lacks 1075 MB."
    assert f"{lacks} It comes when there is room." in west.said()
    monkeypatch.undo()
    net.turn(250)
    assert west.lies() == {"kiss.mp4": FILM} and not west.said()


def test_what_is_not_what_was_promised_is_not_taken(tmp_path: Path) -> None:
    chance = random.Random(5)

    def spoilt(data: bytes) -> bytes:
        if chance.random() < 0.7 or not data:
            return data
        at = chance.randrange(len(data))
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    net = FilmNet(spoils=spoilt)
    east, west = (FilmMachine(net, name, tmp_path, frozenset({"east", "west"})) for name in "ew")
    east.put("kiss/film.mp4", FILM)
    east.put("kiss/kiss.yaml", b"title: x\n")
    net.turn(3000)
    assert west.lies() == east.lies()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1 << 32), share=st.floats(0.0, 0.6))
def test_links_that_break_and_processes_that_are_killed_cost_no_chunk_twice(
    tmp_path_factory: pytest.TempPathFactory, seed: int, share: float
) -> None:
    chance = random.Random(seed)
    base = tmp_path_factory.mktemp("films")
    both = frozenset({"east", "west"})
    with FilmNet(breaks=lambda: chance.random() < share) as net:
        east, west = FilmMachine(net, "east", base, both), FilmMachine(net, "west", base, both)
        east.put("kiss/film.mp4", FILM)
        east.put("kiss/voice.wav", OTHER)
        for _ in range(400):
            net.turn(1)
            if west.lies():
                break
            if chance.random() < 0.1:
                net.cut ^= {"east"}
            if chance.random() < 0.1:
                west.begin()
        net.cut.clear()
        net.breaks = lambda: False
        net.turn()
        assert west.lies() == east.lies()
        chunks = [one for one in net.asked if isinstance(one, AskChunk)]
        assert len(chunks) == len(set(chunks)) == 8


@settings(max_examples=20, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(sorted(NAMES)),
            st.sampled_from(["a.mp4", "b.mp4"]),
            st.sampled_from([b"one", b"two", b"three", None]),
        ),
        max_size=12,
    )
)
def test_whatever_is_laid_somewhere_lies_everywhere_and_what_is_deleted_everywhere_nowhere(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, bytes | None]]
) -> None:
    base = tmp_path_factory.mktemp("films")
    laid: dict[str, bytes] = {}
    with FilmNet() as net:
        machines = {name: FilmMachine(net, name, base, NAMES) for name in sorted(NAMES)}
        for name, film, data in steps:
            if data is None:
                laid.pop(film, None)
                for machine in machines.values():
                    (machine.folder / film).unlink(missing_ok=True)
            else:
                laid[film] = data
                machines[name].put(film, data)
            net.turn(12)
            for machine in machines.values():
                assert machine.lies() == laid
                assert not machine.said()


def test_a_power_cut_costs_only_what_the_disk_had_not_got(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    east, _, west = machines
    east.put("kiss.mp4", FILM)
    while not list((west.folder).rglob(".arriving*/*/kiss.mp4")):
        net.turn(1)
    net.turn(4)
    (part,) = west.folder.rglob(".arriving*/*/kiss.mp4")
    data = bytearray(part.read_bytes())
    assert len(data) >= 3 * CHUNK
    data[CHUNK + 5] ^= 1  # the second chunk was not on the disk
    part.write_bytes(data)
    west.begin()
    net.turn()
    assert west.lies() == {"kiss.mp4": FILM}


def test_a_file_of_two_names_is_not_written_through(
    net: FilmNet, machines: list[FilmMachine]
) -> None:
    """A version on its way may share files with the one whose place it takes."""
    east, _, west = machines
    east.put("kiss/film.mp4", FILM)
    east.put("kiss/kiss.yaml", b"title: One\n")
    net.turn()
    net.cut.add("west")
    east.put("kiss/kiss.yaml", b"title: Two\n")
    net.turn()
    net.cut.clear()
    while not list(west.folder.rglob(".arriving*/*/kiss/film.mp4")):
        net.turn(1)
        if west.lies()["kiss/kiss.yaml"] == b"title: Two\n":
            break
    mine = west.folder / "kiss/film.mp4"
    west.begin()
    net.turn()
    assert mine.read_bytes() == FILM


@pytest.mark.parametrize(
    "path", ["../kiss.mp4", "kiss.mp4/../../x", "/etc/passwd", "other.mp4", "kiss.mp4/.x", ""]
)
def test_no_file_of_another_machine_leaves_the_folder(path: str) -> None:
    from installation.library import counts
    from installation.machines._film_history import WantedFilm
    from installation.machines._film_staging import well_formed
    from installation.machines._film_values import FilmOffer, FilmPiece, version_digest

    pieces = (FilmPiece(path, 4, 0, "d"),)
    offer = FilmOffer("kiss", "kiss.mp4", version_digest(pieces), 4)
    assert not well_formed(WantedFilm(offer, ("east",), False), pieces, counts)

"""What the benches of slow copies and of power cuts make of what they see."""

import random
import threading
import time
from pathlib import Path

from msgspec import structs

from installation.bench import _powercuts as powercuts
from installation.bench import _slowcopy as slowcopy
from installation.bench._cutworld import SCREENS, World
from installation.bench._powercuts import PowerCut
from installation.bench._slowcopy import Copied, Copier, stops
from installation.link import encode_programme
from installation.rig import PreparedShow
from installation.timeline import Entry, Plan, Programme, identity_map
from installation.units import SECOND


def copied(looked_ns: int | None, verdict: str = "admitted") -> Copied:
    return Copied("table last", 2000.0, 2400.0, 44, 10.0, 5 * SECOND, looked_ns, verdict)


def test_a_film_that_was_looked_at_too_early_is_counted() -> None:
    held = {bar.what: bar.held for bar in slowcopy.bars([copied(6 * SECOND), copied(None, "")])}
    assert held == {"films looked at before they were whole": True, "films admitted": False}
    (early, _) = slowcopy.bars([copied(4 * SECOND)])
    assert (early.found, early.held) == ("1", False)
    assert "-1.0" in slowcopy.summary([copied(4 * SECOND)])


def test_a_copy_stands_still_at_the_nasty_places_too() -> None:
    size = 200 * slowcopy.MEGABYTE
    places = stops(size, random.Random(1))
    assert places == sorted(places) and {4096, size - 65536, size - 1} <= set(places)
    assert len(places) == 4 + 4 and stops(10, random.Random(1)) == [9]


def test_a_copy_is_the_same_at_its_end_and_never_held_open(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(bytes(range(1, 250)) * 400)
    for kind in ("table first", "length first"):
        copier = Copier(kind, source, target, 4e6, 0.01, seed=1)
        assert isinstance(copier, threading.Thread)
        copier.start()
        copier.join()
        assert target.read_bytes() == source.read_bytes()
        assert copier.pauses == 4 and copier.began_ns < copier.whole_ns < time.monotonic_ns()
        target.unlink()


def test_what_is_committed_is_read_from_the_programme(tmp_path: Path) -> None:
    world = World(PreparedShow(tmp_path, tmp_path, tmp_path), tmp_path, random.Random(1))
    world.codes = {"one": 1, "two": 2}
    entries = {
        code: Entry(code, code, code, code, code, identity_map(SECOND)) for code in ("one", "two")
    }
    on = dict(zip(SCREENS, (entries["one"], entries["two"], entries["two"]), strict=True))
    programme = Programme(1, "boot", plans=(Plan(1, SECOND, on),))
    world.watch()
    assert world.committed == set()
    (tmp_path / "programme.json").write_bytes(encode_programme(programme))
    world.watch()
    assert world.committed == {(1, 2, 2)} == world.line_ups(programme)
    assert world.line_ups(structs.replace(programme, plans=())) == set()


def test_one_cut_after_which_something_is_wrong_misses_the_bar() -> None:
    good, bad = (
        PowerCut(1.0, True, False, True, 1.7, ()),
        PowerCut(2.0, False, True, False, 1.9, ("gone",)),
    )
    assert powercuts.bars([good])[0].held and not powercuts.bars([good, bad])[0].held
    assert "gone" in powercuts.summary([good, bad])

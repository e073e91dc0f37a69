"""What a rehearsal makes of what it played; and real rehearsals, which may crash or hang."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from left_behind import nothing_left_behind
from stand_in import stand_in

from installation.apps.rehearsal import judged
from installation.library import _rehearsal_process as rehearsal
from installation.library import rehearse
from installation.library._probe import probe
from installation.model import FilmFacts, Outcome
from installation.player import Played
from installation.player._rehearse import RehearsedStretch
from installation.rig import Recipe, barcoded_film
from installation.store import ContentStore
from installation.units import MILLISECOND, SECOND, ns

pytestmark = pytest.mark.alone

FACTS = FilmFacts(
    3840, 2160, (1, 1), (60, 1), "bt709", False, True, "hevc", "yuv420p", 10 * SECOND, 600
)


def played(speed: float = 8.0, **wrong: int) -> Played:
    found = Played(
        RehearsedStretch(120, 239), media_ns=2 * SECOND, processor_ns=round(2 * SECOND / speed)
    )
    for name, value in wrong.items():
        setattr(found, name, value)
    return found


def test_a_good_film() -> None:
    assert judged([played(), played()], FACTS, "software") == Outcome(speed=8.0)


def test_a_film_that_the_machine_cannot_keep_up_with() -> None:
    found = judged([played(0.6, missing=130)], FACTS, "software")
    assert not found.good and not found.again
    assert found.fault.reason == (
        "3840 x 2160 at 60 pictures a second is more than this machine keeps up with: "
        "measured 0.6 x real time"
    )


def test_a_film_that_the_machine_just_keeps_up_with_is_good_with_a_warning() -> None:
    found = judged([played(1.2)], FACTS, "software")
    assert found.good and "1.2 x real time" in found.warnings[0]


def test_pictures_left_out_are_the_films_fault_unless_the_machine_was_busy() -> None:
    found = judged([played(), played(missing=130)], FACTS, "software")
    assert (
        found.fault.reason == "the player leaves pictures out, from 00:02.000 on"
        and found.fault.advice
    )
    assert not found.again
    found = judged([played(missing=130, late_ns=ns(0.5))], FACTS, "software")
    assert found.again and "busy" in found.fault.reason
    found = judged([played(missing=130, waited_ns=ns(0.8))], FACTS, "software")
    assert found.not_yet and found.again
    assert "waited 0.8 s of 2.0 s for a processor" in found.fault.reason
    found = judged([played(0.6, missing=130, waited_ns=ns(0.8))], FACTS, "software")
    assert found.not_yet and "0.6 x real time while" in found.fault.reason
    assert judged([played(waited_ns=ns(0.8))], FACTS, "software").good  # all the same
    found = judged([played(missing=130, waited_ns=ns(0.1))], FACTS, "software")
    assert not found.again
    found = judged([played(strange=2)], FACTS, "software")
    assert "shows other pictures" in found.fault.reason


def test_the_speed_of_hardware_is_not_the_processors() -> None:
    assert judged([played(0.6)], FACTS, "hardware").speed is None


class Rehearsals:
    """Three real rehearsals, which take their time: at once, as a library has them."""

    def __init__(self, folder: Path) -> None:
        self.shares: list[float] = []
        self._indexes = ContentStore(folder).indexes
        lasting, ending, one, other = (
            barcoded_film(Recipe(number, seconds, 320, 180), folder)
            for number, seconds in ((1, 5.0), (3, 6.0), (4, 1.0), (5, 1.0))
        )
        with ThreadPoolExecutor(3) as at_once:
            whole = at_once.submit(self._rehearse, lasting, lasting, [ns(2.5)], self.shares.append)
            key_picture = at_once.submit(self._rehearse, ending, ending)
            mistaken = at_once.submit(self._rehearse, other, one)
        self.whole, self.key_picture = whole.result(), key_picture.result()
        self.mistaken = mistaken.result()

    def _rehearse(
        self,
        film: Path,
        indexed: Path,
        beats_ns: Sequence[int] = (),
        progress: Callable[[float], None] = lambda _: None,
    ) -> Outcome:
        index = self._indexes.put(indexed.name, probe(indexed))
        return rehearse(film, index, list(beats_ns), "software", progress)


@pytest.fixture(scope="module")
def rehearsals(tmp_path_factory: pytest.TempPathFactory) -> Rehearsals:
    with nothing_left_behind():
        return Rehearsals(tmp_path_factory.mktemp("rehearsals"))


@pytest.mark.process
def test_a_film_is_rehearsed_for_real(rehearsals: Rehearsals) -> None:
    found = rehearsals.whole
    assert found.good and found.speed and found.speed > 2
    assert rehearsals.shares == [pytest.approx(k / 3) for k in (1, 2, 3)]


@pytest.mark.process
def test_a_stretch_that_begins_with_a_key_picture_is_whole(rehearsals: Rehearsals) -> None:
    """The last 2 s of 6 begin with one, as editors place them."""
    assert rehearsals.key_picture.good, rehearsals.key_picture


@pytest.mark.process
def test_a_film_that_is_not_what_its_index_says_is_found_out(rehearsals: Rehearsals) -> None:
    found = rehearsals.mistaken
    assert not found.good and not found.suspect
    assert found.fault.reason.startswith("the player shows other pictures than are in it")


@pytest.mark.process
@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import time; time.sleep(60)", "the player hung while it rehearsed it"),
        ("import os; os.abort()", "the player crashed while it rehearsed it"),
        ("raise MemoryError", "the player crashed while it rehearsed it"),
        ("print('libvlc says something')", "the player crashed while it rehearsed it"),
    ],
)
def test_a_rehearsal_may_crash_or_hang(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, reason: str
) -> None:
    module = stand_in(tmp_path / "odd", f"exec {sys.executable} -c {json.dumps(program)}")
    monkeypatch.setattr(sys, "executable", str(module))
    monkeypatch.setattr(rehearsal, "longest_wait_ns", lambda _: SECOND // 10)
    found = rehearse(tmp_path / "a.mp4", tmp_path / "i", [], "software", longest_s=1.0)
    assert (found.good, found.suspect, found.fault.reason) == (False, True, reason)
    if "hung" in reason:  # unless it got no processor
        monkeypatch.setattr(rehearsal, "longest_wait_ns", lambda _: 700 * MILLISECOND)
        monkeypatch.setattr(rehearsal, "EXTENSIONS", 3)
        heard: list[float] = []
        began = time.monotonic()
        found = rehearse(
            tmp_path / "a.mp4", tmp_path / "i", [], "software", heard.append, longest_s=0.3
        )
        assert (found.suspect, found.again, found.not_yet) == (False, True, True)
        assert "waited 0.7 s" in found.fault.reason
        assert time.monotonic() - began > 3 * 0.3 and len(heard) == 3  # it was given longer

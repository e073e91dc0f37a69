"""How often a library has its folder looked at, by how long a look takes."""

from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

import pytest

from installation.library import Library
from installation.library._folder import FolderLook
from installation.library._library import LOOKING, RESCAN_NS, SETTLING_NS
from installation.library._scan import Candidate
from installation.model import bare_version
from installation.said import NOTHING
from installation.store import ContentStore, NameTaken, SecondName, Stamp
from installation.units import MILLISECOND, SECOND

STEP_NS = 10 * MILLISECOND


class SlowFolder:
    """A folder with a film that is being copied, each look at which takes a while."""

    trouble = NOTHING

    def __init__(self, film: Path, takes_ns: int) -> None:
        self._film, self._takes_ns = film, takes_ns
        self.asked: list[int] = []
        self.busy = False

    def ask(self, names: Collection[str], now_ns: int) -> None:
        self.asked.append(now_ns)
        self.busy = True

    def looked(self, now_ns: int) -> FolderLook | None:
        if not self.busy or now_ns - self.asked[-1] < self._takes_ns:
            return None
        self.busy = False
        grown = Stamp(now_ns, now_ns, 1)
        return FolderLook((Candidate(self._film.name, bare_version(self._film), grown),))

    def give(self, name: SecondName, now_ns: int) -> None:
        raise AssertionError

    def given(self) -> tuple[NameTaken, ...]:
        return ()

    def close(self) -> None:
        return


def asked(tmp_path: Path, takes_ns: int) -> list[int]:
    """When it is asked for looks within ten seconds, while the folder never comes to rest."""
    folder = SlowFolder(tmp_path / "kiss-1.mp4", takes_ns)
    library = Library(folder, ContentStore(tmp_path / "state"))
    for at_ns in range(SECOND, 11 * SECOND, STEP_NS):
        library.look()
        library.poll(at_ns)
    library.close()
    return folder.asked


@pytest.mark.parametrize("takes_ms", [100, 400])
def test_looking_takes_a_part_of_the_time_however_long_a_look_takes(
    tmp_path: Path, takes_ms: int
) -> None:
    takes_ns = takes_ms * MILLISECOND
    at_ns = asked(tmp_path, takes_ns)
    assert len(at_ns) > 3
    first, *gaps = [later - one for one, later in pairwise(at_ns)]
    assert first <= max(takes_ns, SETTLING_NS) + 2 * STEP_NS  # of a process that had to start
    assert min(gaps) >= LOOKING * takes_ns
    assert max(gaps) <= LOOKING * takes_ns + 2 * STEP_NS


def test_a_share_that_has_hung_is_looked_at_again_soon(tmp_path: Path) -> None:
    first, second, *_ = asked(tmp_path, 4 * SECOND)
    assert second - first <= LOOKING * RESCAN_NS

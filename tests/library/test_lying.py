"""The library says what lies in its folder, for who carries films elsewhere."""

from dataclasses import replace
from pathlib import Path

from installation.library import LyingCandidate
from installation.library._intake_state import CandidatePlace, lying
from installation.library._scan import Candidate
from installation.model import Fault, VersionState, bare_version
from installation.said import Said

STATES = (VersionState.SETTLING, VersionState.WAITING, VersionState.INDEXING, VersionState.READY)


def place(name: str, state: VersionState = VersionState.READY, since_ns: int = 5) -> CandidatePlace:
    return CandidatePlace(Candidate(name, bare_version(Path(name))), since_ns, state)


def test_what_stands_still_and_is_not_refused_is_told_from_the_rest() -> None:
    shelf = {f"{state.name}.mp4": place(f"{state.name}.mp4", state) for state in STATES}
    shelf["bad.mp4"] = place("bad.mp4", VersionState.BROKEN)
    shelf["gone.mp4"] = replace(place("gone.mp4"), gone_ns=7)
    assert {one.name: (one.still, one.good) for one in lying(shelf)} == {
        "SETTLING.mp4": (False, False),
        "WAITING.mp4": (True, True),
        "INDEXING.mp4": (True, True),
        "READY.mp4": (True, True),
        "bad.mp4": (True, False),
        "gone.mp4": (False, False),
    }


def test_a_candidate_with_a_fault_has_the_id_of_its_name_unless_another_one_has_it() -> None:
    fault = Fault(Said("no"), Said("yes"))
    twin = CandidatePlace(Candidate("kiss.mkv", fault=fault), 1, VersionState.BROKEN)
    alone = CandidatePlace(Candidate("other", fault=fault), 2, VersionState.BROKEN)
    shelf = {"kiss.mkv": twin, "kiss.mp4": place("kiss.mp4"), "other": alone}
    assert lying(shelf) == (
        LyingCandidate("", "kiss.mkv", True, False, 1),
        LyingCandidate("kiss", "kiss.mp4", True, True, 5),
        LyingCandidate("other", "other", True, False, 2),
    )

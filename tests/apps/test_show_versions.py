"""People decide about versions while the wall plays; films are taken away under it."""

import contextlib
import json
import shutil
import time
import unicodedata
from pathlib import Path

import pytest
from show_rig import TRIPTYCH, Films, Played, Sight, kiss, wait_until

from installation.errors import KissError
from installation.model import Swap
from installation.rig import VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.intakes]

HASTY = TRIPTYCH + "versions: {settle_s: 0.5}\n"
APPROVE = TRIPTYCH + "versions: {admit: approve, settle_s: 0.5}\nswap: {at: now}\n"


def swapped(show: Played) -> None:
    """Have what waits come now; it may have come by itself, at a seam, a moment before."""
    with contextlib.suppress(KissError):
        show.order(Swap())


def test_what_is_taken_away_plays_on_until_the_seam_and_is_in_the_report(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    stage = films.stage(tmp_path, (1, 2, 3), HASTY)
    with Played(stage, heads.environment) as show:
        show.until_plays(sight)
        assert sight.films() == [1, 2, 3]
        # 0.6 s before a seam: one more cycle plays with it, and needs a cue of its own
        wait_until("end of a cycle", lambda: 54 <= sight.frames()[0] <= 60)
        shutil.rmtree(stage.versions / "kiss-3")
        seen = []
        while (films_on := sight.films()) != [1, 1, 2]:
            seen.append(films_on)
            assert len(seen) < 1200
            time.sleep(0.01)
        assert {tuple(one) for one in seen} <= {(1, 2, 3), (1, 2, 2), (1, 1, 2)}
        assert sight.frames()[0] < 12  # at a beginning
        assert kiss("restart", "--state", stage.state).returncode == 0

        # a new film of a known id, renamed into place, is another revision
        films.add(tmp_path / "aside", 3)
        (tmp_path / "aside" / "kiss-3" / "film.mp4").rename(stage.versions / "kiss-2" / "film.mp4")
        wait_until("the new film of kiss-2", lambda: sight.films() == [1, 1, 3])

        done = kiss("versions", "retire", "kiss-1", "--state", stage.state)
        assert done.returncode == 0, done.stdout + done.stderr
        swapped(show)
        wait_until("a wall without kiss-1", lambda: sight.films() == [3, 3, 3])
        refused = kiss("versions", "retire", "kiss-2", "--state", stage.state)
        assert refused.returncode == 1
        assert "only version" in refused.stdout
        assert kiss("versions", "restore", "kiss-1", "--state", stage.state).returncode == 0
        swapped(show)
        wait_until("kiss-1 again", lambda: sight.films() == [1, 1, 3])
        back = kiss("versions", "rollback", "--state", stage.state)
        assert "kiss-2 is set aside" in back.stdout
        swapped(show)
        wait_until("the revision before", lambda: sight.films() == [1, 1, 2])
        assert {s.restarts for s in show.status().screens} == {0}
    told = json.loads(kiss("report", "--json", "--state", stage.state).stdout)
    shown = {(one["version"], s["screen"]) for one in told["iterations"] for s in one["shown"]}
    assert ("kiss-3", "right") in shown
    assert ("kiss-2", "right") in shown
    assert [action["what"] for action in told["actions"]] == [
        "restart",
        "retire kiss-1",
        "swap now",
        "retire kiss-2",
        "restore kiss-1",
        "swap now",
        "rollback",
        "swap now",
        "stop",
    ]
    assert told["quality"]["cycles"] >= 6
    assert told["quality"]["skew"] <= 1
    assert not told["faults"]


def test_with_approve_a_version_waits_for_a_person(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    stage = films.stage(tmp_path, (1,), APPROVE, known=False)
    words = ("--state", stage.state, "--versions", stage.versions, "--layout", stage.layout)
    early = kiss("versions", "approve", "kiss-1", *words)  # while no show runs
    assert early.returncode == 2
    assert "not been found good" in early.stderr
    with Played(stage, heads.environment) as show:
        wait_until("its turn", show.says(lambda s: [v.state for v in s.versions] == ["approval"]))
        assert show.status().state == "waiting"
        assert "approve kiss-1" in kiss("versions", "list", "--state", stage.state).stdout
        assert kiss("versions", "approve", "kiss-1", "--state", stage.state).returncode == 0
        show.wait("picture", lambda: sight.films() == [1, 1, 1], 15)
        added = kiss("versions", "add", films.paths[1], "--state", stage.state)
        assert added.returncode == 0, added.stderr
        name = films.paths[1].stem
        wait_until(
            "another one that waits",
            show.says(lambda s: {v.state for v in s.versions} == {"ready", "approval"}),
        )
        time.sleep(2.0)  # a swap that is to come now takes 1.3
        assert sight.films() == [1, 1, 1]
        assert kiss("versions", "approve", name, "--state", stage.state).returncode == 0
        wait_until("both", lambda: set(sight.films()) == {1, 2})
        assert kiss("versions", "pin", name, "left", "--state", stage.state).returncode == 0
        wait_until("the pin", lambda: sight.films()[0] == 2)
    # with no show running the command does it itself
    assert kiss("versions", "unpin", "left", *words).returncode == 0
    assert "on" not in kiss("versions", "list", *words).stdout.split(name)[0]


def test_a_folder_from_a_mac_is_ordered_about_by_the_letters_that_people_type(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    """On the disk й is и and a breve, as a Mac writes it; on the keyboard it is one letter."""
    apart, typed = (unicodedata.normalize(form, "Поцелуй-2") for form in ("NFD", "NFC"))
    assert apart != typed
    stage = films.stage(tmp_path, (1, 2, 3), APPROVE)
    (stage.versions / "kiss-2").rename(stage.versions / apart)
    words = ("--state", stage.state, "--versions", stage.versions, "--layout", stage.layout)

    def order(*said: str) -> str:
        done = kiss("versions", *said, *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    with Played(stage, heads.environment) as show:
        wait_until("turns", show.says(lambda s: [v.state for v in s.versions] == ["approval"] * 3))
        assert typed in order("list")
        order("approve", "kiss-1")
        order("approve", typed)
        wait_until("both", lambda: set(sight.films()) == {1, 2})
        order("pin", typed, "Left")
        swapped(show)
        wait_until("the pin", lambda: sight.films()[0] == 2)
        assert f"left is pinned to {typed}" in order("list")
        order("unpin", "left")
        order("retire", typed)
        swapped(show)
        wait_until("a wall without it", lambda: sight.films() == [1, 1, 1])
        order("restore", typed)
    # and with no show running the command does it itself
    assert "approved already" in order("approve", typed)
    order("retire", typed.upper())
    order("restore", apart)
    order("pin", typed, "left")
    assert f"left is pinned to {typed}" in order("list")

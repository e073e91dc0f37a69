"""Versions come, go and are broken while the wall plays."""

import time
from pathlib import Path

import pytest
from show_rig import TRIPTYCH, Films, Played, Sight, apart, wait_until

from installation.rig import VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.intakes]


def test_an_empty_folder_waits_then_plays_then_takes_what_is_newer(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    with Played(films.stage(tmp_path, ()), heads.environment) as show:
        wait_until("stage", show.says(lambda status: status.stage.refreshes > 0))
        for head in heads.heads:
            part = sight.glass.grab(head.x, head.y, head.width, head.height)
            assert (part.max(axis=2) > 0).mean() > 0.99  # calm, not black
            assert (part.max(axis=2) > 120).sum() > 100  # and with words
        told = show.status()
        assert (told.state, told.versions) == ("waiting", ())
        before = show.pids()

        films.add(show.stage.versions, 1)
        show.wait("picture of the first version", lambda: sight.films() == [1, 1, 1], 15)

        (show.stage.versions / "broken.mp4").write_bytes(b"no film at all" * 1000)
        films.add(show.stage.versions, 2)
        taken = wait_until("second version", lambda: sight.films() != [1, 1, 1], 12)
        assert taken > 1.0  # it had to settle
        assert sight.films() == [1, 1, 2]
        seam = sight.frames()[0]
        assert seam < 12  # it took its place where a cycle began
        wait_until(
            "word of the broken film",
            show.says(lambda s: any(v.state == "broken" for v in s.versions)),
        )
        told = show.status()
        broken = next(v for v in told.versions if v.state == "broken")
        assert broken.id == "broken.mp4"
        assert len(broken.reason + broken.advice) > 20
        assert "Traceback" not in broken.reason + broken.advice
        assert apart(sight.watch(0.5)) == []
        assert show.pids() == before
        assert {s.restarts for s in told.screens} == {0}
        assert "Traceback" not in show.said()


def test_films_of_all_kinds_that_are_no_films(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    impatient = TRIPTYCH + "versions: {settle_s: 1, patience_s: 3, watch: poll}\n"
    stage = films.stage(tmp_path, (1, 2), impatient)
    whole = films.paths[2].read_bytes()
    (stage.versions / "cut.mp4").write_bytes(whole[: len(whole) * 2 // 3])
    (stage.versions / "empty.mkv").touch()
    (stage.versions / "text.mov").write_text("a film, honestly\n")
    (stage.versions / "kiss-9").mkdir()
    (stage.versions / "kiss-9" / "version.yaml").write_text("titel: The Kiss\n")
    with Played(stage, heads.environment) as show:
        show.until_plays(sight)
        wait_until(
            "verdicts",
            show.says(lambda s: sum(v.state == "broken" for v in s.versions) == 4),
        )
        told = {v.id: v for v in show.status().versions}
        assert {name for name, v in told.items() if v.state == "ready"} == {"kiss-1", "kiss-2"}
        for name in ("cut.mp4", "empty.mkv", "text.mov", "kiss-9"):
            assert told[name].reason
        assert "title" in told["kiss-9"].reason  # did you mean
        assert sight.films() == [1, 1, 2]
        until = time.monotonic() + 0.5
        while time.monotonic() < until:
            assert min(sight.frames()) >= 0

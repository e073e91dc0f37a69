"""Another film dissolves in on its screen; the other screens do not notice."""

from itertools import pairwise

import pytest
from msgspec.structs import replace
from stage_fakes import FRAME_NS, Film, Wall

from installation.stage._presenter import DISSOLVE_STEP_NS
from installation.timeline import Programme, Take
from installation.units import MILLISECOND, SECOND

START = SECOND
TAKE = Take(1, START, 1, 0)
SEAM = START + 2 * SECOND
FADE_NS = 600 * MILLISECOND


def dissolving(fade_ns: int = FADE_NS, films: dict[str, Film] | None = None) -> Wall:
    """In the second cycle the right screen has another film."""
    wall = Wall(films or {screen: Film() for screen in ("left", "right")})
    wall.fill(TAKE, START + 7 * SECOND)
    before, after = wall.plan(1), wall.plan(2)
    entries = after.entries
    other = {**entries, "right": replace(entries["right"], index="other", revision="other")}
    after = replace(after, entries=other, fade_ns=fade_ns)
    wall.presenter.programme = Programme(1, "boot", (TAKE,), None, (before, after))
    return wall


def shares(wall: Wall, until_ns: int) -> list[tuple[int, float]]:
    """How much of the film before was seen on the right, swap by swap."""
    right, found = wall.canvases["right"], []
    while wall.clock.now_ns < until_ns:
        if wall.play(wall.clock.now_ns + 5 * MILLISECOND):
            found.append((wall.glass.swaps[-1].at_ns, right.share))
    return found


def test_the_film_before_goes_as_the_new_one_comes() -> None:
    wall = dissolving()
    seen = shares(wall, SEAM + SECOND)
    assert all(share == 0 for at_ns, share in seen if at_ns < SEAM)
    fading = [(at_ns, share) for at_ns, share in seen if SEAM <= at_ns < SEAM + FADE_NS]
    for at_ns, share in fading:
        assert share == pytest.approx(1 - (at_ns - SEAM) / FADE_NS, abs=0.01)
    assert len(fading) == 15
    assert all(share == 0 for at_ns, share in seen if at_ns >= SEAM + FADE_NS)
    kept = wall.canvases["right"].kept
    assert kept is not None and (kept.cycle, kept.frame) == (1, 47)


def test_the_others_miss_nothing_and_keep_nothing() -> None:
    wall = dissolving()
    swaps = [swap for swap in wall.play(START + 6 * SECOND) if not swap.waiting]
    lefts = [picture for swap in swaps if (picture := swap.pictures["left"])]
    assert lefts == [(1, 1 + n // 48, n % 48) for n in range(144)]
    assert wall.canvases["left"].kept is None
    for counts in wall.presenter.shown().values():
        assert (counts.held, counts.skipped, counts.late) == (0, 0, 0)


def test_a_cut_keeps_nothing() -> None:
    wall = dissolving(fade_ns=0)
    assert {share for _, share in shares(wall, SEAM + SECOND)} == {0}
    assert wall.canvases["right"].kept is None


def test_a_film_with_few_pictures_dissolves_as_softly() -> None:
    wall = dissolving(films={"left": Film(2.0), "right": Film(2.0)})
    for ring in wall.rings.values():
        ring.slots = [slot for slot in ring.slots if slot.frame == 0]
    wall.films = {screen: Film(2.0) for screen in wall.films}
    for screen, track in wall.tracks.items():
        wall.tracks[screen] = type(track)(screen, track.shape, track.pts_ns[:1], track.points)
    seen = [at for at, _ in shares(wall, SEAM + SECOND) if at >= SEAM]
    assert len(seen) >= FADE_NS // (DISSOLVE_STEP_NS + 10 * MILLISECOND)
    gaps = [b - a for a, b in pairwise(seen[:10])]
    assert all(FRAME_NS <= gap <= DISSOLVE_STEP_NS + 10 * MILLISECOND for gap in gaps)
    assert wall.canvases["right"].share == 0

"""Another film dissolves in on its screen; the other screens do not notice."""

from itertools import pairwise

import pytest
from msgspec.structs import replace
from stage_fakes import FRAME_NS, Film, Slot, Wall

from installation.stage._presenter import DISSOLVE_STEP_NS
from installation.timeline import LEAD_NS, Programme, Take
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


def leaves(wall: Wall, frames: range) -> None:
    """Have the right screen's film before go on into the second cycle, as its player delivers."""
    wall.rings["right"].slots += [
        Slot(TAKE.serial, 2, n * FRAME_NS, n, SEAM + n * FRAME_NS - LEAD_NS, leaving=True)
        for n in frames
    ]
    first, plan = wall.presenter.programme.plans
    leaving = {"right": first.entries["right"]}
    plans = first, replace(plan, leaving=leaving)
    wall.presenter.programme = replace(wall.presenter.programme, plans=plans)


def kept_frames(wall: Wall, until_ns: int) -> list[tuple[int, int, int]]:
    """Each swap's instant after the seam, with the picture drawn on the right and the one kept."""
    right, found = wall.canvases["right"], []
    while wall.clock.now_ns < until_ns:
        if wall.play(wall.clock.now_ns + 5 * MILLISECOND) and wall.glass.swaps[-1].at_ns >= SEAM:
            assert right.drawn is not None and right.kept is not None
            found.append((wall.glass.swaps[-1].at_ns, right.drawn.frame, right.kept.frame))
    return found


def test_both_films_go_on_at_one_place_of_the_story() -> None:
    wall = dissolving()
    leaves(wall, range(20))
    seen = kept_frames(wall, SEAM + FADE_NS - FRAME_NS)
    assert [new for _, new, _ in seen] == list(range(14))
    assert [old for _, _, old in seen] == [new for _, new, _ in seen]


def test_a_film_that_stops_coming_stands_and_the_other_goes_on() -> None:
    wall = dissolving()
    leaves(wall, range(5))
    seen = kept_frames(wall, SEAM + FADE_NS - FRAME_NS)
    assert [new for _, new, _ in seen] == list(range(14))
    assert [old for _, _, old in seen] == [min(new, 4) for _, new, _ in seen]


def test_a_pause_within_has_both_films_stand_at_its_place() -> None:
    wall = dissolving()
    leaves(wall, range(20))
    paused_ns = SEAM + 5 * FRAME_NS + 20 * MILLISECOND
    before = wall.presenter.programme
    held = replace(before, revision=2, takes=(replace(TAKE, hold_ns=paused_ns),))
    for told_ns in range(paused_ns - 60 * MILLISECOND, paused_ns, 3 * MILLISECOND):
        again = dissolving()
        leaves(again, range(20))
        paused = replace(held, plans=again.presenter.programme.plans)
        again.play(SEAM + FADE_NS, told=[(told_ns, paused)])
        right = again.canvases["right"]
        assert right.drawn is not None and right.kept is not None
        assert (right.drawn.frame, right.kept.frame) == (5, 5), told_ns


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

"""The sound of runs, sample by sample, without a clock."""

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from installation.player import Mixer
from installation.player._mixing import FADE, HEAL, GainRamp
from installation.player._segments import SegmentLabel
from installation.player._soundtrack import (
    CHANNELS,
    EARLY,
    RATE,
    AudioSpan,
    Sound,
    Soundtrack,
    instant_of,
    sample_at,
)
from installation.timeline import Cue, Entry, Heard, Plan, Programme, Take, identity_map
from installation.units import MILLISECOND, SECOND

ENTRY = Entry("v", "r", "", "f", "i", identity_map(2 * SECOND))
PLAN = Plan(1, 2 * SECOND, {"a": ENTRY})
LEAD = 200 * MILLISECOND


class Show:
    """One screen in cycles of 2 s; strips hold a constant, so that it is known whose it is."""

    def __init__(self, *takes: Take) -> None:
        self.programme = Programme(1, "", takes, None, (PLAN,), Heard("all"))
        self.soundtrack = Soundtrack()
        self.mixer = Mixer("a", lambda: self.programme, self.soundtrack)
        self.mixer.fade.aim(1.0)
        self.mixer.fade.take(FADE)

    def strip(
        self, label: tuple[int, int], from_s: float, until_s: float, value: float, lead: int = LEAD
    ) -> AudioSpan:
        """Sound that is due from one instant to another."""
        made = self.soundtrack.begin(SegmentLabel(*label))
        made.shown(lead)
        put(made, round(from_s * SECOND) - lead, round((until_s - from_s) * RATE), value)
        return made

    def hear(self, from_s: float, until_s: float) -> Sound:
        """What is due meanwhile, in chunks of 10 ms."""
        first, last = sample_at(round(from_s * SECOND)), sample_at(round(until_s * SECOND))
        self.mixer.skip()
        chunks = [self.mixer.render(n, RATE // 100) for n in range(first, last, RATE // 100)]
        return np.concatenate(chunks)


def put(strip: AudioSpan, date_ns: int, count: int, value: float) -> None:
    """A constant, in blocks as libvlc has them."""
    for n in range(0, count, 1024):
        block = np.full((min(1024, count - n), CHANNELS), round(value * 32768), np.int16)
        strip.put(date_ns + instant_of(n), block.tobytes())


def corner(wave: Sound) -> float:
    return float(np.abs(np.diff(wave, axis=0)).max())


def test_a_sample_has_one_number_and_one_instant() -> None:
    for ns in (0, 1, 20_833, 10**15 + 7):
        assert 0 <= ns - instant_of(sample_at(ns)) < 20_834


def test_two_runs_meet_at_their_sample_and_never_sound_together() -> None:
    show = Show(Take(1, 10 * SECOND, 1, 0))
    show.strip((1, 1), 10, 12.3, 0.25)  # longer than its cycle
    show.strip((1, 2), 11.9, 14, -0.25)  # begun before its cycle
    heard = show.hear(11, 13)
    seam = RATE
    assert np.allclose(heard[HEAL : seam - 1], 0.25)
    assert np.allclose(heard[seam + HEAL + 1 :], -0.25)
    assert corner(heard[1:]) < 0.005  # 0.5 in 5 ms


def test_a_pause_is_silent_from_its_sample_and_a_resume_sounds_from_its_own() -> None:
    show = Show(Take(1, 10 * SECOND, 1, 0, 11 * SECOND), Take(2, 12 * SECOND, 1, SECOND))
    show.strip((1, 1), 10, 11.6, 0.5)
    show.strip((2, 1), 12, 13, 0.5)
    heard = show.hear(10.5, 12.5)
    assert np.allclose(heard[RATE // 2 + HEAL + 1 : RATE * 3 // 2 - 1], 0)
    assert np.allclose(heard[HEAL : RATE // 2 - 1], 0.5)
    assert np.allclose(heard[RATE * 3 // 2 + HEAL + 1 :], 0.5)
    assert corner(heard[1:]) < 0.005


def test_before_the_first_take_and_where_nothing_is_there_it_is_silent() -> None:
    show = Show(Take(1, 10 * SECOND, 1, 0))
    assert not show.hear(9, 11).any()
    show.programme = Programme()
    assert not show.hear(9, 11).any()


def test_a_strip_without_a_picture_yet_is_not_heard() -> None:
    show = Show(Take(1, 10 * SECOND, 1, 0))
    strip = show.soundtrack.begin(SegmentLabel(1, 1))
    put(strip, 10 * SECOND - LEAD, RATE, 0.5)
    assert not show.hear(10, 10.5).any()
    strip.shown(LEAD)
    assert np.allclose(show.hear(10, 10.5)[HEAL:], 0.5)


def test_sound_is_where_its_pictures_are_however_early_libvlc_runs() -> None:
    for lead in (120 * MILLISECOND, 180 * MILLISECOND, 260 * MILLISECOND):
        show = Show(Take(1, 10 * SECOND, 1, 0))
        show.strip((1, 1), 10.5, 11, 0.5, lead)
        heard = show.hear(10, 11)
        assert abs(int(np.flatnonzero(heard[:, 0])[0]) - RATE // 2) <= 2


def test_one_late_picture_moves_nothing() -> None:
    strip = AudioSpan(SegmentLabel(1, 1))
    for lead in (LEAD, LEAD - 300_000, LEAD - 90 * MILLISECOND, LEAD, LEAD - 4 * MILLISECOND):
        strip.shown(lead)
        assert strip.lead_ns == LEAD
    for _ in range(15):
        strip.shown(LEAD - 40 * MILLISECOND)
    assert strip.lead_ns == LEAD - 40 * MILLISECOND


def test_a_relief_takes_over_with_its_first_sample() -> None:
    show = Show(Take(1, 10 * SECOND, 1, 0))
    show.strip((1, 1), 10, 11, 0.25)
    show.strip((1, 1), 10.5, 12, -0.25)
    heard = show.hear(10, 11.5)
    assert np.allclose(heard[HEAL : RATE // 2 - 2], 0.25)
    assert np.allclose(heard[RATE // 2 + HEAL + 2 :], -0.25)


def test_a_gap_in_what_libvlc_hands_over_is_silent_and_soft() -> None:
    show = Show(Take(1, 10 * SECOND, 1, 0))
    strip = show.strip((1, 1), 10, 10.5, 0.5)
    put(strip, round(10.6 * SECOND) - LEAD, RATE // 2, 0.5)
    heard = show.hear(10, 11)
    hole = heard[RATE // 2 + HEAL : RATE * 6 // 10 - HEAL]
    assert np.allclose(hole, 0) and len(hole) > RATE // 20
    assert np.allclose(heard[RATE * 7 // 10 : RATE * 9 // 10], 0.5)
    assert corner(heard[1:]) < 0.005


def test_sound_of_another_time_begins_anew() -> None:
    strip = AudioSpan(SegmentLabel(1, 1))
    put(strip, 10 * SECOND, RATE, 0.5)
    put(strip, 5 * SECOND, 1024, 0.5)
    assert strip.span == (5 * RATE, 5 * RATE + 1024)
    put(strip, 60 * SECOND, 1024, 0.5)
    assert strip.span == (60 * RATE, 60 * RATE + 1024)


@pytest.mark.parametrize("chunk", [1, 479, 480, 4800])
def test_a_fade_takes_200_ms_and_has_no_step(chunk: int) -> None:
    fade = GainRamp()
    fade.aim(1.0)
    ways = np.concatenate([fade.take(chunk) for _ in range(0, 2 * FADE, chunk)])[:, 0]
    assert (np.diff(ways) >= 0).all() and np.diff(ways).max() < 2 / FADE
    assert FADE - 1 - int(np.argmax(ways >= 1.0)) in (0, 1)  # it rounds to 1 a sample before


def test_a_fade_that_is_turned_round_goes_on_from_where_it_is() -> None:
    fade = GainRamp()
    fade.aim(1.0)
    risen = fade.take(FADE // 3)
    fade.aim(0.0)
    falls = fade.take(FADE)
    assert abs(float(falls[0, 0] - risen[-1, 0])) < 2 / FADE
    assert fade.silent and (np.diff(falls[:, 0]) <= 0).all()
    fade.aim(0.5)
    assert not fade.silent


def test_at_another_pace_samples_follow_one_another_whatever_their_dates() -> None:
    strip, made = AudioSpan(SegmentLabel(1, 1), 870), 0
    for n in range(60):  # 30 ms or nothing for 18.56 ms each, as libvlc was seen to do it
        comes = 1440 * (max(0, n * 891 - 400) // 1440) - made
        made += comes
        block = np.full((comes, CHANNELS), 8192, np.int16)
        strip.put(5 * SECOND + n * 18_560_000, block.tobytes())
    begin, end = strip.span
    assert begin == sample_at(5 * SECOND) + EARLY and end - begin == made > 45_000
    assert np.allclose(strip.read(begin, end - begin), 0.25)


def test_where_one_strip_gives_way_to_another_both_are_heard_in_passing() -> None:
    show = Show(Take(1, 10 * SECOND, 1, 0))
    waves = []
    for label, from_s, phase in (((1, 1), 10.5, 0.0), ((1, 2), 11.5, 2.5)):
        strip = show.soundtrack.begin(SegmentLabel(*label))
        strip.shown(LEAD)
        wave = 0.3 * np.sin(np.arange(2 * RATE) * 2 * np.pi * 500 / RATE + phase)
        data = np.repeat((wave * 32767).astype(np.int16)[:, None], CHANNELS, 1)
        strip.put(round(from_s * SECOND) - LEAD, data.tobytes())
        waves.append(wave)
    heard = show.hear(11.9, 12.1)
    seam = RATE // 10
    before, after = waves[0][67_200:], waves[1][19_200:]
    assert np.allclose(heard[HEAL : seam - 1, 0], before[HEAL : seam - 1], atol=1e-3)
    assert np.allclose(heard[seam + HEAL + 1 :, 0], after[seam + HEAL + 1 : len(heard)], atol=1e-3)
    bend = np.abs(np.diff(heard[HEAL:], 2, axis=0)).max()
    assert bend < 0.003  # of which the tone itself has 0.0013


@pytest.mark.parametrize("soon", [0, 3, 17])
def test_what_was_rendered_ahead_is_rendered_anew_as_if_it_had_never_been(soon: int) -> None:
    chunk, begin = RATE // 100, sample_at(10 * SECOND + SECOND // 2)
    at = [begin + n * chunk for n in range(30)]
    heard = []
    for late in (False, True):
        show = Show(Take(1, 10 * SECOND, 1, 0))
        show.strip((1, 1), 10, 12, 0.5)
        show.mixer.skip()
        marks = []
        waves: list[NDArray[np.float32]] = []
        for first in at:
            if not late and len(waves) == soon:
                pause(show, first)
            marks.append(show.mixer.mark())
            waves.append(show.mixer.render(first, chunk))
        if late:
            pause(show, at[soon])
            show.mixer.back_to(marks[soon])
            show.mixer.aim()
            waves[soon:] = [show.mixer.render(first, chunk) for first in at[soon:]]
        heard.append(np.concatenate(waves))
    assert np.array_equal(heard[0], heard[1])
    assert corner(heard[0][1:]) < 0.005


def pause(show: Show, sample: int) -> None:
    """The story is held 55 ms after a sample, and its screen begins to fall silent."""
    held_ns = instant_of(sample) + 55 * MILLISECOND
    takes = (Take(1, 10 * SECOND, 1, 0, held_ns),)
    show.programme = Programme(2, "", takes, None, (PLAN,), Heard("none"))
    assert show.mixer.aim() and not show.mixer.aim()


def test_a_pending_cue_changes_nothing_that_is_heard() -> None:
    show = Show(Take(1, 10 * SECOND, 1, 0))
    show.mixer.aim()
    show.programme = replace(show.programme, revision=2, pending=Cue(2, 2, 0))
    assert not show.mixer.aim()


def test_what_is_known_of_the_sound_to_come() -> None:
    show = Show(Take(1, 10 * SECOND, 1, 0, round(11.5 * SECOND)))
    first = [sample_at(round(s * SECOND)) for s in (9, 10.2, 11.1, 11.6)]
    ready = [show.mixer.ready(sample, 480) for sample in first]
    assert ready == [True, False, False, True]  # nothing is silent for sure
    strip = show.strip((1, 1), 10, 11, 0.5)
    assert not show.mixer.ready(first[1], 480)  # one picture may have come late
    strip.shown(LEAD)
    assert [show.mixer.ready(sample, 480) for sample in first] == [True, True, False, True]


@pytest.mark.parametrize("after", [1, 60, 239, 240])
def test_a_lead_that_moves_while_a_seam_heals_is_no_click(after: int) -> None:
    show = Show(Take(1, 10 * SECOND, 1, 0))
    strips = []
    for label, from_s, phase in (((1, 1), 10.5, 0.0), ((1, 2), 11.9, 2.5)):
        strips.append(show.soundtrack.begin(SegmentLabel(*label)))
        strips[-1].shown(LEAD)
        wave = 0.3 * np.sin(np.arange(2 * RATE) * 2 * np.pi * 500 / RATE + phase)
        data = np.repeat((wave * 32767).astype(np.int16)[:, None], CHANNELS, 1)
        strips[-1].put(round(from_s * SECOND) - LEAD, data.tobytes())
    seam = sample_at(12 * SECOND) + 1
    show.mixer.skip()
    heard = [show.mixer.render(seam - 480, 480), show.mixer.render(seam, after)]
    for _ in range(3):
        strips[1].shown(LEAD - 20 * MILLISECOND)
    heard.append(show.mixer.render(seam + after, 960))
    tail = np.concatenate(heard)[HEAL:]
    assert np.abs(np.diff(tail, 2, axis=0)).max() < 0.003  # the tone itself has 0.0013

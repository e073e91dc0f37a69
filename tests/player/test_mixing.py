"""The sound of runs, sample by sample, without a clock."""

import gc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from kept_sounds import kept_sound, sine
from msgspec.structs import replace
from numpy.typing import ArrayLike, NDArray

from installation.player import Mixer, RouteEar, SoundMix
from installation.player._mixing import FADE, HAND_OVER, HEAL, KNEE, GainRamp, rounded
from installation.player._sound_file import RATE, Sound, first_sample, instant_of
from installation.timeline import (
    BY_STORY,
    Beat,
    Cue,
    Entry,
    EntrySound,
    Heard,
    Plan,
    Programme,
    Take,
    VoicePart,
    identity_map,
)
from installation.units import MILLISECOND, SECOND

CYCLE = 2 * SECOND


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    yield
    gc.collect()  # a show knows its mixer, which knows the show and its file


class Show:
    """One screen, in cycles of 2 s unless its map is longer."""

    def __init__(
        self,
        folder: Path,
        wave: ArrayLike,
        *takes: Take,
        points: tuple[tuple[int, int], ...] = identity_map(CYCLE),
        gain: float = 1.0,
    ) -> None:
        self.sound = kept_sound(folder / "a.pcm", wave, gain=gain)
        entry = Entry("v", "r", "", "f", "i", points, sounds=(self.sound,))
        plan = Plan(1, points[-1][0], {"a": entry})
        takes = takes or (Take(1, 10 * SECOND, 1, 0),)
        self.programme = Programme(1, "", takes, None, (plan,), Heard("all"))
        self.mixer = Mixer("a", lambda: self.programme)
        self.mixer.fade.aim(1.0)
        self.mixer.fade.take(FADE)

    def hear(self, from_s: float, until_s: float, chunk: int = RATE // 100) -> Sound:
        """What is due meanwhile, on the left."""
        first, last = (first_sample(round(s * SECOND)) for s in (from_s, until_s))
        self.mixer.skip()
        chunks = [self.mixer.render(n, min(chunk, last - n)) for n in range(first, last, chunk)]
        heard: Sound = np.concatenate(chunks)[:, 0]
        return heard


def corner(wave: Sound) -> float:
    """The sharpest bend: a click."""
    return float(np.abs(np.diff(wave, 2)).max())


def dip_db(wave: Sound, amplitude: float) -> float:
    """How far a steady tone falls in the quietest 5 ms."""
    windows = wave[: len(wave) // 240 * 240].reshape(-1, 240)
    return float(20 * np.log10(np.sqrt((windows**2).mean(1)).min() * 2**0.5 / amplitude))


def test_a_sample_has_one_number_and_one_instant() -> None:
    for ns in (0, 1, 20_833, 20_834, 10**15 + 7):
        sample = first_sample(ns)
        assert instant_of(sample) >= ns > instant_of(sample - 1)


@pytest.mark.parametrize("chunk", [1, 479, 480])
def test_a_tone_runs_through_a_seam_as_if_there_was_none(tmp_path: Path, chunk: int) -> None:
    show = Show(tmp_path, sine(500, 2))
    heard = show.hear(11.9, 12.1, chunk)
    # of one sample it cannot know that it follows; that is a bend of a thirtieth, and no dip
    assert np.allclose(heard[HEAL:], sine(500, 2.1)[-len(heard) + HEAL :], atol=0.035)
    assert dip_db(heard[HEAL:], 0.5) > -0.1 and corner(heard[HEAL:]) < 0.035


def test_two_runs_meet_at_their_sample_without_a_click(tmp_path: Path) -> None:
    wave = np.concatenate([np.full(RATE, -0.25), np.full(RATE, 0.25)])
    show = Show(tmp_path, wave)
    heard = show.hear(11.5, 12.5)
    seam = RATE // 2
    assert np.allclose(heard[HEAL:seam], 0.25, atol=1e-4)
    assert np.allclose(heard[seam + HEAL :], -0.25, atol=1e-4)
    assert corner(heard[HEAL:]) < 0.005


def test_a_pause_is_silent_from_its_sample_and_a_resume_sounds_from_its_own(
    tmp_path: Path,
) -> None:
    takes = Take(1, 10 * SECOND, 1, 0, 11 * SECOND), Take(2, 12 * SECOND, 1, SECOND)
    heard = Show(tmp_path, np.full(2 * RATE, 0.5), *takes).hear(10.5, 12.5)
    assert np.allclose(heard[HEAL : RATE // 2], 0.5, atol=1e-4)
    assert np.allclose(heard[RATE // 2 + HEAL : RATE * 3 // 2], 0)
    assert np.allclose(heard[RATE * 3 // 2 + HEAL :], 0.5, atol=1e-4)
    assert corner(heard[1:]) < 0.005


def test_where_nothing_is_there_it_is_silent(tmp_path: Path) -> None:
    show = Show(tmp_path, np.full(RATE, 0.5))
    assert not show.hear(9, 9.9).any()  # before the first take
    heard = show.hear(10.5, 11.5)  # the sound is half as long as the film
    assert not heard[RATE // 2 + HEAL :].any() and corner(heard[1:]) < 0.005
    for sounds in ((), (replace(show.sound, file=str(tmp_path / "lost")),)):
        entry = replace(show.programme.plans[0].entries["a"], sounds=sounds)
        plan = replace(show.programme.plans[0], entries={"a": entry})
        show.programme = replace(show.programme, plans=(plan,))
        assert not show.hear(10, 11)[HEAL:].any()
    show.programme = Programme()
    assert not show.hear(9, 11)[HEAL:].any()


def test_a_place_is_heard_where_its_picture_is(tmp_path: Path) -> None:
    wave = np.zeros(2 * RATE)
    wave[RATE:] = 0.5
    show = Show(tmp_path, wave, Take(1, 10 * SECOND, 1, SECOND // 2))
    heard = show.hear(10, 11)
    assert int(np.flatnonzero(heard > 0.001)[0]) == RATE // 2


def test_a_mono_sound_comes_from_both_sides_and_5_1_is_mixed_down(tmp_path: Path) -> None:
    show = Show(tmp_path, np.full(2 * RATE, 0.25), gain=2.0)
    both = show.mixer.render(first_sample(11 * SECOND), 480)[HEAL:]
    assert np.allclose(both, 0.5, atol=1e-3)
    surround = np.zeros((2 * RATE, 6))
    surround[:, 2], surround[:, 3], surround[:, 5] = 0.1, 0.9, 0.2
    show = Show(tmp_path, surround)
    both = show.mixer.render(first_sample(11 * SECOND), 480)[HEAL:]
    assert np.allclose(both, np.array([0.1, 0.3]) * 0.5**0.5, atol=1e-3)


@pytest.mark.parametrize("pace", [870, 1100, 1500])
def test_at_another_pace_a_tone_keeps_its_pitch_and_level(tmp_path: Path, pace: int) -> None:
    story = CYCLE * pace // 1000
    show = Show(tmp_path, sine(500, 2), points=((0, 0), (story, CYCLE)))
    heard = show.hear(10.1, 10 + story / SECOND - 0.1)
    assert dip_db(heard[HEAL:], 0.5) > -1 and corner(heard[HEAL:]) < 0.02
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    assert abs(spectrum.argmax() * RATE / len(heard) - 500) < 2


@pytest.mark.parametrize("pace", [870, 1150])
def test_at_another_pace_a_beep_stays_with_its_picture(tmp_path: Path, pace: int) -> None:
    wave = sine(200, 2, 0.1)
    wave[RATE : RATE + RATE // 20] += sine(4000, 0.05)
    story = CYCLE * pace // 1000
    show = Show(tmp_path, wave, points=((0, 0), (story, CYCLE)))
    heard = show.hear(10, 10 + story / SECOND)
    due = RATE * pace // 1000
    assert abs(int(np.flatnonzero(np.abs(heard) > 0.2)[0]) - due) < RATE // 80


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


@pytest.mark.parametrize("soon", [0, 3, 17])
@pytest.mark.parametrize("pace", [1000, 900])
def test_what_was_rendered_ahead_is_rendered_anew_as_if_it_had_never_been(
    tmp_path: Path, soon: int, pace: int
) -> None:
    chunk, begin = RATE // 100, first_sample(10 * SECOND + SECOND // 2)
    at = [begin + n * chunk for n in range(30)]
    heard = []
    for late in (False, True):
        points = ((0, 0), (CYCLE * pace // 1000, CYCLE))
        show = Show(tmp_path, sine(300, 2), points=points)
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
            waves[soon:] = [show.mixer.render(first, chunk) for first in at[soon:]]
        heard.append(np.concatenate(waves)[:, 0])
    assert np.array_equal(heard[0], heard[1])
    assert corner(heard[0][1:]) < 0.005


def pause(show: Show, sample: int) -> None:
    """The story is held 55 ms after a sample, and its screen begins to fall silent."""
    held_ns = instant_of(sample) + 55 * MILLISECOND
    takes = (Take(1, 10 * SECOND, 1, 0, held_ns),)
    show.programme = replace(show.programme, revision=2, takes=takes, heard=Heard("none"))
    assert show.mixer.changed() and not show.mixer.changed()


def test_a_pending_cue_changes_nothing_that_is_heard(tmp_path: Path) -> None:
    show = Show(tmp_path, np.zeros(RATE))
    show.mixer.changed()
    show.programme = replace(show.programme, revision=2, pending=Cue(2, 2, 0))
    assert not show.mixer.changed()


def test_another_sound_is_heard_by_its_name_and_else_the_films_own(tmp_path: Path) -> None:
    show = Show(tmp_path, np.full(2 * RATE, 0.25))
    entry = show.programme.plans[0].entries["a"]
    said: list[float] = []
    for sounds in ((), (EntrySound("description", show.sound.file, 1, 2.0),)):
        entry = replace(entry, sounds=(show.sound, *sounds))
        plan = replace(show.programme.plans[0], entries={"a": entry})
        programme = replace(show.programme, plans=(plan,))
        mixer = Mixer("a", lambda known=programme: known, "description")
        mixer.fade.aim(1.0)
        mixer.fade.take(FADE)
        said.append(float(mixer.render(first_sample(11 * SECOND), 480)[-1, 0]))
    assert np.allclose(said, [0.25, 0.5], atol=1e-3)


def test_a_beat_hands_over_the_voice_at_its_sample_without_a_click(tmp_path: Path) -> None:
    show = Show(tmp_path, np.full(2 * RATE, 0.5))
    plan = replace(
        show.programme.plans[0],
        beats=(Beat("arrival", SECOND // 2), Beat("kiss", 3 * SECOND // 2)),
        entries=dict.fromkeys("ab", show.programme.plans[0].entries["a"]),
    )
    parts = VoicePart("arrival", "a"), VoicePart("kiss", "b")
    show.programme = replace(
        show.programme, plans=(plan,), heard=Heard(BY_STORY, {"a": 100, "b": 100}, parts)
    )
    both = []
    for screen in "ab":
        show.mixer = Mixer(screen, lambda: show.programme)
        assert not show.mixer.idle
        both.append(show.hear(10, 14))
    a, b = both
    around = HAND_OVER // 2
    for beat_s, before, after in ((0.5, b, a), (1.5, a, b), (2.5, b, a), (3.5, a, b)):
        at = round(beat_s * RATE)
        assert np.allclose(before[at - around - RATE // 4 : at - around], 0.5, atol=1e-3)
        assert np.allclose(after[at + around : at + around + RATE // 4], 0.5, atol=1e-3)
        assert np.allclose([before[at], after[at]], 0.25, atol=2e-3)
        assert not before[at + around : at + RATE // 4].any()
    inside = slice(FADE, None)
    assert max(corner(a[inside]), corner(b[inside])) < 0.005


def test_a_route_plays_a_sound_of_its_own_at_its_own_level_whoever_speaks(tmp_path: Path) -> None:
    show = Show(tmp_path, np.full(2 * RATE, 0.25))
    description = kept_sound(tmp_path / "b.pcm", np.full(2 * RATE, 0.5), "description")
    entry = replace(show.programme.plans[0].entries["a"], sounds=(show.sound, description))
    plan = replace(show.programme.plans[0], entries={"a": entry})
    heard = Heard("none", {"a": 100, "phones": 50}, (), ("phones",))
    show.programme = replace(show.programme, plans=(plan,), heard=heard)
    ear = RouteEar("phones", "a", by_voice=False)
    show.mixer = Mixer("a", lambda: show.programme, "description", ear)
    assert np.allclose(show.hear(10, 11)[FADE:], 0.5 * 0.125, atol=1e-3)
    show.programme = replace(show.programme, shut=True)
    assert not show.hear(11, 12)[FADE:].any() and show.mixer.idle


def test_a_loop_hears_whoever_has_the_voice_through_a_hand_over(tmp_path: Path) -> None:
    show = Show(tmp_path, np.full(2 * RATE, 0.5))
    other = kept_sound(tmp_path / "b.pcm", np.full(2 * RATE, -0.5))
    own = show.programme.plans[0].entries["a"]
    entries = {"a": own, "b": replace(own, sounds=(other,))}
    beats = Beat("arrival", 0), Beat("kiss", SECOND)
    plan = replace(show.programme.plans[0], entries=entries, beats=beats)
    parts = VoicePart("arrival", "a"), VoicePart("kiss", "b")
    heard = Heard(BY_STORY, {"a": 5, "b": 5, "loop": 100}, parts, ("loop",))
    show.programme = replace(show.programme, plans=(plan,), heard=heard)
    ears = [RouteEar("loop", screen, by_voice=True) for screen in "ab"]
    mix = SoundMix([Mixer(ear.screen, lambda: show.programme, ear=ear) for ear in ears])
    assert mix.changed() is False and not mix.idle
    mix.begin()
    first = first_sample(10 * SECOND)
    wave = np.concatenate([mix.render(first + n * 480, 480) for n in range(150)])[:, 0]
    assert np.allclose(wave[FADE : RATE - HAND_OVER // 2], 0.5, atol=1e-3)
    assert np.allclose(wave[RATE + HAND_OVER // 2 :], -0.5, atol=1e-3)
    assert abs(wave[RATE]) < 2e-3 and corner(wave[FADE:]) < 0.005


def test_several_screens_together_are_never_cut_off_and_soft_ones_stay_as_they_are() -> None:
    wave = np.linspace(-4, 4, 8001, dtype=np.float32)[:, None]
    found = rounded(wave)
    soft = np.abs(wave) <= KNEE
    assert np.array_equal(found[soft], wave[soft])
    assert np.abs(found).max() <= 1 and np.allclose(found, -found[::-1], atol=1e-6)
    steps = np.diff(found[:, 0])
    assert (steps >= 0).all() and corner(found[:, 0]) < 1e-5  # no bend at the knee, either


def test_what_nobody_hears_is_not_read_and_comes_back_without_a_click(tmp_path: Path) -> None:
    wave = sine(300, 2)
    show = Show(tmp_path, wave)
    file = tmp_path / "a.pcm"
    kept = file.read_bytes()
    file.unlink()
    show.mixer.begin()
    show.programme = replace(show.programme, heard=Heard("none"))
    assert not show.hear(10.3, 10.8).any()
    file.write_bytes(kept)  # had it been read before, it would stay silent
    show.programme = replace(show.programme, heard=Heard("all"))
    heard = show.hear(10.8, 11.3)
    assert corner(heard) < 0.005
    assert np.allclose(
        heard[FADE:], wave[round(0.8 * RATE) + FADE :][: len(heard) - FADE], atol=1e-3
    )

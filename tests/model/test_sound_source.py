"""A version's sounds: words that name them, gains that level them, mixes that keep them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import ConfigError
from installation.model import SoundFacts, SoundSource, gain_for, kept_channels, mix
from installation.model._manifest import parse_manifest
from installation.model._sound_source import TARGET_LUFS, TRUE_PEAK_DB, short_of_target_db

LUFS = st.floats(-60, 0)
PEAK = st.floats(-40, 6)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2", SoundSource(tracks=(2,))),
        ("[1, 2]", SoundSource(tracks=(1, 2))),
        ("ru", SoundSource(language="ru")),
        ("pt-BR", SoundSource(language="pt-br")),
        ("mix.wav", SoundSource(file="mix.wav")),
        ("stems/mix.wav", SoundSource(file="stems/mix.wav")),
    ],
)
def test_a_manifest_names_a_sound(said: str, meant: SoundSource) -> None:
    assert parse_manifest(f"sound: {said}\n", "v.yaml").sound == meant


@pytest.mark.parametrize(
    "said", ["0", "99", "[1, 2, 3]", "russian language", "true", "../a.wav", "/a.wav", "[]"]
)
def test_what_names_no_sound_is_said_with_its_line(said: str) -> None:
    with pytest.raises(ConfigError, match=r"^v.yaml:2: sound: "):
        parse_manifest(f"title: a\nsound: {said}\n", "v.yaml")


def test_the_films_own_sound_is_not_one_of_the_others() -> None:
    with pytest.raises(ConfigError, match="write it as 'sound:'"):
        parse_manifest("sounds: {film: 2}\n", "v.yaml")


def test_a_sound_is_kept_by_its_place_and_not_by_its_name() -> None:
    one, other = SoundSource("a", (2,)), SoundSource("b", (2,))
    assert one.kept_as("hash") == other.kept_as("hash")
    changed = [SoundSource(file="/a/x.wav", stamp=stamp).kept_as("h") for stamp in ((1, 2), (1, 3))]
    assert len({SoundSource().kept_as("h"), one.kept_as("h"), *changed}) == 4


@given(LUFS, PEAK)
def test_levelled_sounds_are_as_loud_as_each_other_as_far_as_their_peaks_allow(
    lufs: float, peak_db: float
) -> None:
    facts = SoundFacts(1, 2, lufs, peak_db)
    gain_db = 20 * np.log10(gain_for(facts, levelled=True))
    assert peak_db + gain_db <= TRUE_PEAK_DB + 1e-6
    assert lufs + gain_db + short_of_target_db(facts) == pytest.approx(TARGET_LUFS, abs=1e-6)


@given(LUFS, PEAK)
def test_kept_sounds_stay_as_they_are_but_for_a_mix_that_would_clip(
    lufs: float, peak_db: float
) -> None:
    assert gain_for(SoundFacts(1, 2, lufs, peak_db), levelled=False) == 1.0
    gain_db = 20 * np.log10(gain_for(SoundFacts(1, 6, lufs, peak_db), levelled=False))
    assert (
        gain_db <= 1e-9
        and peak_db + gain_db <= max(TRUE_PEAK_DB, min(peak_db, TRUE_PEAK_DB)) + 1e-6
    )


def test_silence_has_no_gain() -> None:
    assert gain_for(SoundFacts(1, 2), levelled=True) == 1.0


@pytest.mark.parametrize("channels", [1, 2, 6, 8])
@pytest.mark.parametrize("loudspeakers", [2, 6, 8])
def test_a_mix_keeps_left_and_right_apart_and_loses_no_channel(
    channels: int, loudspeakers: int
) -> None:
    made = mix(channels, loudspeakers)
    assert made.shape == (channels, loudspeakers)
    heard = made.sum(1) > 0
    assert heard.tolist() == [loudspeakers > 2 or number != 3 for number in range(channels)]
    if channels > 1:
        assert made[0, 1] == made[1, 0] == 0
        assert made[0, 0] == made[1, 1] == 1


def test_sounds_are_kept_with_all_their_channels() -> None:
    assert [kept_channels(n) for n in range(1, 10)] == [1, 2, 6, 6, 6, 6, 8, 8, 8]

"""The sound of real films, encoded, as an intake keeps it and a player hands it over, at seams."""

import gc
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from installation.library import keep_sound
from installation.model import SoundSource
from installation.player import Mixer
from installation.player._mixing import FADE
from installation.player._sound_file import Sound, first_sample
from installation.rig import RATE, Recipe, barcoded_film, tone
from installation.store import KeptSounds
from installation.timeline import Entry, EntrySound, Heard, Plan, Programme, Take, identity_map
from installation.units import SECOND

FILM = 2
"""The film's id: its tone has 400 Hz, two whole waves in 5 ms."""
SECONDS, CYCLES, BEGINS_S = 2, 4, 10
DIP_DB, OFF_S = -1.0, 0.020


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    yield
    gc.collect()  # a mixer knows its file


def heard_through_seams(folder: Path, codec: str) -> Sound:
    """Return what a player hands over of a film, from its second cycle to the end of its last."""
    recipe = Recipe(FILM, SECONDS, 64, 64, Fraction(25), sound=True, codecs=(codec,))
    film = barcoded_film(recipe, folder)
    shelf = KeptSounds(folder / "sounds")
    facts = keep_sound(film, SoundSource(), SECONDS * SECOND, shelf, "film")
    sound = EntrySound("film", str(shelf.path("film")), facts.channels)
    entry = Entry("v", "r", "", "f", "i", identity_map(SECONDS * SECOND), sounds=(sound,))
    plan = Plan(1, SECONDS * SECOND, {"a": entry})
    programme = Programme(1, "", (Take(1, BEGINS_S * SECOND, 1, 0),), None, (plan,), Heard("all"))
    mixer = Mixer("a", lambda: programme)
    mixer.fade.aim(1.0)
    mixer.fade.take(FADE)
    first, last = (first_sample((BEGINS_S + SECONDS * n) * SECOND) for n in (1, CYCLES))
    chunk = RATE // 100
    return np.concatenate([mixer.render(n, chunk)[:, 0] for n in range(first, last, chunk)])


@pytest.mark.parametrize("codec", ["aac", "libmp3lame", "libopus"])
def test_a_tone_runs_through_the_seams_of_an_encoded_film_and_beeps_are_in_time(
    tmp_path: Path, codec: str
) -> None:
    heard = heard_through_seams(tmp_path, codec)
    seconds = (CYCLES - 1) * SECONDS
    assert len(heard) == seconds * RATE
    for seam in range(SECONDS * RATE, len(heard), SECONDS * RATE):
        near = heard[seam - RATE // 4 : seam + RATE // 4]  # the tone alone: beeps are elsewhere
        assert tone.dip_db(near) > DIP_DB
        assert tone.edge(near) < 0.005
    beeps = tone.beeps(heard) / RATE
    wanted = np.arange(seconds) + tone.BEEP_AT_S
    assert len(beeps) == len(wanted) and np.abs(beeps - wanted).max() < OFF_S

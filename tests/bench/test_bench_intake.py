"""What `bench intake` makes of what it saw."""

from dataclasses import replace

from installation.bench._intake import Arrived, bars, summary
from installation.rig import Faults, Together

ALL = Together(1000, 1000, 1000, 0, 0, 0)
NONE = Faults()
GOOD = Arrived(
    film="bench1-4-1280x720-24fps-4320-sound.mp4",
    height=720,
    seconds=180.0,
    verdict="ready",
    vetted_s=9.0,
    copied_s=0.0,
    ssim=0.0,
    rehearsed_s=5.0,
    whole_s=16.0,
    speed=23.1,
    loudness_lufs=-17.9,
    samples=1000,
    quiet_share=1.0,
    together_quiet=ALL,
    together=ALL,
    faults_quiet=NONE,
    faults=NONE,
)


def missed(*found: Arrived) -> list[str]:
    return [bar.what for bar in bars(found) if not bar.held]


def test_a_fast_and_unseen_intake_holds_every_bar() -> None:
    assert missed(GOOD) == []
    assert "20.0" in summary([GOOD]) and "-17.9" in summary([GOOD])


def test_what_is_slow_or_seen_misses_its_bar() -> None:
    assert missed(replace(GOOD, vetted_s=46.0)) == ["720 lines: hash to loudness"]
    assert missed(replace(GOOD, rehearsed_s=31.0)) == ["720 lines: rehearsal"]
    assert missed(replace(GOOD, copied_s=119.0, ssim=0.997)) == []
    assert missed(replace(GOOD, copied_s=121.0)) == ["720 lines: house copy"]
    assert missed(replace(GOOD, faults_quiet=replace(NONE, skipped=1))) == [
        "720 lines: skipped or held, quiet"
    ]
    assert missed(replace(GOOD, verdict="broken truncated")) == ["720 lines: admitted"]


def test_the_speed_is_asked_of_720_lines_only() -> None:
    assert missed(replace(GOOD, height=1080, vetted_s=46.0)) == []

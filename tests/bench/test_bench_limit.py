"""What `bench limit` makes of its runs: judged, joined from pieces, drawn."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from installation.bench import _limit as limit
from installation.bench import _limitpage as limitpage
from installation.bench._report import as_json
from installation.bench._sync import SyncFigures
from installation.errors import UsageError
from installation.rig import Faults, Together

HD, FULL = (1280, 720), (1920, 1080)


def seen(skipped: int = 0, same: int = 100) -> SyncFigures:
    together = Together(100, 100, same, 0, 0, 0)
    faults = Faults(skipped=skipped)
    return SyncFigures(
        *(100, 1.0, 0, 0.0, together, together, faults, faults, [], 0.0, True, 0.5, 0.1, 9, []),
        due=720,
    )


def cost(player: str, cpu: float, skipped: int = 0, same: int = 100) -> limit.PlayerCost:
    shown = None if player == limit.DECODING else seen(skipped, same)
    return limit.PlayerCost(player, cpu, 100_000_000, shown)


def wall(
    *players: limit.PlayerCost, head: limit.Size = HD, film: limit.Size = HD
) -> limit.WallCost:
    return limit.WallCost(head, film, players)


def missed(*players: limit.PlayerCost, head: limit.Size = HD) -> list[str]:
    return [bar.what for bar in limit.bars([wall(*players, head=head)]) if not bar.held]


def test_the_processors_stage_may_cost_little_more_than_mpv_and_lose_no_more() -> None:
    assert not missed(cost(limit.SOFTWARE, 0.6), cost(limit.MPV, 0.5))
    assert missed(cost(limit.SOFTWARE, 0.61), cost(limit.MPV, 0.5)) == [
        "1280x720, films 1280x720: CPU of the tree, of mpv's"
    ]
    assert missed(cost(limit.SOFTWARE, 0.6, skipped=1), cost(limit.MPV, 0.5))
    assert not missed(cost(limit.SOFTWARE, 0.6, skipped=1), cost(limit.MPV, 0.5, skipped=1))
    assert missed(cost(limit.SOFTWARE, 0.6, same=99)) == [
        "1280x720, films 1280x720: same picture, quiet"
    ]


def test_on_a_quarter_of_the_pixels_it_may_cost_little_more_than_decoding() -> None:
    small = (640, 360)
    assert not missed(cost(limit.SOFTWARE, 0.4), cost(limit.DECODING, 0.25), head=small)
    assert missed(cost(limit.SOFTWARE, 0.41), cost(limit.DECODING, 0.25), head=small)


def test_pieces_of_a_run_are_joined_and_the_later_one_counts(tmp_path: Path) -> None:
    first = wall(cost(limit.MPV, 0.5), cost(limit.SOFTWARE, 0.9))
    file = tmp_path / "limit.json"
    file.write_text(as_json({"walls": [asdict(first)]}, []))
    read = limit.earlier(file)
    assert read == (first,)
    later = wall(cost(limit.SOFTWARE, 0.6)), wall(cost(limit.DECODING, 1.0), film=FULL)
    made = limit.joined([*read, *later])
    assert made == [wall(cost(limit.SOFTWARE, 0.6), cost(limit.MPV, 0.5)), later[1]]


@pytest.mark.parametrize("content", ["", "{}", '{"walls": [{"head": 3}]}'])
def test_what_is_no_piece_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "limit.json"
    file.write_text(content)
    with pytest.raises(UsageError, match=r"limit\.json"):
        limit.earlier(file)


def test_the_page_has_every_player_and_draws_runs_that_lost_pictures_hollow() -> None:
    players = [cost(name, 0.5 + number / 10) for number, name in enumerate(limit.PLAYERS)]
    walls = [wall(*players), wall(*players, head=FULL), wall(*players, head=FULL, film=FULL)]
    page = limitpage.page(walls, limit.bars(walls))
    assert page.count("<svg") == 2
    assert all(page.count(words) == 2 + 3 for words in limit.WORDS.values())
    assert page.count('fill="white"') == 0
    lost = replace(walls[0], players=(cost(limit.MPV, 0.5, skipped=200),))
    assert limitpage.page([lost], []).count('fill="white"') == 1


def test_a_table_says_how_many_of_the_due_pictures_were_seen() -> None:
    text = limit.summary([wall(cost(limit.MPV, 0.5, skipped=72), cost(limit.DECODING, 0.3))])
    assert "90.0" in text and "libvlc, decoding to nothing" in text

"""The command line of the bench."""

import argparse
from pathlib import Path

import pytest

from installation.bench import command
from installation.errors import UsageError


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_parser(parser)
    return parser.parse_args(list(words))


def test_sync_asks_for_what_the_bars_speak_of() -> None:
    args = parsed("sync")
    assert (args.bench, args.seconds, args.runs, args.seams) == ("sync", 30.0, 3, 10)
    assert not args.json
    assert args.keep is None


def test_options_are_taken() -> None:
    args = parsed("clips", "a.mp4", "b.mp4", "--cycles", "3", "--keep", "there", "--json")
    assert args.films == [Path("a.mp4"), Path("b.mp4")]
    assert (args.cycles, args.keep, args.json) == (3, Path("there"), True)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nothing",),
        ("sync", "--runs", "0"),
        ("sync", "--seconds", "-1"),
        ("kills", "--times", "x"),
    ],
)
def test_nonsense_is_refused(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        parsed(*words)
    assert refused.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_too_few_cycles_for_memory_are_refused_at_once() -> None:
    with pytest.raises(UsageError, match="60 or more"):
        command.run(parsed("memory", "--cycles", "10"))

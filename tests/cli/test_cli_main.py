"""The command line itself: what it understands, and how it says no."""

import io
import os
import sys
from pathlib import Path

import pytest

from installation.cli import _folders as folders
from installation.cli import _main as cli
from installation.errors import KissError, UsageError
from installation.model import Surface, orders_offered


def test_play_has_its_folders_from_the_checkout_and_its_state_from_xdg(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    options = cli.parser().parse_args(["play"])
    assert options.layout == "triptych"
    assert options.versions == folders.ROOT / "versions"
    assert options.calibration == folders.ROOT / "calibration"
    assert options.state == tmp_path / "kiss"
    assert (options.no_panel, options.cycles) == (False, 0)


def test_a_folder_here_goes_before_the_checkouts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "mine.yaml").touch()
    monkeypatch.chdir(tmp_path)
    assert folders.data("layouts") == tmp_path / "layouts"
    assert folders.data("calibration") == folders.ROOT / "calibration"
    assert folders.layout_file("mine") == tmp_path / "layouts" / "mine.yaml"
    with pytest.raises(UsageError, match="There are mine; or give a path"):
        folders.layout_file("triptych")


def test_without_xdg_the_state_is_in_the_home_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert folders.default_state() == tmp_path / ".local" / "state" / "kiss"


def test_a_user_without_a_home_is_told_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for who in ("getuid", "geteuid"):
        monkeypatch.setattr(os, who, lambda: 4_000_000_000)
    assert cli.main(["status"]) == 2
    assert "this user has no home folder" in capsys.readouterr().err


def test_a_letter_that_the_terminal_does_not_have_is_written_as_a_number(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "Kuß ✂.mp4").touch()
    out = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", out)
    words = ["versions", "list", "--versions", str(tmp_path), "--state", str(tmp_path / "state")]
    assert cli.main(words) == 0
    out.flush()
    assert "Kuß \\u2702" in out.buffer.getvalue().decode("latin-1")


@pytest.mark.parametrize("name", ["./x.yaml", "x.yaml", "x.yml", f"there{os.sep}x"])
def test_a_layout_can_be_a_path(name: str) -> None:
    assert folders.layout_file(name) == Path(name)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["paly"],
        ["play", "--cycles", "-1"],
        ["play", "--cycles", "two"],
        ["go"],
        ["status", "--yaml"],
        ["pause", "now"],
    ],
)
def test_wrong_usage_is_exit_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        cli.main(words)
    assert refused.value.code == 2
    assert "usage: kiss" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["status", "restart", "pause", "resume", "sync", "stop"])
def test_an_order_without_a_show_fails_and_says_so(
    command: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert cli.main([command, "--state", str(tmp_path / "state")]) == 1
    err = capsys.readouterr().err
    assert err.startswith("kiss: no show answers for the state folder")
    assert "kiss play" in err


@pytest.mark.parametrize(
    ("fault", "code"), [(KissError("no", "Do."), 1), (UsageError("no", "Do."), 2)]
)
def test_errors_are_said_and_told_apart(
    fault: KissError, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_options: object) -> int:
        raise fault

    monkeypatch.setattr(cli, "_status", fails)
    assert cli.main(["status"]) == code
    assert capsys.readouterr().err == "kiss: no\n  Do.\n"


@pytest.mark.parametrize("fault", [KeyboardInterrupt, BrokenPipeError])
def test_an_interrupt_is_no_traceback(
    fault: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_options: object) -> int:
        raise fault

    monkeypatch.setattr(cli, "_status", fails)
    assert cli.main(["status"]) == 1


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        "play",
        "demo",
        "status",
        *(kind.name for kind in orders_offered(Surface.COMMAND)),
        "calibrate",
        "doctor",
    ):
        with pytest.raises(SystemExit) as ended:
            cli.main([command, "--help"])
        assert ended.value.code == 0
    assert "begin the story again" in capsys.readouterr().out.replace("Begin", "begin")


def test_a_sweep_removes_one_shows_things_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from installation.link import ring_path, run_folder, sweep_show

    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    states = [tmp_path / "one", tmp_path / "other"]
    try:
        for state in states:
            run_folder(state).mkdir()
            (run_folder(state) / "show").touch()
            for screen in (0, 2):
                ring_path(state, screen).touch()
        sweep_show(states[0])
        assert not any(ring_path(states[0], screen).exists() for screen in range(3))
        assert ring_path(states[1], 0).exists() and ring_path(states[1], 2).exists()
        assert len(list(tmp_path.glob("kiss-*"))) == 1
    finally:
        for state in states:
            sweep_show(state)

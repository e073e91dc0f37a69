"""What a command does after the show has answered."""

import errno
import fcntl
import os
import threading
import time
from pathlib import Path

import pytest

from installation.apps import ShowLock, wait_for_end
from installation.cli import _main as cli
from installation.cli import _orders as orders
from installation.errors import KissError
from installation.link import Client, Reply
from installation.said import verbatim


def test_stop_comes_back_when_the_way_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = ShowLock(tmp_path)
    ends = threading.Timer(0.1, lock.release)
    monkeypatch.setattr(Client, "send", lambda *_: Reply(True, verbatim("the show ends")))
    began = time.monotonic()
    ends.start()
    assert cli.main(["stop", "--state", str(tmp_path)]) == 0
    assert time.monotonic() - began >= 0.1
    ends.join()
    ShowLock(tmp_path).release()
    assert capsys.readouterr().out == "the show ends\n"


def test_a_share_that_cannot_lock_files_is_no_show_that_plays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(KissError, match="files cannot be locked there"):
        ShowLock(tmp_path)


def test_a_show_that_does_not_end_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Client, "send", lambda *_: Reply(True, verbatim("the show ends")))
    monkeypatch.setattr(orders, "END_S", 0.0)
    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert cli.main(["stop", "--state", str(tmp_path)]) == 1
    assert "has not ended" in capsys.readouterr().err


def test_where_no_show_ever_was_it_is_over(tmp_path: Path) -> None:
    assert wait_for_end(tmp_path / "none", 0.0)

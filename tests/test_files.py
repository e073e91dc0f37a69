"""Files that are read without waiting for whoever else has them."""

import os
from pathlib import Path

import pytest

from installation.files import half_written, open_regular, writing_whole


def test_only_a_regular_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("x")
    with open_regular(tmp_path / "text") as file:
        assert file.read() == b"x"
    os.mkfifo(tmp_path / "pipe")  # nobody writes into it
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/null")):
        with pytest.raises(OSError, match="not a regular file"):
            open_regular(path)
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "gone")


def test_what_this_process_is_writing_is_not_left_behind(tmp_path: Path) -> None:
    left = tmp_path / ".b.4194305.x.tmp"  # a pid that no process has
    left.write_text("half")
    with writing_whole(tmp_path / "a") as file:
        file.write(b"a")
        assert list(half_written(tmp_path)) == [left]

"""Files that are read without waiting for whoever else has them."""

import os
from pathlib import Path

import pytest

from installation.files import open_regular


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

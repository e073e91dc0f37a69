"""Files that are read without waiting for whoever else has them."""

import os
from pathlib import Path

import pytest

from installation.files import half_written, open_regular, write_whole, writing_whole


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


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_what_root_writes_is_whose_the_file_was_or_the_folder(tmp_path: Path) -> None:
    def owner(path: Path) -> tuple[int, int]:
        found = path.stat()
        return found.st_uid, found.st_gid

    os.chown(tmp_path, 1234, 4321)
    write_whole(tmp_path / "new" / "below" / "key", b"made")
    made = [tmp_path / "new", tmp_path / "new" / "below", tmp_path / "new" / "below" / "key"]
    assert [owner(path) for path in made] == [(1234, 4321)] * 3
    layout = tmp_path / "layout.yaml"
    layout.write_bytes(b"old")
    os.chown(layout, 77, 78)
    write_whole(layout, b"new", mode=0o640)
    assert owner(layout) == (77, 78) and layout.read_bytes() == b"new"
    assert layout.stat().st_mode & 0o777 == 0o640

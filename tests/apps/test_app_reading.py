"""A layout that is written again while it is in use."""

from pathlib import Path

import pytest

from installation.apps import LOOK_NS, FollowedLayout, OwnFiles
from installation.errors import ConfigError

LAYOUT = "title: {}\nscreens:\n  - {{name: left, display: {{position: 1}}}}\n"


def test_a_layout_is_followed_and_holds_while_its_file_is_broken(tmp_path: Path) -> None:
    file = tmp_path / "layout.yaml"
    with pytest.raises(ConfigError):
        FollowedLayout(OwnFiles(), file)
    file.write_text(LAYOUT.format("One"))
    followed, now_ns = FollowedLayout(OwnFiles(), file), LOOK_NS

    def look(text: str | None) -> bool:
        nonlocal now_ns
        file.unlink(missing_ok=True)
        if text is not None:
            file.write_text(text)
        now_ns += LOOK_NS
        return followed.look(now_ns)

    assert not followed.look(now_ns)
    assert look(LAYOUT.format("Two"))
    assert followed.layout.title == "Two"
    assert not look(LAYOUT.format("Two") + "# a comment\n")
    for broken in (None, "screens: {", "title: Three\n"):
        assert not look(broken)
        assert followed.fault and followed.layout.title == "Two"
    assert look(LAYOUT.format("Four"))
    assert not followed.fault
    file.write_text(LAYOUT.format("Five, and longer"))
    assert not followed.look(now_ns + LOOK_NS // 2)  # too soon

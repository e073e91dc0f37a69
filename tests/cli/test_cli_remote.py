"""Learning a key: what is written into a person's layout, and what stays."""

from pathlib import Path

import pytest

from installation.cli.remote import bytes_of, written
from installation.model.layout import Layout
from installation.model.profiles import Control
from installation.model.remote import Remote
from installation.model.yamlfile import load
from installation.remote.mapping import Event, event_of

BARE = """\
# ours
screens:
  - {name: left, display: {position: 1}}   # by the door
"""
WITH_BOX = (
    BARE
    + """\
remote:
  boxes:
    # the attendant's
    - port: "keys*"
      keys:
        - {on: note 36, do: restart, light: playing}   # the red one
"""
)
NOTE = Event(Control("note", 36, 1), 100)
KNOB = Event(Control("cc", 7, 3), 50)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "layout.yaml"


def learn(file: Path, port: str, event: Event, does: str, long: bool = False) -> Layout:
    before = load(file, Layout)
    written(file, before.remote or Remote(), port, event, does, long)
    return load(file, Layout)


def keys(layout: Layout, box: int = 0) -> list[tuple[str, int | None, str, str | None]]:
    assert layout.remote is not None
    found = layout.remote.boxes[box].keys
    return [(key.on, key.channel, key.when, key.do) for key in found]


def test_the_first_key_of_a_layout(file: Path) -> None:
    file.write_text(BARE)
    after = learn(file, "nanoKONTROL2:MIDI 1", NOTE, "go kiss")
    assert after.remote is not None and after.remote.boxes[0].port == "nanoKONTROL2"
    assert keys(after) == [("note 36", 1, "press", "go kiss")]
    assert file.read_text().startswith(BARE)


def test_another_key_and_another_meaning(file: Path) -> None:
    file.write_text(WITH_BOX)
    after = learn(file, "keys:1", KNOB, "level left")
    assert keys(after)[1:] == [("cc 7", 3, "press", "level left")]
    after = learn(file, "keys:1", NOTE, "sync")
    assert keys(after)[0] == ("note 36", 1, "press", "sync")
    assert after.remote is not None and after.remote.boxes[0].keys[0].light == "playing"
    after = learn(file, "keys:1", NOTE, "blackout toggle", long=True)
    assert keys(after)[2] == ("note 36", 1, "long", "blackout toggle")
    after = learn(file, "pads:1", NOTE, "pause")
    assert keys(after, 1) == [("note 36", 1, "press", "pause")]
    text = file.read_text()
    assert "# ours" in text and "# by the door" in text and "# the attendant's" in text


@pytest.mark.parametrize("event", [NOTE, KNOB, Event(Control("program", 5, 16), 5)])
def test_an_event_and_its_bytes(event: Event) -> None:
    assert event_of(bytes_of(event)) == event

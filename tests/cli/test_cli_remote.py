"""Learning a key: what is written into a person's layout, and what stays."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.cli._learning import judged, written
from installation.errors import ConfigError
from installation.model import Control, Layout, RemoteBlock, load_yaml
from installation.model import key_action as done_by
from installation.remote import ControlEvent, bindings, event_of, message_of, port_fits

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
NOTE = ControlEvent(Control("note", 36, 1), 100)
KNOB = ControlEvent(Control("cc", 7, 3), 50)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "layout.yaml"


def learn(file: Path, port: str, event: ControlEvent, does: str, long: bool = False) -> Layout:
    before = load_yaml(file, Layout)
    written(file, before.remote or RemoteBlock(), port, event, does, long)
    return load_yaml(file, Layout)


def keys(layout: Layout, box: int = 0) -> list[tuple[str, int | None, str, str | None]]:
    assert layout.remote is not None
    found = layout.remote.boxes[box].keys
    return [(key.on, key.channel, key.when, key.do) for key in found]


def test_the_first_key_of_a_layout(file: Path) -> None:
    file.write_text(BARE)
    after = learn(file, "Pads 2:MIDI 1", NOTE, "go kiss")
    assert after.remote is not None and after.remote.boxes[0].port == "Pads 2"
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


def test_a_box_with_a_profile_comes_with_it_and_its_names(file: Path) -> None:
    file.write_text(BARE)
    play = ControlEvent(Control("cc", 41, 1), 127)
    after = learn(file, "nanoKONTROL2:nanoKONTROL2 _ CTRL 20:0", play, "toggle")
    assert after.remote is not None and after.remote.boxes[0].profile == "korg-nanokontrol2"
    assert keys(after) == [("play", None, "press", "toggle")]
    after = learn(file, "nanoKONTROL2:nanoKONTROL2 _ CTRL 20:0", play, "go kiss")
    assert keys(after) == [("play", None, "press", "go kiss")]
    other = ControlEvent(Control("note", 100, 5), 127)
    after = learn(file, "nanoKONTROL2:nanoKONTROL2 _ CTRL 20:0", other, "sync")
    assert keys(after)[1] == ("note 100", 5, "press", "sync")


@pytest.mark.parametrize(
    ("words", "event", "long", "fault"),
    [
        ("reset", NOTE, False, "did you mean 'resume'"),
        ("level lefft", KNOB, False, "There are left"),
        ("mute lefft", NOTE, False, "did you mean 'left'"),
        ("subtitles en lefft", NOTE, False, "did you mean 'left'"),
        ("labels once story", NOTE, False, "no screen 'story'"),
        ("level left", NOTE, False, "needs a fader"),
        ("level left", KNOB, True, "follows its fader"),
        ("pause", ControlEvent(Control("program", 5, 16), 5), True, "no release"),
    ],
)
def test_what_cannot_be_is_refused_before_it_is_written(
    file: Path, words: str, event: ControlEvent, long: bool, fault: str
) -> None:
    file.write_text(BARE)
    with pytest.raises(ConfigError) as raised:
        judged(words, event, long, load_yaml(file, Layout))
    assert fault in str(raised.value)


@given(
    st.sampled_from(("restart", "go kiss", "hold 1:10", "blackout", "voice left", "level left")),
    st.builds(
        ControlEvent,
        st.builds(
            Control,
            st.sampled_from(("note", "cc", "program")), st.integers(0, 127), st.integers(1, 16)
        ),
        st.integers(1, 127),
    ),
    st.booleans(),
    st.sampled_from(("nanoKONTROL2:x", "APC MINI:y", "X-TOUCH MINI:z", "keys:1", "piano")),
)  # fmt: skip
def test_what_is_not_refused_is_a_layout_and_the_key_does_it(
    tmp_path_factory: pytest.TempPathFactory, does: str, event: ControlEvent, long: bool, port: str
) -> None:
    file = tmp_path_factory.mktemp("learn") / "layout.yaml"
    file.write_text(WITH_BOX)
    try:
        judged(does, event, long, load_yaml(file, Layout))
    except ConfigError:
        return
    layout = learn(file, port, event, does, long)
    assert layout.remote is not None
    box = next(box for box in layout.remote.boxes if port_fits(port, box.pattern))
    bound = bindings(box, layout.names)
    found = [
        b
        for b in bound
        if b.control[:2] == event.control[:2] and b.when == ("long" if long else "press")
    ]
    assert [str(b.does) for b in found] == [str(done_by(does))]
    assert found[0].control.channel in (None, event.control.channel)


@pytest.mark.parametrize("event", [NOTE, KNOB, ControlEvent(Control("program", 5, 16), 5)])
def test_an_event_and_its_bytes(event: ControlEvent) -> None:
    assert event_of(message_of(event)) == event

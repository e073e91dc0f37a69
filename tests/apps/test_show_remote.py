"""A box of real MIDI ports: presses on the glass, a blackout, noise, a remote that is killed."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from show_rig import TRIPTYCH, Films, Played, Sight, apart, kill, wait_until

from installation.bench._remote import BenchBox
from installation.model import Resume
from installation.rig import JackServer, VirtualHeads, send_noise

pytestmark = pytest.mark.process
BLOCK = """\
remote:
  system: jack
  boxes:
    - port: bench box
      keys:
        - {on: note 36, do: restart}
        - {on: note 40, do: blackout toggle}
"""


@pytest.fixture(scope="module")
def jack() -> Iterator[JackServer]:
    with JackServer() as server:
        yield server


def test_a_box_steers_the_show_and_survives_what_happens_to_it(
    jack: JackServer, heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    box = BenchBox()
    try:
        with Played(films.stage(tmp_path, (1, 2, 3), TRIPTYCH + BLOCK), heads.environment) as show:
            show.until_plays(sight)
            plugged = show.says(lambda s: s.remote is not None and len(s.remote.ports) == 1)
            wait_until("box", plugged)

            cycle = show.status().cycle
            wait_until("story", show.says(lambda s: 0.7 < s.story_s < 1.5))
            cycle = show.status().cycle
            box.press(36)
            wait_until("restart", show.says(lambda s: s.cycle == cycle + 1 and s.story_s < 1), 1.5)
            assert apart(sight.watch(0.3)) == []

            box.press(40)
            wait_until("blackout", lambda: set(sight.frames()) == {-1}, 2)
            assert show.status().dark
            box.press(40)
            wait_until("light", lambda: min(sight.frames()) >= 0, 2)

            # layouts are followed while the show plays
            show.stage.layout.write_text(TRIPTYCH + BLOCK + "        - {on: note 41, do: pause}\n")
            paused = show.says(lambda s: s.state == "paused")
            wait_until("a key that was learned", lambda: (box.press(41), paused())[1], 8)
            show.order(Resume())

            time.sleep(1.0)  # the last of those presses is told of, too
            before = show.status().remote
            assert before is not None
            send_noise(box.out, 1.0)
            time.sleep(0.5)
            after = show.status().remote
            assert after is not None and (after.pid, after.orders) == (before.pid, before.orders)
            assert apart(sight.watch(0.3)) == []

            kill(after.pid)
            again = show.says(lambda s: s.remote.pid not in (None, after.pid) and s.remote.ports)
            wait_until("another remote with the box", again, 8)

            box.unplug()
            wait_until("word of it", show.says(lambda s: "not plugged in" in str(s.notes)), 3)
            box = BenchBox()
            wait_until("the box again", show.says(lambda s: bool(s.remote.ports)), 3)
            assert "Traceback" not in show.said()
    finally:
        with suppress(Exception):
            box.unplug()

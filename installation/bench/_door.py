"""`bench door`: presses on the phone's page to the glass; small pictures, keys, a crowd, kills.

The phone is a real Chromium at 390 x 844 whose screen is touched, beside a second phone that
watches. A press counts from the instant before it.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from installation.bench import _doorcrowd as doorcrowd
from installation.bench import _doorpictures as doorpictures
from installation.bench._doorfound import BUTTONS, DoorFound, DoorPlan, PictureLook
from installation.bench._doorhouse import FRESH, OLD, DoorHouse, Given, rest, shares
from installation.bench._doorpanel import PanelBeside
from installation.bench._orders import order_taken
from installation.bench._sync import Rig, wait_for_films
from installation.link import small_size
from installation.rig import GlassReader, PreparedShow, SampleStream, analysis, barcode_points

WAITS_S = {"restart": 1.0, "pause": 1.2, "resume": 1.1}
"""From a press to the next one. The known limit of orders is 0.8 s apart; a browser that draws with
the same two processors makes the decks later."""
WELL_S = 3.2
"""How long a process lives before it is killed again; less is a crash loop, and put off."""
REST_S = 20.0
"""How long the processor's share at rest is taken over."""
SETTLE_S = 2.0
ORDERED = ("presses", "crowd")
"""The parts in which the story is told to jump and to stand."""


@dataclass
class _Seen:
    """The things done while the glass was read, to be judged when all samples are there."""

    presses: list[Given] = field(default_factory=list)
    crowded: list[Given] = field(default_factory=list)
    looks: list[PictureLook] = field(default_factory=list)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


def measure(
    rig: Rig,
    stage: PreparedShow,
    plan: DoorPlan,
    say: Callable[[str], None],
    keep: Path | None = None,
) -> DoorFound:
    """Have a show with an open door, and do what the plan says."""
    found, seen = DoorFound(), _Seen()
    with GlassReader(rig.heads.display, barcode_points(rig.rects)) as glass:
        with DoorHouse(stage, rig.heads.environment, say) as house:
            wait_for_films(house.show, glass, rig)
            house.show.wait("open door", house.is_open)
            for part in plan.parts:
                say(part)
                _prepare(house, part)
                began_ns = time.monotonic_ns()
                _do(house, rig, plan, part, found, seen)
                seen.spans[part] = began_ns, time.monotonic_ns()
        samples = glass.samples()
    if keep:
        samples.keep(keep)
    _judge(samples.stream(rig.recipe.frames, rig.recipe.frame_ns), found, seen)
    return found


def _prepare(house: DoorHouse, part: str) -> None:
    """Have the phones that a part wants; a browser that starts disturbs the glass."""
    if part in ("presses", "pictures", "rest", "panel", "kills"):
        house.phone()
    if part in ("presses", "rest", "panel"):
        house.second_phone()
    time.sleep(SETTLE_S)


def _do(
    house: DoorHouse, rig: Rig, plan: DoorPlan, part: str, found: DoorFound, seen: _Seen
) -> None:
    match part:
        case "presses":
            before = house.passed_on()
            seen.presses = _press(house, plan.presses)
            found.obeyed = house.passed_on() - before
        case "pictures":
            sizes = [small_size(width, height) for _, _, width, height in rig.rects]
            seen.looks = doorpictures.look_at_pictures(house.phone(), sizes, plan.pictures_s)
        case "rest":
            (found.rest_core,) = shares(REST_S, house.pid())
        case "panel":
            _beside_a_panel(house, plan.kills, found)
        case "keys":
            doorcrowd.try_keys(house, plan.keys, found)
        case "crowd":
            seen.crowded = doorcrowd.crowd(house, plan.crowd_s, plan.idle, found)
        case "kills":
            _kill(house, plan.kills, found)


def _press(house: DoorHouse, count: int) -> list[Given]:
    """Touch restart, pause, resume in turn, at ever other moments of a picture."""
    phone, given = house.phone(), []
    words, draw = list(BUTTONS), random.Random(1)
    for number in range(count):
        word = words[number % len(words)]
        sent_ns = phone.tap(BUTTONS[word])
        given.append((word, sent_ns, rest(sent_ns, WAITS_S[word] + draw.random() * 0.05)))
        if number % 20 == 19:
            house.say(f"press {number + 1} of {count}")
    return given


def _beside_a_panel(house: DoorHouse, kills: int, found: DoorFound) -> None:
    """Have a panel beside two phones: at rest, with a preview, and killed with it, time and again.

    A panel that is opened or killed has no part in the show, so it may be killed at any moment.
    """
    with PanelBeside(house.show.stage.state) as panel:
        time.sleep(SETTLE_S)
        (found.panel_core,) = shares(REST_S, panel.pid)
        found.held_ms = panel.turn()
        panel.look()
        time.sleep(SETTLE_S)
        found.preview_core, found.beside_core = shares(REST_S, panel.pid, house.pid())
        for number in range(kills):
            panel.kill()
            found.panels_ms.append(panel.begin())
            panel.look()
            if number % 10 == 9:
                house.say(f"panel {number + 1} of {kills}")


def _kill(house: DoorHouse, count: int, found: DoorFound) -> None:
    """Kill the process; back is when the page has seen it gone, and shows the present again."""
    phone = house.phone()
    for number in range(count):
        pid = house.pid()
        began = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        phone.until(OLD, 5)
        phone.until(FRESH, 20)
        found.backs_ms.append((time.monotonic() - began) * 1000)
        time.sleep(max(0.0, WELL_S + found.backs_ms[-1] / 1000 - (time.monotonic() - began)))
        if number % 10 == 9:
            house.say(f"kill {number + 1} of {count}")


def _judge(stream: SampleStream, found: DoorFound, seen: _Seen) -> None:
    found.presses = [order_taken(stream, *each) for each in seen.presses]
    found.crowded = [order_taken(stream, *each) for each in seen.crowded]
    found.ages_ms = [doorpictures.age_ms(stream, look) for look in seen.looks]
    found.apart = sum(len(set(look.frames)) > 1 for look in seen.looks)
    for part, span in seen.spans.items():
        during = stream.between(*span)
        found.shares[part] = analysis.together(during, quiet=True).share
        if part not in ORDERED:
            found.faults[part] = analysis.faults(during, quiet=True)

"""``kiss demo``: three iterations made on the spot, played on the displays there are."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from installation.cli._folders import data
from installation.cli._progress import Meter
from installation.demo import can_speak, make_demo
from installation.errors import KioskError, KissError, LinkError
from installation.kiosk import connected_outputs
from installation.link import Client
from installation.model import ON_THE_WAY, Order, Restart, ShowState, Subtitles, VersionState
from installation.rig import RootWindow, VirtualHeads, write_png
from installation.show import ShowStatus, in_the_way, status_from_json

HEADS, WIDTH, HEIGHT = 3, 640, 360
START_S = 60.0
ALL_S = 300.0
"""How long the first look at all three films may take beside the show, on a slow machine."""
OUT = tuple(one for one in VersionState if one not in (*ON_THE_WAY, VersionState.READY))
"""The states of a version that nobody needs to wait for."""
LOOK_S = 12.0
"""When the picture is taken in a demo without an end: the ball, which all three remember."""


def demo(options: argparse.Namespace) -> int:
    """Play until Ctrl-C, or for the seconds asked for; 1 when the show ends by itself.

    The seconds begin when every screen shows a film of its own; before, there is one to see.
    """
    versions = options.state / "versions"
    if not can_speak():
        print("The demo does not speak: its voice is the Debian package espeak-ng.")
    with Meter("the demo's films") as meter:
        make_demo(versions, progress=lambda share, step: meter.say(share, step=step))
    with ExitStack() as closing:
        display = os.environ.get("DISPLAY", "")
        if not display:
            heads = closing.enter_context(VirtualHeads(HEADS, WIDTH, HEIGHT))
            display = heads.display
            print(f"No display here: playing on {HEADS} virtual ones, {WIDTH}x{HEIGHT}.")
        lit = [output for output in connected_outputs(display) if output.lit]
        layout = "triptych" if len(lit) >= HEADS else "desk"
        command = [sys.executable, "-m", "installation", "play"]
        command += [str(data("layouts") / f"{layout}.yaml")]
        command += ["--versions", str(versions), "--state", str(options.state / "show")]
        command += ["--no-panel"] if options.no_panel else []
        # a session of its own: Ctrl-C comes to this process alone, which then ends the show
        show = subprocess.Popen(
            command, env={**os.environ, "DISPLAY": display}, start_new_session=True
        )
        closing.callback(_end, show)
        return _watch(show, options, display)


def _watch(show: subprocess.Popen[bytes], options: argparse.Namespace, display: str) -> int:
    client = Client(options.state / "show")
    first = _until(show, client, lambda status: status.state is ShowState.PLAYING, START_S)
    _order(show, client, Subtitles("en"))
    if not _all_on(first):
        print("Its first film plays; the others are being looked at, and join it.", flush=True)
        first = _until(show, client, _all_on, ALL_S)
        _order(show, client, Restart())
    began = time.monotonic()
    for screen in first.screens:
        print(f"  {screen.screen:<8} {screen.display:<8} {screen.title}")
    for version in first.versions:
        if version.state in OUT:
            print(f"  {in_the_way(version)}")
    print(f"See `kiss status --state {options.state / 'show'}`; Ctrl-C ends the demo.", flush=True)
    look_s = min(LOOK_S, options.seconds * 0.8) if options.seconds else LOOK_S
    if _ends_within(show, began + look_s):
        return 1
    _take_picture(display, options.screenshot)
    until = began + options.seconds if options.seconds else float("inf")
    return 1 if _ends_within(show, until) else 0


def _all_on(status: ShowStatus) -> bool:
    """Tell whether all films are on the wall that may be: of an earlier demo one may be aside."""
    if status.state is not ShowState.PLAYING:
        return False
    shown = [screen.version for screen in status.screens]
    if len(set(shown)) == len(shown):
        return True
    there = [one for one in status.versions if one.state not in OUT]
    return len(there) < len(status.versions) and all(one.id in shown for one in there)


def _until(
    show: subprocess.Popen[bytes],
    client: Client,
    reached: Callable[[ShowStatus], bool],
    patience_s: float,
) -> ShowStatus:
    for _ in _looks(show, patience_s):
        with suppress(LinkError):  # it is still starting
            status = status_from_json(client.status())
            if reached(status):
                return status
    raise KioskError(
        f"not all of its films are seen after {patience_s:.0f} s.", "`kiss doctor` may say why."
    )


def _order(show: subprocess.Popen[bytes], client: Client, order: Order) -> None:
    """Give an order that may be given twice: a machine that is busy may answer too late."""
    fault = LinkError("the show takes no order.")
    for _ in _looks(show, START_S):
        try:
            client.send(order)
        except LinkError as late:
            fault = late
            continue
        return
    raise fault


def _looks(show: subprocess.Popen[bytes], patience_s: float) -> Iterator[None]:
    """Return for as long as a show may take; raises KissError when it has ended."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if show.poll() is not None:
            raise KissError("the show ended before all was seen.", "Its log says why, above.")
        yield
        time.sleep(0.1)


def _ends_within(show: subprocess.Popen[bytes], until: float) -> bool:
    """Wait; True when the show has ended before its time."""
    while time.monotonic() < until:
        if show.poll() is not None:
            return True
        time.sleep(0.1)
    return False


def _take_picture(display: str, path: Path) -> None:
    glass = RootWindow(display)
    try:
        write_png(path, glass.grab(0, 0, *glass.size()))
    finally:
        glass.close()
    print(f"A picture of the displays: {path}", flush=True)


def _end(show: subprocess.Popen[bytes]) -> None:
    if show.poll() is None:
        show.terminate()
    show.wait(20)

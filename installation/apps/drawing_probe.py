"""Measures what a swap of the wall costs, in a process of its own: drivers can crash, or hang.

``python -m installation.apps.drawing_probe`` reads a :class:`WallToDraw` as JSON, opens the stage's
window on the displays, and draws test pictures of each size into all viewports for a moment. After
each size it prints a :class:`installation.kiosk.DrawingCost` as a line of JSON.
"""

import gc
import os
import socket
import sys
import time
from pathlib import Path

import msgspec
import numpy as np

from installation.apps._driver_record import DriverRecord
from installation.apps._modest import die_with_parent
from installation.apps._renderers import renderer
from installation.errors import KissError
from installation.kiosk import DrawingCost, WallToDraw
from installation.link import SPARE, RingPicture, RingShape, driver_record_path
from installation.stage import Renderer
from installation.units import SECOND

WARM_UP = 3
"""Swaps that are not counted: tables are worked out, shaders compiled, memory is touched."""
SWAPS = 60
SLACK_S = 0.01
"""Between two swaps the X server works off what it was given, as between those of a show."""


def measure(stage: Renderer, wall: WallToDraw, size: tuple[int, int]) -> DrawingCost:
    """Draw films of a size, and take the time."""
    canvases = [stage.canvas(place) for place in wall.places]
    shape = _shape(size)
    pictures = [_test_picture(shape, seed) for seed in range(2)]
    waits = stage.pace().period_ns is not None
    upload_ns = draw_ns = swap_ns = cpu_ns = count = 0
    server_pid, server_s, began_s = _server(), 0.0, time.monotonic()
    for number in range(WARM_UP + SWAPS):
        if number == WARM_UP:
            upload_ns = draw_ns = swap_ns = count = 0
            cpu_ns, server_s = time.process_time_ns(), _spent_s(server_pid)
            began_s = time.monotonic()
        begin_ns = time.monotonic_ns()
        for canvas in canvases:
            memory = pictures[number % 2]
            canvas.load(RingPicture(0, 2, 0, 0, 0, 0, 0, shape, memory.ctypes.data))
            canvas.take()
        loaded_ns = time.monotonic_ns()
        stage.clear()
        for canvas in canvases:
            canvas.paint("", 1.0)
        stage.finish()
        drawn_ns = time.monotonic_ns()
        stage.flip()
        swapped_ns = time.monotonic_ns()
        upload_ns += loaded_ns - begin_ns
        draw_ns += drawn_ns - loaded_ns
        swap_ns += swapped_ns - drawn_ns
        count += 1
        if number >= WARM_UP and time.monotonic() - began_s > wall.seconds:
            break
        time.sleep(SLACK_S)
    cpu_s = (time.process_time_ns() - cpu_ns) / SECOND
    server_s = _spent_s(server_pid) - server_s
    for canvas in canvases:
        canvas.delete()
    return DrawingCost(
        size=size,
        screens=len(canvases),
        upload_s=upload_ns / SECOND / count,
        draw_s=draw_ns / SECOND / count,
        swap_s=0.0 if waits else swap_ns / SECOND / count,
        cpu_s=cpu_s / count,
        server_s=server_s / count,
    )


def _shape(size: tuple[int, int]) -> RingShape:
    width, height = size
    pitch, rows = -(-width // 64) * 64, -(-height // 2) * 2
    return RingShape(width, height, pitch, rows, (1, 1), "bt709", False)


def _test_picture(shape: RingShape, seed: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """A dim picture of soft stripes: who stands before the wall is not dazzled."""
    step = np.arange(shape.size + SPARE, dtype=np.uint32)
    return (40 + (step // 97 + 13 * seed) % 32).astype(np.uint8)


def _server() -> int | None:
    """Return the X server's process, as its socket knows it; None when it is on another machine."""
    number = os.environ.get("DISPLAY", "").partition(":")
    if number[0] or not number[2]:
        return None
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(f"/tmp/.X11-unix/X{number[2].partition('.')[0]}")
        except OSError:
            return None
        return int.from_bytes(line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 4), "little")


def _spent_s(pid: int | None) -> float:
    """Return the processor's seconds that a process has had; 0 when nobody says."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / SECOND
    except (OSError, ValueError, IndexError):
        return 0.0


def main() -> int:
    """Entry of the process; 0 when all sizes were drawn."""
    wall = msgspec.json.decode(sys.stdin.buffer.read(), type=WallToDraw)
    record = DriverRecord(driver_record_path(Path(wall.state)), time.monotonic_ns)
    try:
        stage = renderer(wall.drawing, wall.window, wall.title, record)
    except KissError as fault:
        print(fault, file=sys.stderr)
        return 1
    gc.disable()
    try:
        print(msgspec.json.encode(stage.name).decode(), flush=True)
        for size in wall.sizes:
            print(msgspec.json.encode(measure(stage, wall, size)).decode(), flush=True)
            stage.attend()
    finally:
        stage.close()
        record.ended()
    return 0


if __name__ == "__main__":
    die_with_parent()
    sys.exit(main())

"""The process that reads a show's small files for one that must not wait for them.

Asked by a line with all their names, it says what is in each, and then what is in those that have
become others; twice a second at least it says something. It ends when nobody listens any more.
"""

import os
import select
import sys
from pathlib import Path

import msgspec

from installation.apps._far_files import FileSaid
from installation.apps._followed_files import LOOK_NS, OwnFiles
from installation.units import SECOND


def main() -> int:
    """Look until nobody can ask any more."""
    asked, rest = sys.stdin.fileno(), b""
    files, said = OwnFiles(), dict[Path, int]()
    now_ns = 0
    _say([])  # it runs; whatever hangs from here on is the files'
    while True:
        readable, _, _ = select.select([asked], [], [], LOOK_NS / SECOND)
        if readable:
            chunk = os.read(asked, 65536)
            if not chunk:
                return 0
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                named = [
                    Path(os.fsdecode(one)) for one in msgspec.json.decode(line, type=list[bytes])
                ]
                said |= dict.fromkeys(named, 0)
                files.follow(*named)
        now_ns += LOOK_NS  # by its own count: it looks each time that it wakes
        files.look(now_ns)
        others = [file for file, version in said.items() if files.version(file) != version]
        said |= {file: files.version(file) for file in others}
        _say([_seen(files, file) for file in others])


def _seen(files: OwnFiles, file: Path) -> FileSaid:
    try:
        return FileSaid(bytes(file), files.read(file))
    except OSError as fault:
        return FileSaid(bytes(file), b"", fault.errno or 0, fault.strerror or str(fault))


def _say(seen: list[FileSaid]) -> None:
    """Send a line; ends the process when nobody listens."""
    try:
        sys.stdout.buffer.write(msgspec.json.encode(seen) + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main())

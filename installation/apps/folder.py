"""The process that looks into the versions folder for a controller, which must not wait.

``python -m installation.apps.folder FOLDER EVENT [--poll]``: see
:mod:`installation.library._folder_server`. It ends with its controller, also where a share
holds it: the fork server, whose child a copy is, sees to that.
"""

import argparse
import os
import sys
from pathlib import Path

from installation.apps._modest import die_with_parent
from installation.apps._niceness import rank_by_niceness
from installation.library import serve_folder

BEHIND = 5
"""Its niceness: a folder of thousands of files can wait, the stage cannot."""


def main(words: list[str] | None = None) -> int:
    """Look until the controller has gone."""
    die_with_parent()
    parser = argparse.ArgumentParser(prog="kiss-folder")
    parser.add_argument("folder", type=Path)
    parser.add_argument("event", type=int, help="an eventfd to write to at each word")
    parser.add_argument("--poll", action="store_true", help="without the system's file events")
    options = parser.parse_args(words)
    serve_folder(options.folder, options.event, options.poll, step_back)
    return 0


def step_back() -> None:
    """Come behind the show's other processes from here on."""
    os.nice(BEHIND)
    rank_by_niceness()


if __name__ == "__main__":
    sys.exit(main())

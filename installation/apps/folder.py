"""The process that looks into the versions folder for a controller, which must not wait.

``python -m installation.apps.folder FOLDER EVENT [--poll]``: see
:mod:`installation.library._folder_server`. It ends with its controller.
"""

import argparse
import os
import sys
from pathlib import Path

from installation.apps._modest import die_with_parent
from installation.apps._process import rank_by_niceness
from installation.library import serve_folder

BEHIND = 5
"""Its niceness: a folder of thousands of files can wait, the stage cannot."""


def main(words: list[str] | None = None) -> int:
    """Look until the controller has gone."""
    parser = argparse.ArgumentParser(prog="kiss-folder")
    parser.add_argument("folder", type=Path)
    parser.add_argument("event", type=int, help="an eventfd to write to at each word")
    parser.add_argument("--poll", action="store_true", help="without the system's file events")
    options = parser.parse_args(words)
    serve_folder(options.folder, options.event, options.poll)
    return 0


if __name__ == "__main__":
    die_with_parent()
    os.nice(BEHIND)
    rank_by_niceness()
    sys.exit(main())

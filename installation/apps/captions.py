"""The process that draws a stage's subtitles: started by it, asked over a pipe, gone with it."""

import os
import sys

from installation.apps._modest import die_with_parent
from installation.apps._niceness import rank_by_niceness
from installation.apps._process import log_to_stderr
from installation.errors import KissError
from installation.words import serve_captions

NICENESS = 5
"""A player's: what it draws is needed within the second, a picture within its tenth."""


def main() -> int:
    """Entry of the process; 0 when nobody asks any more, 1 when nothing can be drawn."""
    die_with_parent()
    log = log_to_stderr("captions")
    os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    rank_by_niceness()
    try:
        serve_captions()
    except KissError as fault:
        log.error("%s", fault)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

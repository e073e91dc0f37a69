"""The intake as it is but for the rehearsal, which plays in real time: for tests of the library.

It takes as long as there is a file ``rehearsal`` in the state folder.
"""

import sys
import time
from pathlib import Path

from installation.apps import intake
from installation.apps._modest import die_with_parent
from installation.model import Outcome


def _rehearse(*_: object) -> Outcome:
    while Path(sys.argv[2], "rehearsal").exists():
        time.sleep(0.01)
    return Outcome(speed=9.0)


if __name__ == "__main__":
    die_with_parent()
    vars(intake)["rehearse"] = _rehearse
    sys.exit(intake.main())

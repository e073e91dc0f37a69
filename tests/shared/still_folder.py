"""A versions folder that is looked at in the test's own thread, and says nothing by itself."""

import os
from pathlib import Path

from installation.library import OwnFolder


class StillFolder(OwnFolder):
    """What a show's folder is, without a process: each look is there at once."""

    waits = False

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._event = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def fileno(self) -> int:
        return self._event

    def stirred(self) -> bool:
        return False

    def close(self) -> None:
        os.close(self._event)

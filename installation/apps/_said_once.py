"""Does what may fail, again and again, and says each fault once: a look comes each tick."""

import logging
from collections.abc import Callable

from installation.errors import KissError


class SaidOnce:
    """Whatever is raised ends here; a bug of ours is logged with the place where it is."""

    def __init__(self, log: logging.Logger) -> None:
        self._log, self._told = log, ""

    def __call__(self, task: Callable[[], object]) -> None:
        """Do it; the wall plays on if it fails, and the next time it is tried again."""
        try:
            task()
        except Exception as fault:
            said = f"{type(fault).__name__}: {fault}"
            if said != self._told:
                self._told = said
                expected = isinstance(fault, KissError | OSError)
                self._log.error("%s", fault if expected else said, exc_info=not expected)

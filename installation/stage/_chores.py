"""Says when the stage does what can wait for a gap between two pictures. Pure.

A machine that draws too slowly has no gaps, and a chore that waits for one is never done: then a
killed stage left black, since no picture of it had been kept. So each waits so long and no longer.
"""

from dataclasses import dataclass


@dataclass
class Chore:
    """Something that is done every ``every_ns`` if there is a gap of ``gap_ns``.

    Without one it is done once it has waited ``patience`` times as long.
    """

    every_ns: int
    gap_ns: int
    patience: int
    done_ns: int = 0

    def is_due(self, now_ns: int, slack_ns: int) -> bool:
        """Tell whether to do it now, with ``slack_ns`` until the next picture."""
        longest_ns = self.every_ns * (1 if slack_ns > self.gap_ns else self.patience)
        return now_ns - self.done_ns > longest_ns

"""Takes codes for a locked panel. Pure; the time is an argument."""

from enum import Enum

MOST_WRONG = 3
REST_S = 30.0
"""Whoever tries all codes of four digits needs a day and a night."""


class CodeAnswer(Enum):
    """The answer to a code."""

    RIGHT = "right"
    WRONG = "wrong"
    RESTS = "rests"


class CodeTries:
    """After three wrong codes in a row none is taken for half a minute."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._wrong = 0
        self._rests_until_s = 0.0

    @property
    def digits(self) -> int:
        """Return the number of digits of the code; 0 without one."""
        return len(self._code)

    def take(self, typed: str, now_s: float) -> CodeAnswer:
        """Say whether it is the code."""
        if now_s < self._rests_until_s:
            return CodeAnswer.RESTS
        if typed == self._code:
            self._wrong = 0
            return CodeAnswer.RIGHT
        self._wrong += 1
        if self._wrong < MOST_WRONG:
            return CodeAnswer.WRONG
        self._wrong, self._rests_until_s = 0, now_s + REST_S
        return CodeAnswer.RESTS

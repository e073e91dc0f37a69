"""One finding of the doctor."""

from dataclasses import dataclass
from enum import StrEnum


class CheckResult(StrEnum):
    """The results of a check: ``warn`` plays on with less, ``bad`` does not play."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One look: at what, what was found, and the remedy when it is not as it should be."""

    name: str
    verdict: CheckResult
    finding: str
    remedy: str = ""


def ok(name: str, finding: str) -> Check:
    """All is well."""
    return Check(name, CheckResult.OK, finding)


def warn(name: str, finding: str, remedy: str) -> Check:
    """Plays, with less."""
    return Check(name, CheckResult.WARN, finding, remedy)


def bad_check(name: str, finding: str, remedy: str) -> Check:
    """Does not play."""
    return Check(name, CheckResult.BAD, finding, remedy)

"""One finding of the doctor."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a check went: ``warn`` plays on with less, ``bad`` does not play."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, what was found, and the remedy when it is not as it should be."""

    name: str
    verdict: Verdict
    finding: str
    remedy: str = ""


def ok(name: str, finding: str) -> Check:
    """All is well."""
    return Check(name, Verdict.OK, finding)


def warn(name: str, finding: str, remedy: str) -> Check:
    """Plays, with less."""
    return Check(name, Verdict.WARN, finding, remedy)


def bad(name: str, finding: str, remedy: str) -> Check:
    """Does not play."""
    return Check(name, Verdict.BAD, finding, remedy)

"""The states of a show, a version and its intake, as values; words are made elsewhere."""

from enum import StrEnum


class ShowState(StrEnum):
    """The states of a show: nothing to play, first pictures on their way, running, held, or shut.

    A show is ``closed`` with its house: dark, silent and at rest until it opens.
    """

    WAITING = "waiting"
    STARTING = "starting"
    PLAYING = "playing"
    PAUSED = "paused"
    CLOSED = "closed"


class VersionState(StrEnum):
    """The states of a version, from its arrival on.

    The library knows the first five. What it has found good (``ready``) a person may not have
    approved yet, or has retired, and what failed on the wall is set ``aside``.
    """

    SETTLING = "settling"
    WAITING = "waiting"
    INDEXING = "indexing"
    READY = "ready"
    BROKEN = "broken"
    APPROVAL = "approval"
    RETIRED = "retired"
    ASIDE = "aside"


ON_THE_WAY = (VersionState.SETTLING, VersionState.WAITING, VersionState.INDEXING)
"""The states of a version between its arrival and a verdict."""


class IntakeStep(StrEnum):
    """The steps of an intake, in this order."""

    HASHING = "hashing"
    DECODING = "decoding"
    COPYING = "copying"
    """Makes the film's house copy, where it needs one."""
    REHEARSING = "rehearsing"
    """Takes its time, and little of the processor."""

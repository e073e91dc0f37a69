"""Errors, one class per room. A message says what is wrong, where, and what to do."""

from installation.said import Said, joined, verbatim


def told(reason: str, advice: str) -> Said:
    """A reason and what to do about it, as sentences on one line."""
    whole = reason.endswith((".", ":", ")", "?", "!"))
    ended = verbatim(reason) if whole else joined("", (reason, "."))
    return joined(" ", (ended, advice)) if advice else ended


class KissError(Exception):
    """The base of every error that a person is meant to read; never shown with a traceback.

    ``advice`` is what to do about it, in one sentence.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = verbatim(message)
        self.advice = verbatim(advice)

    @property
    def said(self) -> Said:
        """Return it for a person, with the advice on a line of its own."""
        lines = (self.message, self.advice) if self.advice else (self.message,)
        return joined("\n  ", lines)

    def __str__(self) -> str:
        return str(self.said)


class UsageError(KissError):
    """The command line asks for something that does not exist; exit code 2."""


class ConfigError(KissError):
    """A layout, manifest or calibration that does not hold; carries every fault at once."""


class LibraryError(KissError):
    """A film or its index that cannot be used."""


class WordsError(KissError):
    """A file of subtitles that cannot be read, or a library that cannot draw them."""


class PlayerError(KissError):
    """libvlc is missing, too old, or cannot play."""


class StageError(KissError):
    """No display, no OpenGL 3.3, or a window that cannot be had."""


class LinkError(KissError):
    """The running show cannot be reached, or a ring cannot be made."""


class RingError(LinkError):
    """The memory that carries a screen's pictures cannot be had, or was taken away."""


class KioskError(KissError):
    """The machine lacks something: an X server, a package, room on the disk."""


class RemoteError(KissError):
    """A MIDI port that is not there, or cannot be opened."""


class DoorError(KissError):
    """The door cannot listen, or its keys or certificate cannot be used."""


class MachinesError(KissError):
    """Several machines cannot play together: one that is not paired, or has no keys."""

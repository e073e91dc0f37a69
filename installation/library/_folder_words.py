"""Questions of a show to the process that looks into the versions folder for it, and answers."""

from msgspec import Struct

from installation.library._folder import FolderLook
from installation.store import NameTaken, SecondName


class Ask(Struct, frozen=True, tag=True):
    """Asks for a look, and what speaks against the candidates of these names."""

    names: tuple[str, ...] = ()


class AtWork(Struct, frozen=True, tag=True):
    """A life sign."""


class Stirred(Struct, frozen=True, tag=True):
    """Something has happened in the folder."""


Question = Ask | SecondName
"""What it is asked: a look, or to give a film its second name."""

Word = FolderLook | NameTaken | AtWork | Stirred
"""What it says."""

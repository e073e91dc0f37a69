"""Finds a show's processes by what they were started with, never by the show's own word."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from installation.rig import Tree, command_of

_PREFIX = "installation.apps."
ONE_EACH = ("launcher", "forks", "controller", "stage", "remote", "folder")
PASSING = ("intake", "rehearsal")
"""Those that come and go with films."""


class CrewMember(NamedTuple):
    """A process of a show; ``kind`` is a player's screen, too: ``player screen1``."""

    kind: str
    pid: int


def crew(tree: Tree) -> list[CrewMember]:
    """All that run now."""
    found = ((pid, kind_of(command_of(pid))) for pid in tree.pids())
    return [CrewMember(kind, pid) for pid, kind in found if kind]


def kind_of(words: Sequence[str]) -> str:
    """Return the kind of process that a command starts; empty for one that is no part of a show."""
    if words[1:4] == ["-m", "installation", "play"]:
        return "launcher"
    if len(words) < 3 or words[1] != "-m" or not words[2].startswith(_PREFIX):
        return ""
    kind = words[2].removeprefix(_PREFIX)
    if kind == "player":
        return f"player {words[words.index('--screen') + 1]}"
    return kind


def one_of_each(members: Iterable[CrewMember], screens: Sequence[str]) -> bool:
    """Tell whether everybody who should be there is, and nobody twice. Pure."""
    count = Counter(member.kind for member in members if member.kind not in PASSING)
    wanted = (*ONE_EACH, *(f"player {screen}" for screen in screens))
    return count == Counter(wanted)

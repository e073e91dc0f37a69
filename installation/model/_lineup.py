"""Chooses which version plays on which screen in a cycle. Pure: equal questions, equal answers.

A policy is ``first`` (the earliest version), ``newest``, ``newest-1`` (the one before it),
``newest-2`` ..., ``random`` (drawn again for each cycle), or the id of the version that is pinned.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from installation.model._naming import did_you_mean, meant
from installation.model._version import Version

WORDS = ("first", "newest", "newest-1", "newest-2", "random")
_BACK = re.compile(r"newest-([0-9]{1,6})")


@dataclass(frozen=True)
class LineUp:
    """A version's id for each screen, and in words what was done instead of what was asked."""

    entries: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def choose_line_up(
    policies: Mapping[str, str],
    versions: Sequence[Version],
    cycle: int,
    seed: int,
) -> LineUp:
    """The line-up of a cycle. ``versions`` are in their natural order, see version.in_order.

    Every screen gets a version as long as there is one. A random choice prefers versions that no
    other screen shows, and depends on nothing but (seed, cycle, screen) and what is there.
    """
    ids = [version.id for version in versions]
    if not ids:
        return LineUp({}, ("There is no version yet; the screens wait for the first.",))
    chosen: dict[str, str] = {}
    notes: list[str] = []
    for screen, policy in policies.items():
        if policy != "random":
            chosen[screen], note = _fixed(policy, ids)
            if note:
                notes.append(f"{screen}: {note}")
    for screen, policy in policies.items():
        if policy == "random":
            free = [i for i in ids if i not in chosen.values()]
            # text as seed: hashed with SHA-512, the same in every process and on every machine
            chosen[screen] = random.Random(f"{seed}/{cycle}/{screen}").choice(free or ids)
    if len(ids) < len(policies):
        number = "one version" if len(ids) == 1 else f"{len(ids)} versions"
        notes.append(f"{len(policies)} screens share {number}.")
    return LineUp({screen: chosen[screen] for screen in policies}, tuple(notes))


def _fixed(policy: str, ids: Sequence[str]) -> tuple[str, str]:
    """The version that a policy without chance means, and a note when it cannot be had."""
    if policy == "first":
        return ids[0], ""
    if policy == "newest":
        return ids[-1], ""
    back = _BACK.fullmatch(policy)
    if back:
        steps = int(back[1])
        if steps < len(ids):
            return ids[-1 - steps], ""
        number = "is only one" if len(ids) == 1 else f"are only {len(ids)}"
        return ids[0], f"{policy}: there {number}; shows the oldest, {ids[0]}."
    pinned = meant(policy, ids)
    if pinned is not None:
        return pinned, ""
    hint = did_you_mean(policy, [*ids, *WORDS])
    return ids[-1], f"there is no version {policy!r}{hint or '.'} Shows the newest, {ids[-1]}."

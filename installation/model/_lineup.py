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
from installation.said import NOTHING, Said

WORDS = ("first", "newest", "newest-1", "newest-2", "random")
_BACK = re.compile(r"newest-([0-9]{1,6})")

NONE_YET = Said("There is no version yet; the screens wait for the first.")


@dataclass(frozen=True)
class LineUp:
    """A version's id for each screen, and in words what was done instead of what was asked."""

    entries: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Said, ...] = ()


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
        return LineUp({}, (NONE_YET,))
    chosen: dict[str, str] = {}
    notes: list[Said] = []
    for screen, policy in policies.items():
        if policy != "random":
            chosen[screen], note = _fixed(policy, ids)
            if note:
                notes.append(Said("{screen}: {note}", screen=screen, note=note))
    for screen, policy in policies.items():
        if policy == "random":
            free = [i for i in ids if i not in chosen.values()]
            # text as seed: hashed with SHA-512, the same in every process and on every machine
            chosen[screen] = random.Random(f"{seed}/{cycle}/{screen}").choice(free or ids)
    if len(ids) < len(policies):
        notes.append(_shared(len(policies), len(ids)))
    return LineUp({screen: chosen[screen] for screen in policies}, tuple(notes))


def _shared(screens: int, versions: int) -> Said:
    if versions == 1:
        return Said("{count} screens share one version.", count=screens)
    return Said("{count} screens share {versions} versions.", count=screens, versions=versions)


def _fixed(policy: str, ids: Sequence[str]) -> tuple[str, Said]:
    """The version that a policy without chance means, and a note when it cannot be had."""
    if policy == "first":
        return ids[0], NOTHING
    if policy == "newest":
        return ids[-1], NOTHING
    back = _BACK.fullmatch(policy)
    if back:
        steps = int(back[1])
        if steps < len(ids):
            return ids[-1 - steps], NOTHING
        return ids[0], _too_far_back(policy, ids)
    pinned = meant(policy, ids)
    if pinned is not None:
        return pinned, NOTHING
    hint = did_you_mean(policy, [*ids, *WORDS])
    lacks = Said(
        "there is no version '{version}'{hint} Shows the newest, {shown}.",
        version=policy,
        hint=hint or ".",
        shown=ids[-1],
    )
    return ids[-1], lacks


def _too_far_back(policy: str, ids: Sequence[str]) -> Said:
    if len(ids) == 1:
        return Said(
            "{policy}: there is only one; shows the oldest, {shown}.", policy=policy, shown=ids[0]
        )
    return Said(
        "{policy}: there are only {count}; shows the oldest, {shown}.",
        policy=policy,
        count=len(ids),
        shown=ids[0],
    )

"""Prints the labels of what was shown: a card for each version, in the layout's words."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from installation.cli._folders import layout_file
from installation.errors import KissError
from installation.ledger import Account, IterationAccount
from installation.model import LabelsBlock, Layout, Version, WallLabel, load_yaml


def labels_printed(path: Path, layout: str, found: Account) -> str:
    """Write them to a file, and say so. Raises KissError."""
    from installation.printing import print_labels  # Qt, which no other report needs

    block = load_yaml(layout_file(layout), Layout).labels or LabelsBlock()
    labels = tuple(labels_of(found, block))
    if not labels:
        raise KissError(
            "nothing was shown in that time: there is nothing to label.",
            "A show writes its record while it plays; --days N looks farther back.",
        )
    print_labels(path, labels, block.font, block.address)
    return f"{path}: {len(labels)} labels."


def labels_of(found: Account, block: LabelsBlock) -> Iterator[WallLabel]:
    """The labels of the versions that were shown, each as its manifest was told last."""
    last: dict[str, IterationAccount] = {}
    for one in sorted(found.iterations, key=lambda one: one.admitted_ms):
        if one.shown:
            last[one.version] = one
    for one in last.values():
        made = date.fromisoformat(one.made) if one.made else None
        version = Version(
            one.version, one.title, one.iteration, made, Path(one.film), tools=one.tools
        )
        for language in dict.fromkeys((block.language, *block.screens.values())):
            if language != "off":
                yield block.label(version, language)

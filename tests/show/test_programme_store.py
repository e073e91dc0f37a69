"""The line-up after a power cut."""

from pathlib import Path

from msgspec import structs

from installation.show._programme_store import last_line_up
from installation.timeline import Entry, Plan, Programme, identity_map
from installation.units import SECOND


def programme_with(folder: Path, *names: str) -> Programme:
    for name in names:
        (folder / name).touch()
    entries = [
        Entry(name, f"{name}-1", name, str(folder / name), str(folder / name), identity_map(SECOND))
        for name in names
    ]
    first = Plan(1, SECOND, {"left": entries[0], "right": entries[0]})
    last = Plan(4, SECOND, dict(zip(("left", "right"), entries, strict=True)))
    return Programme(9, "boot", plans=(first, last))


def test_it_is_the_last_that_was_committed(tmp_path: Path) -> None:
    programme = programme_with(tmp_path, "a", "b")
    assert last_line_up(programme, ["right", "left"], lambda _: True) == programme.plans[-1]


def test_it_is_none_when_not_all_of_it_can_be_had(tmp_path: Path) -> None:
    programme = programme_with(tmp_path, "a", "b")
    assert last_line_up(programme, ["left"], lambda _: True) is None
    assert last_line_up(programme, ["left", "right"], lambda entry: entry.version == "a") is None
    assert last_line_up(structs.replace(programme, plans=()), ["left"], lambda _: True) is None
    (tmp_path / "b").unlink()  # its index, too
    assert last_line_up(programme, ["left", "right"], lambda _: True) is None

"""``kiss versions``: what there is, what arrives, and what people decide about it.

While a show runs everything goes through it; else the command itself looks and decides, under the
show's lock, with the very same functions.
"""

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from installation.apps import ShowLock, read_layout
from installation.cli import _folders as folders
from installation.cli._arguments import order_of
from installation.cli._progress import Meter
from installation.director import LineupPlanner
from installation.errors import KissError, LinkError, UsageError
from installation.ledger import DecisionRow, Ledger
from installation.library import (
    DecisionChange,
    Library,
    OwnFolder,
    Planned,
    SeparateIntake,
    candidate_at,
    copy_film,
)
from installation.link import Client
from installation.model import CopyTerms, Layout, Refused, VersionOrder, clock_text, plan_in_words
from installation.said import packed
from installation.show import (
    Approvals,
    ShowStatus,
    VersionStatus,
    film_facts_in_words,
    order_row,
    status_facts,
    status_from_json,
    version_obstacle,
)
from installation.show import status_words as words
from installation.store import ContentStore

LOOK_S = 0.1


def versions(options: argparse.Namespace) -> int:
    """Run one of them; returns the exit code."""
    if "kind" in options:
        return _order(options)
    if options.part == "add":
        return _add(options)
    if options.part == "check":
        return _check(options)
    return _list(options)


# what goes through a running show, and without one by itself


def _running(options: argparse.Namespace) -> ShowStatus | None:
    try:
        return status_from_json(Client(options.state).status())
    except LinkError:
        return None


@contextmanager
def _alone(options: argparse.Namespace) -> Iterator[tuple[Approvals, Library, Ledger]]:
    """Return what a show would have, under its lock; raises KissError while one begins or ends."""
    state = options.state.absolute()
    lock = ShowLock(state)
    ledger = Ledger(state)
    try:

        def told(change: DecisionChange, by: str) -> None:
            what, version, revision, screen, reason = change
            now_ms = time.time_ns() // 1_000_000
            ledger.note(DecisionRow(now_ms, what, version, revision, screen, by, reason))

        layout = read_layout(folders.layout_file(options.layout))
        terms = CopyTerms(layout.versions.house_copy, background=layout.background)
        store = ContentStore(state)
        library = Library(OwnFolder(_folder(options)), store, house_copy=lambda: terms)
        approvals = Approvals(state, layout, told)
        library.peek()
        yield approvals, library, ledger
    finally:
        ledger.close()
        lock.release()


def _folder(options: argparse.Namespace) -> Path:
    folder: Path = options.versions or folders.data("versions")
    if options.versions and not folder.is_dir():
        raise UsageError(
            f"{folder}: there is no such folder", "--versions names the folder of the films."
        )
    return folder.absolute()


def _order(options: argparse.Namespace) -> int:
    order = order_of(options)
    assert isinstance(order, VersionOrder)
    if _running(options) is not None:
        reply = Client(options.state).send(order)
        print(reply.text)
        return 0 if reply.ok else 1
    with _alone(options) as (approvals, library, ledger):
        shelf = approvals.restock(LineupPlanner(approvals.policies), library.versions())
        plan = shelf.plan(1)
        entries = plan.entries if plan else {}
        shown = {screen: (e.version, e.revision) for screen, e in entries.items()}
        coming = [a.name for a in library.progress()] + [b.name for b in library.broken()]
        reply = approvals.order(order, "command", coming, shown)
        now_ms = time.time_ns() // 1_000_000
        ledger.note(order_row(order, "command", reply, now_ms))
        print(f"{reply.text}.\nNo show runs: it holds from the next start on.")
    return 0


# list


def _list(options: argparse.Namespace) -> int:
    status = _running(options)
    if status is not None:
        found, pinned = list(status.versions), dict(status.pinned)
    else:
        with _alone(options) as (approvals, library, _):
            approvals.restock(LineupPlanner(approvals.policies), library.versions())
            found = status_facts.versions(
                library.versions(),
                library.progress(),
                library.broken(),
                approvals.standings(),
                {},
                (),
            )
            pinned = approvals.pinned()
    if options.json:
        print(
            json.dumps(
                msgspec.to_builtins({"versions": found, "pinned": pinned}, enc_hook=packed),
                indent=1,
            )
        )
        return 0
    print(_table(found))
    for screen, version in pinned.items():
        print(f"{screen} is pinned to {version}")
    if status is None:
        print("No show runs; what is new is looked at when one does.")
    return 0


def _table(found: list[VersionStatus]) -> str:
    if not found:
        return "No version yet: `kiss versions add FILM`, or put a film into the folder."
    lines = []
    width = max(len(version.id) for version in found)
    for version in found:
        title = f"  {version.title}" if version.title not in ("", version.id) else ""
        lines.append(f"{version.id.ljust(width)}  {words.standing(version)}{title}")
        lines += [f"{' ' * width}  {line}" for line in version_obstacle(version).splitlines()]
    return "\n".join(lines)


# add and check


def _add(options: argparse.Namespace) -> int:
    status = _running(options)
    folder = Path(status.folder) if status is not None and status.folder else _folder(options)
    found = candidate_at(options.path)
    if found.fault is not None:
        raise KissError(found.fault.reason, found.fault.advice)
    began = time.monotonic()
    with Meter(f"copying {options.path.name}") as meter:

        def progress(done: int, total: int) -> None:
            passed = time.monotonic() - began
            left = passed * (total - done) / done if passed > 1 and done else None
            meter.say(done / total if total else 1.0, left)

        try:
            there = copy_film(options.path.absolute(), folder, options.replace, progress)
        except OSError as fault:
            raise KissError(
                f"{fault.filename or folder}: cannot be copied: {fault.strerror}",
                "Nothing was changed. Make room, or look at the permissions.",
            ) from fault
    print(f"{there} is there, whole and compared.")
    if status is not None:
        print("The show looks at it now: `kiss versions list` says how far it is.")
    return 0


def _terms(options: argparse.Namespace, layout: Layout) -> CopyTerms:
    """Return a show's terms for house copies; without a running one no screen's size is known."""
    status = _running(options)
    screens = {screen.size for screen in status.screens} if status else set()
    lit = tuple(sorted(size for size in screens if size[0]))
    return CopyTerms(layout.versions.house_copy, lit, layout.background)


def _check(options: argparse.Namespace) -> int:
    layout = read_layout(folders.layout_file(options.layout))
    if options.copy is not None and options.copy.exists():
        raise UsageError(f"{options.copy}: is there already", "Name a file that is not.")
    with (
        SeparateIntake(options.path, layout.decode, _terms(options, layout), options.copy) as check,
        Meter(f"{options.path.name}") as meter,
    ):
        while not check.poll(time.monotonic_ns()):
            meter.say(*check.progress)
            time.sleep(LOOK_S)
        verdict = check.verdict
        assert verdict is not None
    if isinstance(verdict, Refused):
        faults = verdict.fault.reason.splitlines()
        faults = [f" {faults[0]}"] if len(faults) == 1 else ["", *faults]
        told = [f"{options.path}: would be refused:{faults[0]}", *faults[1:]]
        print("\n  ".join(filter(None, (*told, verdict.fault.advice))))
        return 1
    if isinstance(verdict, Planned):
        print(f"{options.path}: would be played from a house copy. {verdict.version.title}")
        print(f"  house copy: {plan_in_words(verdict.house)}")
        for note in verdict.house.plan.notes:
            print(f"  but: {note}")
        print("  --copy OUT.mov makes it, proves and rehearses it, and lays it there.")
        return 0
    print(f"{options.path}: good. {verdict.version.title}")
    lines = list(film_facts_in_words(verdict).items())
    if verdict.speed is not None:
        lines.append(("decoding", f"{verdict.speed:.1f} times as fast as it plays, one deck"))
    lines += [
        ("beats", ", ".join(f"{name} {clock_text(at)}" for name, at in verdict.beats) or "none")
    ]
    for what, value in lines:
        print(f"  {what.ljust(10)} {value}")
    for warning in verdict.warnings:
        print(f"  but: {warning}")
    return 0

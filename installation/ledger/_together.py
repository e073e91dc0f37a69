"""Makes one account of those of several machines: of each what happened on its own wall. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from installation.ledger._account import (
    Account,
    BeatAccount,
    IterationAccount,
    Quality,
    VersionEvent,
    WallQuality,
)

PASSED_ON_MS = 2000
"""An order that was passed on is noted twice, this close: where it was given, and carried out."""


@dataclass(frozen=True)
class WallAccount:
    """One machine's account of its ``screens``; without one it is ``missing``, for a reason."""

    machine: str
    screens: tuple[str, ...]
    account: Account | None = None
    missing: str = ""


class _Timed(Protocol):
    @property
    def at_ms(self) -> int: ...


T = TypeVar("T", bound=_Timed)
E = TypeVar("E", bound=VersionEvent)


def together(walls: Sequence[WallAccount], first_ms: int, last_ms: int) -> Account:
    """Return one account of all walls, which tells whose each thing is."""
    known = [(wall, wall.account) for wall in walls if wall.account is not None]
    accounts = [account for _, account in known]

    def events(of: Callable[[Account], Iterable[E]]) -> tuple[E, ...]:
        found = (
            replace(one, by=_whose(wall.machine, one.by))
            for wall, account in known
            for one in of(account)
        )
        return _by_time(found)

    stretches = (
        replace(one, entries={s: entry for s, entry in one.entries.items() if s in wall.screens})
        for wall, account in known
        for one in account.stretches
    )
    return Account(
        title=next((one.title for one in accounts if one.title), ""),
        first_ms=first_ms,
        last_ms=max((one.last_ms for one in accounts), default=last_ms),
        starts=tuple(sorted(at for one in accounts for at in one.starts)),
        iterations=tuple(_iterations(known)),
        stretches=tuple(sorted((s for s in stretches if s.entries), key=lambda s: s.first_ms)),
        quality=_least([one.quality for one in accounts]),
        beats=tuple(_beats(accounts)),
        arrivals=events(lambda one: one.arrivals),
        faults=events(lambda one: one.faults),
        house=events(lambda one: one.house),
        actions=tuple(_once(events(lambda one: one.actions))),
        screens=tuple(s for wall, account in known for s in wall.screens if s in account.screens),
        clock=_by_time(
            replace(step, machine=wall.machine) for wall, one in known for step in one.clock
        ),
        readings=_by_time(
            replace(reading, who=_whose(wall.machine, reading.who))
            for wall, one in known
            for reading in one.readings
        ),
        languages=_by_time(
            language
            for wall, one in known
            for language in one.languages
            if language.by in wall.screens
        ),
        walls=tuple(
            WallQuality(wall.machine, wall.account.quality if wall.account else None, wall.missing)
            for wall in walls
        ),
    )


def _whose(machine: str, who: str) -> str:
    """Return who it was, with the machine that noted it in front."""
    return f"{machine}: {who}" if who else machine


def _by_time(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(found, key=lambda one: one.at_ms))


def _once(actions: Sequence[VersionEvent]) -> Iterator[VersionEvent]:
    """Return orders as their givers noted them, without the notes of who carried them out."""
    givers = {
        (one.by, one.what, one.at_ms // PASSED_ON_MS + near)
        for one in actions
        for near in (-1, 0, 1)
    }
    for one in actions:
        _, _, giver = one.by.partition(": ")  # `west: east: panel` was given as `east: panel`
        if (giver, one.what, one.at_ms // PASSED_ON_MS) not in givers:
            yield one


def _iterations(known: Sequence[tuple[WallAccount, Account]]) -> Iterator[IterationAccount]:
    """Return each iteration once, with all screens of all walls that it was on."""
    found: dict[tuple[str, str], IterationAccount] = {}
    for wall, account in known:
        for one in account.iterations:
            on = tuple(shown for shown in one.shown if shown.screen in wall.screens)
            before = found.get((one.version, one.revision))
            if before is None:
                found[one.version, one.revision] = replace(one, shown=on)
                continue
            found[one.version, one.revision] = replace(
                before,
                shown=(*before.shown, *on),
                pictures=before.pictures or one.pictures,
                admitted_ms=min(before.admitted_ms, one.admitted_ms),
            )
    order = {key: number for number, key in enumerate(found)}
    yield from sorted(
        found.values(),
        key=lambda one: (
            one.iteration if one.iteration is not None else float("-inf"),
            order[one.version, one.revision],
        ),
    )


def _beats(accounts: Sequence[Account]) -> Iterator[BeatAccount]:
    """Return each beat once: as often as the wall that passed it most, as well as the worst one."""
    found: dict[str, BeatAccount] = {}
    for one in (beat for account in accounts for beat in account.beats):
        before = found.get(one.beat, one)
        worst = max(before, one, key=lambda beat: abs(beat.worst))
        passes = max(before.passes, one.passes)
        off = max(before.passes - before.exact, one.passes - one.exact)
        found[one.beat] = BeatAccount(one.beat, passes, passes - off, worst.worst, worst.screen)
    yield from found.values()


def _least(qualities: Sequence[Quality]) -> Quality:
    """Return the least that all walls reached, and the sums of what was missed on any."""
    if not qualities:
        return Quality()
    return Quality(
        cycles=max(one.cycles for one in qualities),
        whole=min(one.whole for one in qualities),
        clean=min(one.clean for one in qualities),
        skew=max(one.skew for one in qualities),
        late=sum(one.late for one in qualities),
        held=sum(one.held for one in qualities),
        skipped=sum(one.skipped for one in qualities),
        sum_ms=max(one.sum_ms for one in qualities),
    )

"""Puts the status together from what the show's processes have said. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from installation.director import beat_at, languages_of
from installation.library import Broken, IntakeProgress
from installation.link import (
    DOOR,
    REMOTE,
    STAGE,
    DoorStatus,
    PlayerStatus,
    RemoteStatus,
    ScreenShown,
    StageStatus,
)
from installation.model import (
    BOUNDARY,
    NONE_YET,
    HouseNow,
    Placed,
    Placement,
    Ready,
    Rect,
    ShowState,
    VersionState,
)
from installation.said import NOTHING, Said, joined
from installation.show._status import (
    ComingLineUp,
    DoorReport,
    MachineSeen,
    ProjectorStatus,
    RemoteReport,
    RouteStatus,
    ScreenStatus,
    ShowStatus,
    StageReport,
    Standing,
    VersionStatus,
)
from installation.show._supervisor import SupervisedProcess
from installation.timeline import (
    ALL,
    Heard,
    Moment,
    Plan,
    Programme,
    entry_of,
    is_dark,
    moment_at,
    plan_at,
    speaks_at,
)
from installation.units import seconds


@dataclass(frozen=True)
class Facts:
    """Everything that the status is made from; ``pid`` is the controller's."""

    pid: int
    title: str
    programme: Programme
    now_ns: int
    began_ns: int
    placement: Placement
    players: Mapping[str, PlayerStatus]
    stage: StageStatus | None
    workers: Mapping[str, SupervisedProcess]
    versions: tuple[Ready, ...]
    broken: tuple[Broken, ...]
    arrivals: tuple[IntakeProgress, ...]
    beats: tuple[tuple[str, int], ...]
    notes: tuple[Said, ...]
    standings: Mapping[str, Standing] = field(default_factory=dict)
    """What has been decided of admitted revisions, by content hash."""
    pinned: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    remote: RemoteStatus | None = None
    machines: tuple[MachineSeen, ...] = ()
    door: DoorStatus | None = None
    master: str = ""
    layout: str = ""
    calibration: str = ""
    aligning: bool = False
    slow: Mapping[str, Said] = field(default_factory=dict)
    """What is wrong with the screens that show too few of their pictures."""
    house: HouseNow | None = None
    projectors: tuple[ProjectorStatus, ...] = ()
    languages: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    """The layout's screens, from the first to the last."""
    coming: tuple[Plan, str] | None = None
    """The line-up that waits, and where it takes over."""
    swap_at: str = BOUNDARY


def status(facts: Facts) -> ShowStatus:
    """The snapshot."""
    moment = moment_at(facts.programme, facts.now_ns)
    plan = plan_at(facts.programme, facts.now_ns)
    return ShowStatus(
        title=facts.title,
        state=_state(facts, moment),
        cycle=moment.cycle if moment else 0,
        story_s=seconds(moment.story_ns) if moment else 0.0,
        cycle_s=seconds(plan.cycle_ns) if plan else 0.0,
        beat=beat_at(moment.story_ns, facts.beats) if moment else "",
        revision=facts.programme.revision,
        uptime_s=seconds(facts.now_ns - facts.began_ns),
        controller_pid=facts.pid,
        screens=_screens(facts, moment),
        stage=_stage(facts),
        versions=_versions(facts),
        beats=tuple((name, seconds(at_ns)) for name, at_ns in facts.beats),
        notes=(*_of_films(facts, plan), *_away(facts), *_unheard(facts)),
        voice=facts.programme.heard.voice,
        hearing=_routes(facts),
        overall=_overall(facts.programme.heard),
        voice_by_story=bool(facts.programme.heard.parts),
        pinned=dict(facts.pinned),
        folder=facts.folder,
        dark=is_dark(facts.programme) and not facts.programme.shut,
        master=facts.master,
        remote=_remote(facts),
        door=_door(facts),
        layout=facts.layout,
        calibration=facts.calibration,
        aligning=facts.aligning,
        passed=facts.stage.beats if facts.stage else (),
        house=facts.house,
        projectors=facts.projectors,
        coming=_coming(facts),
        swap_at=facts.swap_at,
        machines=facts.machines,
        languages=languages_of(facts.programme, facts.languages),
        labelled=any(entry.label for entry in plan.entries.values()) if plan else False,
    )


def _coming(facts: Facts) -> ComingLineUp | None:
    if facts.coming is None:
        return None
    plan, at = facts.coming
    return ComingLineUp({screen: entry.version for screen, entry in plan.entries.items()}, at)


def waits(unready: Sequence[str], players: Mapping[str, PlayerStatus]) -> tuple[Said, ...]:
    """Say why another line-up does not take over; ``unready`` are screens it waits for."""
    told = []
    for screen in unready:
        said = players.get(screen)
        why = said.fault if said else Said("its player is away")
        told.append(Said("{screen} ({why})", screen=screen, why=why or Said("not cued")))
    if not told:
        return ()
    waited = joined(", ", told)
    return (Said("the new line-up waits for the next boundary: {screens}", screens=waited),)


def _of_films(facts: Facts, plan: Plan | None) -> tuple[Said, ...]:
    """Say what there is to say of films and displays, but not that a screen waits which plays.

    A controller that follows knows of no version until the films have been looked at again.
    """
    if plan is None or not plan.entries:
        return facts.notes
    goes_on = Said("No version has been found good yet; what plays goes on.")
    return tuple(goes_on if note == NONE_YET else note for note in facts.notes)


def _away(facts: Facts) -> tuple[Said, ...]:
    """Say that there is no stage, and why: it may begin again and again, and end each time."""
    worker = facts.workers.get(STAGE)
    if facts.stage is not None or worker is None or not worker.last_end:
        return ()
    ended = Said(
        "the stage has ended ({how}); it is tried again until it plays", how=worker.last_end.words
    )
    return (ended,)


def _routes(facts: Facts) -> tuple[RouteStatus, ...]:
    """The further ways of sound, with what the players that serve them say."""
    heard = facts.programme.heard
    why = {name: said for player in facts.players.values() for name, said in player.routes.items()}
    return tuple(
        RouteStatus(name, heard.level(name), name in heard.muted, why.get(name, NOTHING))
        for name in heard.routes
    )


def _overall(heard: Heard) -> RouteStatus:
    return RouteStatus(ALL, heard.level(ALL), ALL in heard.muted)


def _unheard(facts: Facts) -> tuple[Said, ...]:
    """Screens that speak into the void; pictures go on."""
    placed = [p.screen for p in facts.placement.placed if p.screen in facts.players]
    mute = {screen: facts.players[screen].sound for screen in placed}
    for screen in placed:
        mute |= facts.players[screen].routes
    return tuple(
        Said("{name} is not heard: {why}", name=name, why=why) for name, why in mute.items() if why
    )


def _state(facts: Facts, moment: Moment | None) -> ShowState:
    if facts.programme.shut:
        return ShowState.CLOSED
    if moment is not None:
        return ShowState.PAUSED if moment.held else ShowState.PLAYING
    begun = facts.programme.pending or facts.programme.takes
    return ShowState.STARTING if begun else ShowState.WAITING


def _screens(facts: Facts, moment: Moment | None) -> tuple[ScreenStatus, ...]:
    """All screens in the layout's order; one that has no display says why."""
    found = [_screen(facts, placed, moment) for placed in facts.placement.placed]
    for missing in facts.placement.missing:
        nowhere = _screen(facts, Placed(missing.screen, "", Rect(0, 0, 0, 0)), None)
        found.append(replace(nowhere, fault=missing.reason))
    place = {screen: number for number, screen in enumerate(facts.order)}
    return tuple(sorted(found, key=lambda one: place.get(one.screen, len(place))))


def _screen(facts: Facts, placed: Placed, moment: Moment | None) -> ScreenStatus:
    said = facts.players.get(placed.screen) or PlayerStatus(placed.screen, 0, 0)
    shown = facts.stage.screens.get(placed.screen) if facts.stage else None
    shown = shown or ScreenShown()
    entry = entry_of(facts.programme, moment.cycle, placed.screen) if moment else None
    worker = facts.workers.get(placed.screen)
    return ScreenStatus(
        screen=placed.screen,
        display=placed.output,
        pid=worker.pid if worker else None,
        version=shown.version,
        title=entry.title if entry else "",
        frame=shown.frame,
        story_s=seconds(shown.story_ns),
        lead_ms=round(said.lead_ms, 1),
        late=shown.late,
        held=shown.held,
        skipped=shown.skipped,
        unidentified=said.unidentified,
        recoveries=said.recoveries,
        restarts=worker.restarts if worker else 0,
        decoder=said.decoder,
        fault=said.fault or _end_of(worker, placed.screen in facts.players),
        speaks=speaks_at(facts.programme, placed.screen, facts.now_ns),
        level=facts.programme.heard.level(placed.screen),
        muted=placed.screen in facts.programme.heard.muted,
        sound=said.sound,
        size=(placed.rect.width, placed.rect.height),
        slow=facts.slow.get(placed.screen, NOTHING),
        language=facts.programme.captions.of(placed.screen),
    )


def _end_of(worker: SupervisedProcess | None, speaks: bool) -> Said:
    # one that runs and has not spoken may end again, and its reason should not flicker
    if worker is None or not worker.last_end or (worker.pid is not None and speaks):
        return NOTHING
    return Said("its process ended ({how}); it is started again", how=worker.last_end.words)


def _stage(facts: Facts) -> StageReport:
    said = facts.stage or StageStatus(0, 0)
    worker = facts.workers.get(STAGE)
    return StageReport(
        pid=worker.pid if worker else None,
        refreshes=said.refreshes,
        late_flips=said.late_flips,
        skew=said.skew,
        vsync=said.vsync,
        refresh_ms=said.refresh_ms,
        renderer=said.renderer,
        restarts=worker.restarts if worker else 0,
        looks=said.looks,
    )


def _remote(facts: Facts) -> RemoteReport | None:
    worker = facts.workers.get(REMOTE)
    if worker is None:
        return None
    said = facts.remote or RemoteStatus(0, 0)
    return RemoteReport(
        pid=worker.pid,
        ports=tuple(port.port for port in said.ports),
        missing=(*said.missing, *filter(None, [said.fault])),
        heard=said.heard,
        junk=said.junk,
        orders=said.orders,
        restarts=worker.restarts,
    )


def _door(facts: Facts) -> DoorReport | None:
    worker = facts.workers.get(DOOR)
    if worker is None:
        return None
    said = facts.door or DoorStatus(0)
    return DoorReport(
        pid=worker.pid,
        url=said.url,
        missing=said.missing,
        watching=said.watching,
        asked=said.asked,
        refused=said.refused,
        orders=said.orders,
        restarts=worker.restarts,
    )


def _versions(facts: Facts) -> tuple[VersionStatus, ...]:
    plan = plan_at(facts.programme, facts.now_ns)
    shown = {s: (e.version, e.revision) for s, e in plan.entries.items()} if plan else {}
    given = (facts.versions, facts.arrivals, facts.broken, facts.standings)
    return tuple(versions(*given, shown, facts.order))


def versions(
    ready: Sequence[Ready],
    arrivals: Sequence[IntakeProgress],
    broken: Sequence[Broken],
    standings: Mapping[str, Standing],
    shown: Mapping[str, tuple[str, str]],
    order: Sequence[str],
) -> list[VersionStatus]:
    """Every version; ``shown`` is the (version, revision) on each screen."""
    found = _admitted(ready, standings, shown, order)
    found += [
        VersionStatus(
            arrival.name,
            arrival.name,
            arrival.state,
            reason=arrival.hindrance,
            step=arrival.step,
            share=arrival.share,
            eta_s=arrival.eta_s,
        )
        for arrival in arrivals
    ]
    found += [
        VersionStatus(one.name, one.name, VersionState.BROKEN, one.fault.reason, one.fault.advice)
        for one in broken
    ]
    return found


def _admitted(
    admitted: Sequence[Ready],
    standings: Mapping[str, Standing],
    shown: Mapping[str, tuple[str, str]],
    order: Sequence[str],
) -> list[VersionStatus]:
    """Return what has been found good: what was decided of it, and on which screens it is."""
    found = []
    for ready in admitted:
        state, reason = standings.get(ready.hash, Standing())
        key = (ready.version.id, ready.hash)
        screens = tuple(s for s in (*order, *shown) if shown.get(s) == key)
        found.append(
            VersionStatus(
                ready.version.id,
                ready.version.title,
                state,
                reason,
                revision=ready.hash,
                screens=tuple(dict.fromkeys(screens)),
                pictures=tuple((name, path.name) for name, path in ready.thumbnails),
                file=str(ready.file),
            )
        )
    return found

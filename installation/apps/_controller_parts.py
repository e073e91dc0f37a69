"""Builds the parts of a controller and joins them: the composition root of a show."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from installation import director
from installation.apps._reading import FollowedLayout
from installation.director import LineupPlanner, State, Swapping, SwapRule
from installation.kiosk import connected_outputs
from installation.library import FolderProcess, WatchedFolder
from installation.link import endpoint, run_folder
from installation.model import Layout, ModePlaces, Optics, Output, mode_places
from installation.power import DisplayPower, ProjectorRoom
from installation.show import (
    Aligning,
    Connections,
    Diary,
    DiskRoom,
    Displays,
    Doors,
    Folders,
    ForkLine,
    LazyWriter,
    Minder,
    OutsideRecord,
    Parts,
    PictureHealth,
    ProbationKeeper,
    Processes,
    ProgrammeStore,
    Publisher,
    SoftwareWatch,
    Supervisor,
    Versions,
)
from installation.store import ContentStore
from installation.timeline import Programme, boot_id
from installation.units import ns

if TYPE_CHECKING:  # one machine alone loads none of it
    from installation.machines import Bus
    from installation.show import Carrying, MetricsServer, Peers


def build(
    layout: Layout,
    calibrations: Mapping[str, Optics],
    folders: Folders,
    seen: Callable[[], Sequence[Output]] = connected_outputs,
    minder: Minder | None = None,
    versions_folder: WatchedFolder | None = None,
    wall_s: Callable[[], float] = time.time,
    forks: int | None = None,
    followed: FollowedLayout | None = None,
    writer: LazyWriter | None = None,
    among: Among | None = None,
) -> Parts:
    """Build the parts of a show's controller.

    ``calibrations`` has the projector of each screen whose layout names one. ``seen`` asks the
    display server, ``minder`` keeps the processes running, ``versions_folder`` looks what lies
    there: a supervisor and a process, unless a test has them. ``wall_s`` is UTC in seconds.
    ``forks`` is the descriptor of the line to the fork server, if there is one. ``followed`` is the
    layout's file while it plays, if it has one; ``writer`` writes to the state folder. ``layout``
    is this machine's part of the one that it is ``among`` others in, if it is.
    """
    state = folders.state
    writer = writer or LazyWriter()
    connections = Connections(endpoint(state), run_folder(state) / "refresh")
    diary = Diary(state, layout.title, layout.policies, boot_id())
    line = ForkLine(forks) if forks is not None else None
    folder = versions_folder or FolderProcess(
        folders.versions, layout.versions.watch == "poll", line
    )
    displays = Displays(layout, calibrations, state, seen, _mode_places(layout, followed))
    store = ContentStore(state, writer.write)
    whole = among.layout if among else layout
    versions = Versions(whole, folder, store, diary, writer, displays.sizes)
    unwritten = _unwritten(whole, displays.screens)

    def now() -> Layout:
        return followed.layout if followed else layout

    publisher = Publisher(unwritten, connections, ProgrammeStore(state, writer))
    processes = Processes(
        layout=layout,
        state_dir=state,
        displays=displays,
        connections=connections,
        publisher=publisher,
        remote=OutsideRecord(folders.layout, now, lambda layout: layout.remotely),
        door=OutsideRecord(folders.layout, now, lambda layout: layout.door is not None),
        minder=minder or Supervisor(run_folder(state), state / "logs", line),
        notice=lambda: versions.notice(layout.title),
    )
    return Parts(
        layout=layout,
        folders=folders,
        connections=connections,
        displays=displays,
        versions=versions,
        diary=diary,
        probation=ProbationKeeper(state, writer),
        aligning=Aligning(),
        publisher=publisher,
        processes=processes,
        health=PictureHealth(),
        disk=DiskRoom(state),
        software=SoftwareWatch(),
        metrics=_metrics(layout),
        doors=Doors(state, writer, wall_s),
        projectors=ProjectorRoom(),
        display_power=DisplayPower(),
        peers=_peers(among, displays, publisher) if among else None,
        carrying=_carrying(among, folders) if among else None,
    )


@dataclass(frozen=True)
class Among:
    """One machine among several: its name, the whole layout, and the way to the others."""

    machine: str
    layout: Layout
    bus: Bus


def _peers(among: Among, displays: Displays, publisher: Publisher) -> Peers:
    from installation.machines import MachineClock
    from installation.show import Peers

    return Peers(
        *(among.machine, among.layout, displays, among.bus, publisher), MachineClock(), boot_id()
    )


def _carrying(among: Among, folders: Folders) -> Carrying | None:
    if not among.layout.versions.carry_mb_s:
        return None
    from installation.show import Carrying

    rate = among.layout.versions.carry_mb_s
    return Carrying(folders.versions, folders.state, among.layout.machines, rate)


def _mode_places(layout: Layout, followed: FollowedLayout | None) -> ModePlaces:
    """Return where the layout's file names the modes of displays."""
    return mode_places(layout, followed.data.decode(), str(followed.file)) if followed else {}


def _metrics(layout: Layout) -> MetricsServer | None:
    """Return what tells the show's figures, if the layout asks for it."""
    if layout.metrics is None:
        return None
    from installation.show import MetricsServer

    return MetricsServer(layout.metrics.port)


def _unwritten(layout: Layout, screens: tuple[str, ...]) -> State:
    """Return what the director of a show that has not begun knows."""
    return State(
        shelf=LineupPlanner(
            layout.policies, story=layout.story, labels=layout.labels, loudness=layout.loudness
        ),
        screens=screens,
        lead_ns=layout.lead_ns,
        programme=Programme(
            0,
            boot_id(),
            heard=director.by_layout(layout),
            captions=director.captions_by_layout(layout),
            labels=director.labels_by_layout(layout),
        ),
        languages=layout.subtitles.language if layout.subtitles else (),
        swapping=Swapping(SwapRule(layout.swap.at, ns(layout.swap.crossfade_s))),
    )

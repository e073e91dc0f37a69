"""Builds the parts of a controller and joins them: the composition root of a show."""

from collections.abc import Callable, Mapping, Sequence

from installation import director
from installation.director import LineupPlanner, State, Swapping, SwapRule
from installation.kiosk import connected_outputs
from installation.library import FolderProcess, WatchedFolder
from installation.link import endpoint, run_folder
from installation.model import Layout, Optics, Output
from installation.show import (
    Aligning,
    Connections,
    Diary,
    DiskRoom,
    Displays,
    Folders,
    LazyWriter,
    Minder,
    Parts,
    PictureHealth,
    ProbationKeeper,
    Processes,
    ProgrammeStore,
    Publisher,
    RemoteRecord,
    Supervisor,
    Versions,
)
from installation.store import ContentStore
from installation.timeline import Programme, boot_id
from installation.units import ns


def build(
    layout: Layout,
    calibrations: Mapping[str, Optics],
    folders: Folders,
    seen: Callable[[], Sequence[Output]] = connected_outputs,
    minder: Minder | None = None,
    versions_folder: WatchedFolder | None = None,
) -> Parts:
    """Build the parts of a show's controller.

    ``calibrations`` has the projector of each screen whose layout names one. ``seen`` asks the
    display server, ``minder`` keeps the processes running, ``versions_folder`` looks what lies
    there: a supervisor and a process, unless a test has them.
    """
    state = folders.state
    writer = LazyWriter()
    connections = Connections(endpoint(state), run_folder(state) / "refresh")
    diary = Diary(state, layout.title, layout.policies, boot_id())
    folder = versions_folder or FolderProcess(folders.versions, layout.versions.watch == "poll")
    versions = Versions(layout, folder, ContentStore(state, writer.write), diary, writer)
    displays = Displays(layout, calibrations, state, seen)
    unwritten = _unwritten(layout, displays.screens)
    publisher = Publisher(unwritten, connections, ProgrammeStore(state, writer))
    processes = Processes(
        layout=layout,
        state_dir=state,
        displays=displays,
        connections=connections,
        publisher=publisher,
        remote=RemoteRecord(folders.layout),
        minder=minder or Supervisor(run_folder(state), state / "logs"),
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
    )


def _unwritten(layout: Layout, screens: tuple[str, ...]) -> State:
    """Return what the director of a show that has not begun knows."""
    return State(
        shelf=LineupPlanner(layout.policies, story=layout.story),
        screens=screens,
        lead_ns=layout.lead_ns,
        programme=Programme(0, boot_id(), heard=director.by_layout(layout)),
        swapping=Swapping(SwapRule(layout.swap.at, ns(layout.swap.crossfade_s))),
    )

"""Builds the parts of a controller and joins them: the composition root of a show."""

from collections.abc import Callable, Mapping, Sequence

from installation.director import hearing
from installation.director.line_up import LineupPlanner
from installation.director.state import State
from installation.director.swap import Swapping, SwapRule
from installation.kiosk.outputs import outputs
from installation.link.places import endpoint, run_folder
from installation.model.layout import Layout
from installation.model.output import Output
from installation.model.projector import Calibration
from installation.show.aligning import Aligning
from installation.show.connections import Connections
from installation.show.diary import Diary
from installation.show.displays import Displays
from installation.show.parts import Folders, Parts
from installation.show.processes import Minder, Processes
from installation.show.programme_store import ProgrammeStore
from installation.show.publisher import Publisher
from installation.show.remote_process import RemoteRecord
from installation.show.supervisor import Supervisor
from installation.show.trials import Trials
from installation.show.versions import Versions
from installation.store.content_store import ContentStore
from installation.timeline.clock import boot_id
from installation.timeline.programme import Programme
from installation.units import ns


def build(
    layout: Layout,
    calibrations: Mapping[str, Calibration],
    folders: Folders,
    seen: Callable[[], Sequence[Output]] = outputs,
    minder: Minder | None = None,
) -> Parts:
    """Build the parts of a show's controller.

    ``calibrations`` has the projector of each screen whose layout names one. ``seen`` asks the
    display server, and ``minder`` keeps the processes running: a supervisor, unless a test has one.
    """
    state = folders.state
    connections = Connections(endpoint(state))
    diary = Diary(state, layout.title, layout.policies, boot_id())
    versions = Versions(layout, folders.versions, ContentStore(state), diary)
    displays = Displays(layout, calibrations, state, seen)
    unwritten = _unwritten(layout, displays.screens)
    publisher = Publisher(unwritten, connections, ProgrammeStore(state))
    processes = Processes(
        layout=layout,
        state_dir=state,
        displays=displays,
        peers=connections,
        book=publisher,
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
        trials=Trials(state),
        aligning=Aligning(),
        publisher=publisher,
        processes=processes,
    )


def _unwritten(layout: Layout, screens: tuple[str, ...]) -> State:
    """Return what the director of a show that has not begun knows."""
    return State(
        shelf=LineupPlanner(layout.policies, story=layout.story),
        screens=screens,
        lead_ns=layout.lead_ns,
        programme=Programme(0, boot_id(), heard=hearing.by_layout(layout)),
        swapping=Swapping(SwapRule(layout.swap.at, ns(layout.swap.crossfade_s))),
    )

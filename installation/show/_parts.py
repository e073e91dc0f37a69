"""The parts of a controller, which the composition root builds and joins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from installation.model import Layout
from installation.power import DisplayPower, ProjectorRoom
from installation.show._aligning import Aligning
from installation.show._connections import Connections
from installation.show._diary import Diary
from installation.show._disk_room import DiskRoom
from installation.show._displays import Displays
from installation.show._doors import Doors
from installation.show._picture_health import PictureHealth
from installation.show._probation_keeper import ProbationKeeper
from installation.show._processes import Processes
from installation.show._publisher import Publisher
from installation.show._software_watch import SoftwareWatch
from installation.show._versions import Versions

if TYPE_CHECKING:  # most shows have none of it, and it takes a while to load
    from installation.show._carrying import Carrying
    from installation.show._metrics_server import MetricsServer
    from installation.show._peers import Peers


@dataclass(frozen=True)
class Folders:
    """The show's folders; ``state`` is its memory, and names the show to commands.

    ``layout`` is the layout's file, which the remote's process reads; without one there is none.
    """

    versions: Path
    calibration: Path
    state: Path
    layout: Path | None = None


@dataclass(frozen=True)
class Parts:
    """The parts that a controller works with. It closes them when the show ends."""

    layout: Layout
    folders: Folders
    connections: Connections
    displays: Displays
    versions: Versions
    diary: Diary
    probation: ProbationKeeper
    aligning: Aligning
    publisher: Publisher
    processes: Processes
    health: PictureHealth
    disk: DiskRoom
    software: SoftwareWatch
    doors: Doors
    projectors: ProjectorRoom
    display_power: DisplayPower
    metrics: MetricsServer | None = None
    peers: Peers | None = None
    carrying: Carrying | None = None

from . import status_facts, status_words
from ._aligning import Aligning
from ._alignment_bench import (
    RENEW_NS,
    AlignmentBench,
    AlignmentStart,
    SavedDrafts,
    read_alignment,
)
from ._approvals import Approvals
from ._carrying import Carrying
from ._connections import Connections
from ._controller import Controller
from ._diary import Diary
from ._disk_room import DiskRoom
from ._displays import Displays
from ._doors import Doors
from ._figures import figures
from ._film_words import film_facts_in_words
from ._fork_line import (
    LONGEST_WORD,
    MOST_DESCRIPTORS,
    ForkBegun,
    ForkEnded,
    ForkLine,
    ForksHello,
    ForksReady,
    ForkWish,
    fork_ask,
    fork_word,
)
from ._lazy_writer import LazyWriter
from ._liveness import Liveness
from ._metrics_server import MetricsServer, metrics_text
from ._order_record import order_row
from ._outside_record import OutsideRecord
from ._parts import Folders, Parts
from ._peers import Peers
from ._picture_health import PictureHealth
from ._probation_keeper import ProbationKeeper
from ._processes import Minder, Processes
from ._programme_store import ProgrammeStore
from ._public_status import public_status_json
from ._publisher import Publisher
from ._pulse import CONTROLLER_SILENT_NS, Pulse
from ._software_watch import SoftwareWatch
from ._status import (
    MachineSeen,
    ProjectorStatus,
    RemoteReport,
    RouteStatus,
    ScreenStatus,
    ShowStatus,
    VersionStatus,
    status_from_json,
)
from ._status_table import in_the_way, status_table, version_obstacle
from ._supervisor import Supervisor
from ._versions import Versions
from ._worker_logs import cut_long_log
from .status_words import NOTED

__all__ = [
    "CONTROLLER_SILENT_NS",
    "LONGEST_WORD",
    "MOST_DESCRIPTORS",
    "NOTED",
    "RENEW_NS",
    "Aligning",
    "AlignmentBench",
    "AlignmentStart",
    "Approvals",
    "Carrying",
    "Connections",
    "Controller",
    "Diary",
    "DiskRoom",
    "Displays",
    "Doors",
    "Folders",
    "ForkBegun",
    "ForkEnded",
    "ForkLine",
    "ForkWish",
    "ForksHello",
    "ForksReady",
    "LazyWriter",
    "Liveness",
    "MachineSeen",
    "MetricsServer",
    "Minder",
    "OutsideRecord",
    "Parts",
    "Peers",
    "PictureHealth",
    "ProbationKeeper",
    "Processes",
    "ProgrammeStore",
    "ProjectorStatus",
    "Publisher",
    "Pulse",
    "RemoteReport",
    "RouteStatus",
    "SavedDrafts",
    "ScreenStatus",
    "ShowStatus",
    "SoftwareWatch",
    "Supervisor",
    "VersionStatus",
    "Versions",
    "cut_long_log",
    "figures",
    "film_facts_in_words",
    "fork_ask",
    "fork_word",
    "in_the_way",
    "metrics_text",
    "order_row",
    "public_status_json",
    "read_alignment",
    "status_facts",
    "status_from_json",
    "status_table",
    "status_words",
    "version_obstacle",
]

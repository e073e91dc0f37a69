from ._account import (
    PAUSE_MS,
    Account,
    BeatAccount,
    IterationAccount,
    Quality,
    VersionEvent,
)
from ._ledger import NAME, Ledger
from ._reader import read_account
from ._rows import (
    ArrivalRow,
    BeatRow,
    BeganRow,
    ClockRow,
    CycleBeganRow,
    CycleEndedRow,
    DecisionRow,
    FaultRow,
    HouseRow,
    IterationRow,
    OrderRow,
    PictureRow,
)

__all__ = [
    "NAME",
    "PAUSE_MS",
    "Account",
    "ArrivalRow",
    "BeatAccount",
    "BeatRow",
    "BeganRow",
    "ClockRow",
    "CycleBeganRow",
    "CycleEndedRow",
    "DecisionRow",
    "FaultRow",
    "HouseRow",
    "IterationAccount",
    "IterationRow",
    "Ledger",
    "OrderRow",
    "PictureRow",
    "Quality",
    "VersionEvent",
    "read_account",
]

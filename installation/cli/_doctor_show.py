"""The doctor's judgement of a show that runs, from what it says of itself. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from installation.kiosk import ROOM, Check, CheckResult, is_software_renderer
from installation.show import ScreenStatus, ShowStatus, status_words

_STATUS = "`kiss status` says more; the words of each process are in the logs/ of the state folder"


@dataclass(frozen=True, slots=True)
class ShowLoad:
    """The part of this machine that a show takes, in cores; ``machine`` is all that is done on it.

    ``rest`` are controller, remote and the other processes that it has.
    """

    cores: int
    players: float
    stage: float
    rest: float
    machine: float

    @property
    def show(self) -> float:
        """Return what all processes of the show take."""
        return self.players + self.stage + self.rest


def judge_load(load: ShowLoad) -> Check:
    """Tell how much of the machine the show takes, and whether there is a little to spare."""
    finding = (
        f"the show takes {100 * load.show / load.cores:.0f} % of this machine "
        f"(decoding {load.players:.2f}, drawing {load.stage:.2f}, the rest {load.rest:.2f} of "
        f"{load.cores} cores); all in all it is {100 * load.machine / load.cores:.0f} % busy"
    )
    if load.machine * ROOM > load.cores:
        remedy = "docs/technician.md, What fits"
        return Check("What fits", CheckResult.WARN, f"{finding}: too little to spare", remedy)
    return Check("What fits", CheckResult.OK, finding)


def judge_show(status: ShowStatus) -> Iterator[Check]:
    """Return what is well and what is not: the show, its stage, each screen, its notes."""
    up = status_words.length_of_time(status.uptime_s)
    yield Check("Show", CheckResult.OK, f"{status.title}: {status.state}, up {up}")
    yield _drawing(status)
    for screen in status.screens:
        yield from _screen(screen)
    for note in status.notes:
        finding, _, remedy = note.partition("\n")
        yield Check("Note", CheckResult.WARN, finding, remedy.strip())


def _drawing(status: ShowStatus) -> Check:
    stage = status.stage
    if not stage.refreshes:
        return Check("Stage", CheckResult.BAD, "it has drawn nothing yet", _STATUS)
    finding = f"{stage.renderer or 'draws'}; {stage.late_flips} of {stage.refreshes} swaps late"
    finding += f", screens {stage.skew} pictures apart at worst" if stage.skew else ""
    if is_software_renderer(stage.renderer):
        remedy = "`stage: auto` in the layout: without OpenGL the processor draws in half the time"
        return Check("Stage", CheckResult.WARN, f"the processor draws OpenGL: {finding}", remedy)
    return Check("Stage", CheckResult.OK, finding)


def _screen(screen: ScreenStatus) -> Iterator[Check]:
    name = f"Screen {screen.screen}"
    again = f", player started again {screen.restarts} times" if screen.restarts else ""
    if screen.fault:
        yield Check(name, CheckResult.BAD, screen.fault, _STATUS)
    elif screen.slow:
        remedy = "docs/technician.md, When it is too slow"
        yield Check(name, CheckResult.WARN, f"{screen.slow}{again}", remedy)
    else:
        shows = screen.version or "no version yet"
        finding = f"{shows} on {screen.display}, {screen.lead_ms:.0f} ms ahead{again}"
        yield Check(name, CheckResult.OK, finding)

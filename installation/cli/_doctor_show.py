"""The doctor's judgement of a show that runs, from what it says of itself. Pure."""

from collections.abc import Iterator

from installation.kiosk import Check, CheckResult, is_software_renderer
from installation.show import ScreenStatus, ShowStatus, status_words

_STATUS = "`kiss status` says more; the words of each process are in the logs/ of the state folder"


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

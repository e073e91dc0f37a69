"""Says how a version stands, in the language of the panel. Pure."""

from installation.errors import told
from installation.model import IntakeStep, VersionState
from installation.panel._tongue import heard, mark, tr
from installation.show import VersionStatus

VERSIONS = {
    VersionState.SETTLING: mark("just arrived"),
    VersionState.WAITING: mark("waits for its turn"),
    VersionState.INDEXING: mark("being looked at"),
    VersionState.READY: mark("ready"),
    VersionState.BROKEN: mark("cannot be played"),
    VersionState.APPROVAL: mark("waits for your approval"),
    VersionState.RETIRED: mark("retired"),
    VersionState.ASIDE: mark("set aside"),
}
STEPS = {
    IntakeStep.HASHING: mark("hashing"),
    IntakeStep.DECODING: mark("decoding"),
    IntakeStep.COPYING: mark("copying"),
    IntakeStep.REHEARSING: mark("rehearsing"),
}


def standing(version: VersionStatus) -> str:
    """Say how a version stands, with the share of its intake that is done."""
    if version.state is VersionState.READY and version.screens:
        return tr("on {screens}", screens=", ".join(version.screens))
    word = tr(VERSIONS[version.state])
    if version.state is VersionState.INDEXING and version.share:
        return f"{word}, {version.share * 100:.0f} %"
    return word


def detail(version: VersionStatus) -> str:
    """Say what an intake is at, or what stands in a version's way; empty when nothing does."""
    if version.state is not VersionState.INDEXING:
        said = told(version.reason, version.advice) if version.advice else version.reason
        return heard(said)
    left = ""
    if version.eta_s is not None:
        left = tr("({time} left)", time=_span(version.eta_s))
    return " ".join(filter(None, (version.step and tr(STEPS[version.step]), left)))


def _span(duration_s: float) -> str:
    whole = round(duration_s)
    if whole < 90:
        return tr("{seconds} s", seconds=whole)
    return tr("{minutes} min", minutes=f"{whole // 60}:{whole % 60:02d}")

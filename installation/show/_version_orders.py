"""Carries out a person's orders about versions on the decisions. Pure.

A running show and a command while none runs go the same way through here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from installation.errors import UsageError
from installation.library import Decisions
from installation.library import decisions as d
from installation.model import (
    Approve,
    Pin,
    Reject,
    Restore,
    Retire,
    Rollback,
    Unpin,
    VersionOrder,
    did_you_mean,
    meant,
)
from installation.said import Said, verbatim

_AGAIN = Said("`kiss versions list` shows them all.")
NOTHING_BACK = Said("There is nothing to roll back.")


@dataclass(frozen=True)
class Known:
    """The things that an order may speak of.

    ``revisions`` has all admitted (version, revision), in the natural order, of one version the
    latest last; ``coming`` the names of what is not admitted; ``shown`` what is on each screen.
    """

    revisions: Sequence[tuple[str, str]]
    coming: Sequence[str] = ()
    screens: Sequence[str] = ()
    shown: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def latest(self, version: str) -> tuple[str, str]:
        """Return a version's id as it is and its latest revision; raises UsageError without one."""
        by_id = dict(self.revisions)
        known = meant(version, by_id)
        if known is not None:
            return known, by_id[known]
        if meant(version, self.coming) is not None:
            raise UsageError(
                Said("'{version}' has not been found good (yet).", version=version), _AGAIN
            )
        hint = did_you_mean(version, by_id) or "."
        raise UsageError(
            Said("there is no version '{version}'{hint}", version=version, hint=hint), _AGAIN
        )

    def screen(self, name: str) -> str:
        """A screen's name as it is; raises UsageError when there is none."""
        known = meant(name, self.screens)
        if known is not None:
            return known
        hint = did_you_mean(name, list(self.screens)) or "."
        raise UsageError(
            Said("there is no screen '{screen}'{hint}", screen=name, hint=hint),
            Said("The screens are: {names}", names=", ".join(self.screens)),
        )


def decided(
    decisions: Decisions, known: Known, order: VersionOrder, at_ms: int, by: str
) -> tuple[Decisions, Said]:
    """Return the decisions after an order, and what to tell who gave it. Raises UsageError."""
    match order:
        case Approve(version):
            return _approved(decisions, known, version, at_ms, by)
        case Reject():
            return _rejected(decisions, known, order, at_ms, by)
        case Retire(version):
            return _retired(decisions, known, version, at_ms, by)
        case Restore(version):
            return _restored(decisions, known, version, at_ms)
        case Pin(version, screen):
            version, _ = known.latest(version)
            screen = known.screen(screen)
            after = d.pin(decisions, screen, version, at_ms, by)
            return after, Said(
                "{screen} shows {version} from the next cycle on, until it is unpinned",
                screen=screen,
                version=version,
            )
        case Unpin(screen):
            screen = known.screen(screen)
            return d.unpin(decisions, screen, at_ms), Said(
                "{screen} shows again what the layout says", screen=screen
            )
        case Rollback(screen):
            return _rolled_back(decisions, known, screen, at_ms, by)


def _approved(
    decisions: Decisions, known: Known, version: str, at_ms: int, by: str
) -> tuple[Decisions, Said]:
    version, revision = known.latest(version)
    after = d.approve(decisions, [(version, revision)], at_ms, by)
    if version in decisions.retired or revision in decisions.quarantined:
        return after, Said(
            "{version} is approved, but taken out: `kiss versions restore {version}`",
            version=version,
        )
    if after is decisions:
        return after, Said("{version} is approved already", version=version)
    return after, Said(
        "{version} is approved: it takes part from the next cycle on", version=version
    )


def _rejected(
    decisions: Decisions, known: Known, order: Reject, at_ms: int, by: str
) -> tuple[Decisions, Said]:
    version, revision = known.latest(order.version)
    reason = verbatim(" ".join(order.reason.split())) or Said("rejected")
    after = d.quarantine(decisions, version, revision, at_ms, by, reason)
    if after is decisions:
        return after, Said("{version} is set aside already", version=version)
    _leaves_something(after, known, decisions)
    return after, Said(
        "{version} is set aside ({reason}); `kiss versions restore {version}` brings it back",
        version=version,
        reason=reason,
    )


def _retired(
    decisions: Decisions, known: Known, version: str, at_ms: int, by: str
) -> tuple[Decisions, Said]:
    version, _ = known.latest(version)
    after = d.retire(decisions, version, at_ms, by)
    _leaves_something(after, known, decisions)
    return after, Said(
        "{version} is retired: it leaves the line-up with the next cycle", version=version
    )


def _restored(
    decisions: Decisions, known: Known, version: str, at_ms: int
) -> tuple[Decisions, Said]:
    out = {j.version for j in decisions.quarantined.values()} | set(decisions.retired)
    one = meant(version, out)
    if one is None:  # one whose film is gone can be restored too
        version, _ = known.latest(version)
        return decisions, Said("{version} is neither retired nor set aside", version=version)
    after = d.restore(decisions, one, at_ms)
    return after, Said("{version} takes part again from the next cycle on", version=one)


def _rolled_back(
    decisions: Decisions, known: Known, screen: str, at_ms: int, by: str
) -> tuple[Decisions, Said]:
    """Set aside what is on a screen, or else what came last of all that is on the wall."""
    if screen:
        screen = known.screen(screen)
        if screen not in known.shown:
            raise UsageError(Said("nothing plays on {screen}.", screen=screen), NOTHING_BACK)
        version, revision = known.shown[screen]
    else:
        if not known.shown:
            raise UsageError(Said("nothing plays."), NOTHING_BACK)
        order = {revision: number for number, (_, revision) in enumerate(known.revisions)}

        def came(pair: tuple[str, str]) -> tuple[int, int]:
            judgement = decisions.approved.get(pair[1])
            return (judgement.at_ms if judgement else 0, order.get(pair[1], -1))

        version, revision = max(known.shown.values(), key=came)
    after = d.quarantine(decisions, version, revision, at_ms, by, Said("rolled back"))
    _leaves_something(after, known, decisions)
    return after, Said(
        "{version} is set aside; the version before takes its place with the next cycle."
        " `kiss versions restore {version}` brings it back",
        version=version,
    )


def _leaves_something(after: Decisions, known: Known, before: Decisions) -> None:
    """The wall is never left without a version by a slip of a hand."""
    if any(before.admits(*r) for r in known.revisions) and not any(
        after.admits(*r) for r in known.revisions
    ):
        raise UsageError(
            Said("it is the only version that may play."),
            Said("Add or approve another one before."),
        )

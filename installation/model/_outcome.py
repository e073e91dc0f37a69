"""The outcome of looking at a film: one value from the rehearsal to the store. Pure."""

from msgspec import Struct

from installation.model._copy_rule import CopyRule, CopyTerms
from installation.model._house_copy import HouseCopy
from installation.model._refusals import Fault
from installation.said import Said


class Outcome(Struct, frozen=True):
    """The outcome of an intake, or of a part of it: a fault, or none and what was measured.

    ``hash`` is the film's, as far as the intake came to it. ``again``: the machine was at fault and
    not the film, another try can turn out better. ``suspect``: nobody lived to judge the film (a
    crash, a hang, no memory left), which may be the film's fault. ``not_yet``: nothing is wrong
    that anybody could help (the machine was busy, the intake was ended); ``fault`` has the measure.

    ``loudness_lufs`` is the integrated loudness, None for a silent film; ``speed`` how many times
    real time one deck of this machine decodes it, None where it cannot be told; ``warnings`` what
    is odd and yet no fault; ``took_s`` the seconds of each step, for the bench and who wonders.

    ``house`` is the film's house copy, which is played in its place; ``rule`` is the layout's rule
    for house copies by which it was looked at.
    """

    fault: Fault | None = None
    hash: str = ""
    again: bool = False
    suspect: bool = False
    loudness_lufs: float | None = None
    speed: float | None = None
    warnings: tuple[Said, ...] = ()
    took_s: dict[str, float] = {}
    not_yet: bool = False
    house: HouseCopy | None = None
    rule: CopyRule = "never"

    @property
    def good(self) -> bool:
        """Return whether nothing is wrong with the film."""
        return self.fault is None

    @property
    def plays(self) -> str:
        """Return the content hash of what is played: the house copy's, or the film's own."""
        return self.house.hash if self.house else self.hash

    def holds_under(self, terms: CopyTerms) -> bool:
        """Tell whether an intake on these terms would do no better; else one is to be made."""
        if self.house and not self.house.fits(terms):
            return False
        if terms.rule == self.rule:
            return True
        if terms.rule == "always":
            return self.house is not None
        if terms.rule == "never":
            return self.good and self.house is None
        return self.good

"""Words and figures that the text and the page of a report have in common."""

from datetime import datetime

from installation.ledger import Account, BeatAccount, FaultEvent, Quality, TextAccount
from installation.show import NOTED


def moment(at_ms: int) -> str:
    """An instant in the time of the place, to the second."""
    return f"{datetime.fromtimestamp(at_ms / 1000).astimezone():%Y-%m-%d %H:%M:%S}"


def day(at_ms: int) -> str:
    """A day in the time of the place."""
    return f"{datetime.fromtimestamp(at_ms / 1000).astimezone():%-d %B %Y}"


def zone(at_ms: int) -> str:
    """The zone that the instants are told in."""
    there = datetime.fromtimestamp(at_ms / 1000).astimezone()
    apart = f"UTC{there:%z}"
    return "UTC" if apart == "UTC+0000" else f"{there:%Z}, {apart[:-2]}:{apart[-2:]}"


def length(duration_ms: int) -> str:
    """Return how long something was on: hours and minutes, or minutes and seconds."""
    whole = round(duration_ms / 1000)
    hours, rest = divmod(whole, 3600)
    if hours:
        return f"{hours} h {rest // 60:02d} min"
    return f"{rest // 60} min {rest % 60:02d} s"


def clock_set(step_ms: int) -> str:
    """Say how the wall clock was set."""
    way = "forward" if step_ms > 0 else "back"
    by = length(abs(step_ms)) if abs(step_ms) >= 1000 else f"{abs(step_ms)} ms"
    return f"the clock was set {way} by {by}"


def happened(what: str) -> str:
    """Return what happened, as people say it."""
    word, _, rest = what.partition(" ")
    return f"{NOTED.get(word, word)} {rest}".strip()


def verdict(quality: Quality) -> str:
    """Return how well it was shown, in a sentence."""
    if not quality.cycles:
        return "Nothing was shown."
    share = 100 * quality.clean / quality.cycles
    kept = (
        "all screens on the same picture throughout"
        if not quality.skew
        else (f"screens at most {quality.skew} pictures apart")
    )
    return (
        f"{quality.cycles} cycles in {length(quality.sum_ms)}, {quality.whole} of them from the"
        f" beginning to the end; {kept}; {share:.1f} % of the cycles without a missed picture"
        f" ({quality.late} late, {quality.held} held, {quality.skipped} skipped)."
    )


def verdicts(found: Account) -> list[str]:
    """Return how well it was shown, in sentences: one, or one for each wall of several."""
    if not found.walls:
        return [verdict(found.quality)]
    return [
        f"{one.machine}: {verdict(one.quality)}"
        if one.quality
        else f"{one.machine}: its report is missing here: {one.missing}."
        for one in found.walls
    ]


def met(beat: BeatAccount) -> str:
    """Return how the screens met at a beat."""
    times = "once" if beat.passes == 1 else f"{beat.passes} times"
    if beat.exact == beat.passes:
        return f"{times}, all screens with its own picture"
    pictures = "picture" if abs(beat.worst) == 1 else "pictures"
    early = "ahead" if beat.worst > 0 else "behind"
    worst = f"{beat.screen} at worst {abs(beat.worst)} {pictures} {early}"
    return f"{times}, {beat.exact} with its own picture on all screens; {worst}"


def recovery(fault: FaultEvent) -> str:
    """Return how a fault went on: how often it came, and after how long it was over."""
    times = f"{fault.times} times, " if fault.times > 1 else ""
    if fault.lasted_ms is None:
        return f"{times}its end was not seen"
    return f"{times}over after {briefly(fault.lasted_ms)}"


def briefly(duration_ms: int) -> str:
    """Return a length to the tenth of a second where that matters."""
    return f"{duration_ms / 1000:.1f} s" if duration_ms < 60_000 else length(duration_ms)


def text(one: TextAccount) -> str:
    """Return which text a version had in a language."""
    content = f", content {one.hash[:12]}" if one.hash else ""
    return f"subtitles in {one.language}: {one.file}{content}"


def titles(found: Account) -> dict[tuple[str, str], str]:
    """The title of each revision, by (version, revision)."""
    return {(one.version, one.revision): one.title for one in found.iterations}

"""Makes the table of `bench sync`, of both players, and judges its bars."""

from collections.abc import Callable, Sequence
from statistics import median

from installation.bench._report import Bar, middle, table
from installation.bench._sync import SyncFigures

CPU_SHARE = 0.75
FIRST_MS = 3000.0
ORDER_MS = {"restart": 500.0, "pause": 500.0, "resume": 500.0, "go": 900.0}

_Row = tuple[str, Callable[[SyncFigures], float], int]
_ROWS: Sequence[_Row] = [
    ("same picture on all heads, %", lambda f: 100 * f.together.share, 2),
    ("  in quiet samples, %", lambda f: 100 * f.together_quiet.share, 2),
    ("skew p50, pictures", lambda f: f.together.skew_p50, 0),
    ("skew p99, pictures", lambda f: f.together.skew_p99, 0),
    ("skew max, pictures", lambda f: f.together.skew_max, 0),
    ("skipped pictures", lambda f: f.faults.skipped, 0),
    ("  quiet", lambda f: f.faults_quiet.skipped, 0),
    ("held pictures", lambda f: f.faults.held, 0),
    ("  quiet", lambda f: f.faults_quiet.held, 0),
    ("steps backward", lambda f: f.faults.backward, 0),
    ("black samples", lambda f: f.faults.black, 0),
    ("unreadable samples", lambda f: f.faults.unreadable, 0),
    ("last picture of a cycle, samples at most", lambda f: max(s.last_max for s in f.seams), 0),
    ("any other picture, samples at most", lambda f: max(s.other_max for s in f.seams), 0),
    ("seams seen in quiet samples", lambda f: min(s.seams for s in f.seams), 0),
    ("CPU seconds a second", lambda f: f.cpu, 3),
    ("  of everybody else (X server, bench ...)", lambda f: f.cpu_others, 3),
    ("peak memory, MB", lambda f: f.memory / 1e6, 0),
    ("start to first picture on all heads, ms", lambda f: f.first_ms, 0),
    ("samples", lambda f: f.samples, 0),
    ("  quiet, %", lambda f: 100 * f.quiet_share, 1),
    ("machine stalls", lambda f: f.stalls, 0),
    ("  in all, ms", lambda f: f.stalled_ms, 0),
]


def comparison(show: Sequence[SyncFigures], plain: Sequence[SyncFigures]) -> str:
    """Both players beside each other: medians, and every run's figure where they differ."""
    rows = [("", "this player", "three libvlc windows")]
    for name, value, digits in _ROWS:
        ours, theirs = (
            middle([value(f) for f in runs], digits) if runs else "-" for runs in (show, plain)
        )
        rows.append((name, ours, theirs))
    return table(rows)


def seam_rows(show: SyncFigures, plain: SyncFigures | None) -> str:
    """The run of many seams, head by head."""
    rows = [
        ("seams (samples at 96 Hz)", "head", "seams", "last picture", "any other", "all at once")
    ]
    for name, figures in (("this player", show), ("three libvlc windows", plain)):
        for head, s in enumerate(figures.seams if figures else [], 1):
            last = f"{s.last_median:.0f}, at most {s.last_max}"
            other = f"{s.other_median:.0f}, at most {s.other_max}"
            joint = "yes" if s.together else "no"
            rows.append((name, str(head), str(s.seams), last, other, joint))
    return table(rows)


def bars(
    show: Sequence[SyncFigures], plain: Sequence[SyncFigures], seams: SyncFigures | None
) -> list[Bar]:
    """All that this player has to reach."""
    every = [*show, *([seams] if seams else [])]
    share = min(f.together.share for f in every)
    skew = max(f.together.skew_max for f in every)
    lost = max(f.faults_quiet.skipped + f.faults_quiet.held for f in every)
    black = max(f.faults.black for f in every)
    back = max(f.faults.backward for f in every)
    first = median(f.first_ms for f in show)
    found = [
        Bar("same picture on all heads", "100 %", f"{100 * share:.2f} %", share == 1),
        Bar("skew at most, pictures", "0", str(skew), skew == 0),
        Bar("skipped or held, quiet", "0", str(lost), lost == 0),
        Bar("stale pictures", "0", str(back), back == 0),
        Bar("black samples", "0", str(black), black == 0),
        Bar("first picture, ms", f"<= {FIRST_MS:.0f}", f"{first:.0f}", first <= FIRST_MS),
        _yes("first picture on all heads at once", all(f.first_together for f in every)),
    ]
    if plain:
        ratio = median(f.cpu for f in show) / median(f.cpu for f in plain)
        wanted = f"<= {CPU_SHARE} x plain"
        found.append(Bar("CPU of the whole tree", wanted, f"{ratio:.2f} x", ratio <= CPU_SHARE))
    if seams:
        found += _seam_bars(seams)
    return found + [bar for order in ORDER_MS for bar in _order_bars(order, show)]


def _seam_bars(figures: SyncFigures) -> list[Bar]:
    last = max(s.last_max for s in figures.seams)
    other = min(s.other_max for s in figures.seams)
    held = all(s.seams and s.last_max <= s.other_max for s in figures.seams)
    return [
        Bar("last picture of a cycle, samples", f"<= {other}", str(last), held),
        _yes("seams on all heads at once", all(s.together for s in figures.seams)),
    ]


def _order_bars(order: str, show: Sequence[SyncFigures]) -> list[Bar]:
    given = [taken for f in show for taken in f.orders if taken.order == order]
    taken = [each.taken for each in given if each.taken]
    if not given:
        return []
    if len(taken) < len(given):
        return [Bar(f"{order} taken", str(len(given)), str(len(taken)), False)]
    most, within = max(t.latency_ms for t in taken), ORDER_MS[order]
    return [
        Bar(f"{order}, slowest, ms", f"<= {within:.0f}", f"{most:.0f}", most <= within),
        _yes(f"{order} on all heads at once", all(t.together for t in taken)),
        _yes(f"{order} without black or stale pictures", all(t.clean for t in taken)),
    ]


def _yes(what: str, held: bool) -> Bar:
    return Bar(what, "yes", "yes" if held else "no", held)

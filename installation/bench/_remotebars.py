"""Makes the table of `bench remote`, and judges its bars. Pure."""

import numpy as np

from installation.bench._orders import Taken
from installation.bench._remote import NOTES, Found
from installation.bench._report import Bar, quantile, table
from installation.rig import Fuzzed

WITHIN_MS = {"restart": 300.0, "pause": 120.0}
BACK_MS = 2000.0
AFTER_MS = 5000.0


def _of(found: Found, order: str) -> list[Taken]:
    return [p.taken for p in found.presses if p.order == order and p.taken is not None]


def summary(found: Found, fuzzed: Fuzzed | None) -> str:
    """A row for each kind of press, and what else was done."""
    rows = [("press", "times", "taken", "median ms", "p95 ms", "slowest ms", "at once", "clean")]
    for order in NOTES:
        taken = _of(found, order)
        times = sorted(t.latency_ms for t in taken)
        count = sum(p.order == order for p in found.presses)
        cells = [order, str(count), str(len(taken))]
        if times:
            cells += [f"{np.median(times):.0f}", f"{quantile(times, 0.95):.0f}", f"{times[-1]:.0f}"]
            cells += [str(sum(t.together for t in taken)), str(sum(t.clean for t in taken))]
        rows.append(tuple(cells))  # type: ignore[arg-type]
    lines = [table(rows)]
    lines += [trial.said for trial in found.trials]
    if fuzzed:
        lines.append(f"fuzz: {fuzzed.malformed} malformed messages, {fuzzed.sound} sound ones")
    return "\n".join(lines)


def bars(found: Found, fuzzed: Fuzzed | None) -> list[Bar]:
    """All that a box has to reach."""
    made = []
    count = len(found.presses)
    if count:
        for order, within in WITHIN_MS.items():
            p95 = quantile([t.latency_ms for t in _of(found, order)], 0.95)
            what = f"{order}, button to glass, p95, ms"
            made.append(Bar(what, f"<= {within:.0f}", f"{p95:.0f}", p95 <= within))
        seen = sum(p.taken is not None for p in found.presses)
        made.append(Bar("presses seen on the glass", str(count), str(seen), seen == count))
        obeyed = found.obeyed
        made.append(Bar("orders that came of them", str(count), str(obeyed), obeyed == count))
        joint = sum(p.taken is not None and p.taken.together for p in found.presses)
        made.append(Bar("on all heads in one sample", str(count), str(joint), joint == count))
    for trial in found.trials:
        what, wrong, after = trial.what, trial.orders, trial.after_ms
        shown = f"{100 * trial.share:.2f} %"
        made.append(Bar(f"same picture on all heads in {what}", "100 %", shown, trial.share == 1))
        made.append(Bar(f"orders that came of {what}", "0", str(wrong), wrong == 0))
        same = "lives" if trial.survived else "crashed"
        made.append(Bar(f"the remote's process after {what}", "lives", same, trial.survived))
        text = "never" if after is None else f"{after:.0f}"
        held = after is not None and after <= AFTER_MS
        made.append(Bar(f"a press is obeyed after {what}, ms", "<= 5000", text, held))
    for what, times in (("unplugging said", found.unplugged_ms), ("back", found.replugged_ms)):
        if times:
            held = max(times) <= BACK_MS
            made.append(Bar(f"box: {what}, slowest, ms", "<= 2000", f"{max(times):.0f}", held))
    if found.kills:
        good = sum(back <= BACK_MS for back in found.backs_ms)
        slowest = max(found.backs_ms)
        what = f"its process killed, back within 2 s (slowest {slowest:.0f} ms)"
        made.append(Bar(what, str(found.kills), str(good), good == found.kills))
    if fuzzed:
        wrong = fuzzed.wrong
        made.append(Bar("orders that came of malformed messages", "0", str(wrong), wrong == 0))
        lost = fuzzed.sound - fuzzed.obeyed
        made.append(Bar("sound messages lost among them", "0", str(lost), lost == 0))
    return made

"""Makes the table of `bench door`, and judges its bars. Pure."""

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np

from installation.bench._doorfound import BUTTONS, DoorFound
from installation.bench._orders import OrderTaken
from installation.bench._report import Bar, quantile, table

PRESS_MS, CROWD_MS, BACK_MS = 200.0, 300.0, 2000.0
PICTURE_MS, HELD_MS = 400.0, 100.0
REST_CORE, PANEL_CORE = 0.05, 0.15


def _latencies(presses: Sequence[OrderTaken], order: str = "") -> list[float]:
    return sorted(
        p.taken.latency_ms for p in presses if p.taken is not None and order in ("", p.order)
    )


def summary(found: DoorFound) -> str:
    """A row for each kind of press, and what else was done."""
    rows: list[tuple[str, ...]] = [("press", "times", "taken", "median ms", "p95 ms", "slowest ms")]
    groups = {order: found.presses for order in BUTTONS if found.presses}
    if found.crowded:
        groups |= {f"{order}, in the crowd": found.crowded for order in ("pause", "resume")}
    for name, presses in groups.items():
        order = name.partition(",")[0]
        times = _latencies(presses, order)
        count = sum(p.order == order for p in presses)
        told = (np.median(times), quantile(times, 0.95), times[-1]) if times else ()
        shown = [f"{each:.0f}" for each in told]
        rows.append((name, str(count), str(len(times)), *(shown or ["-"] * 3)))
    lines = [table(rows)] if groups else []
    ages = sorted(age for age in found.ages_ms if age is not None)
    if ages:
        p95 = quantile(ages, 0.95)
        middle = f"median {np.median(ages):.0f}, p95 {p95:.0f}, oldest {ages[-1]:.0f}"
        lines.append(f"the wall on a phone, {len(found.ages_ms)} looks: {middle} ms old")
    if found.preview_core is not None:
        lines.append(f"a panel with a preview: {found.preview_core:.3f} core, and what decodes")
    if found.wrong:
        answers = ", ".join(
            f"{count} x {status}" for status, count in sorted(found.answers.items())
        )
        lines.append(f"orders with keys that may not: {answers}")
    if found.rubbish:
        rate = found.rubbish / found.rubbish_s
        lines.append(f"{found.idle} idle connections, {rate:.0f} pieces of rubbish a second")
    return "\n".join(lines)


def bars(found: DoorFound) -> list[Bar]:
    """All that the door has to reach."""
    made = []
    if found.presses:
        count = len(found.presses)
        times = _latencies(found.presses)
        p95 = quantile(times, 0.95)
        made.append(Bar("button to glass, p95, ms", "<= 200", f"{p95:.0f}", p95 <= PRESS_MS))
        lost = count - len(times)
        made.append(Bar("presses not on all heads", "0", str(lost), lost == 0))
        unheard, twice = max(0, count - found.obeyed), max(0, found.obeyed - count)
        made.append(Bar("presses lost on the way to the show", "0", str(unheard), unheard == 0))
        made.append(Bar("presses doubled", "0", str(twice), twice == 0))
    if found.ages_ms:
        known = [age for age in found.ages_ms if age is not None]
        good = sum(age <= PICTURE_MS for age in known)
        oldest = f"{max(known):.0f}" if known else "none"
        looks = len(found.ages_ms)
        what = f"looks at a phone's wall, it was on the glass 400 ms ago (oldest {oldest})"
        made.append(Bar(what, str(looks), str(good), good == looks))
        what = "of them with screens of different instants"
        made.append(Bar(what, "0", str(found.apart), found.apart == 0))
    doors = {
        "the door at rest, two phones watching, core": found.rest_core,
        "the door beside a panel with a preview, two phones watching, core": found.beside_core,
    }
    for what, taken in doors.items():
        if taken is not None:
            made.append(Bar(what, "<= 0.05", f"{taken:.3f}", taken <= REST_CORE))
    if found.panel_core is not None:
        core = found.panel_core
        what = "a panel at rest beside two phones, core"
        made.append(Bar(what, "<= 0.15", f"{core:.3f}", core <= PANEL_CORE))
    if found.held_ms is not None:
        held = found.held_ms
        what = "a panel's window held up while its pages are turned to, longest, ms"
        made.append(Bar(what, "<= 100", f"{held:.0f}", held <= HELD_MS))
    if found.panels_ms:
        panels = len(found.panels_ms)
        good = sum(back <= BACK_MS for back in found.panels_ms)
        slowest = max(found.panels_ms)
        what = f"a panel with a preview killed, the next one there in 2 s (slowest {slowest:.0f})"
        made.append(Bar(what, str(panels), str(good), good == panels))
    if found.wrong:
        wrong = found.carried_out
        what = f"of {found.wrong} orders with keys that may not, carried out"
        made.append(Bar(what, "0", str(wrong), wrong == 0 and 200 not in found.answers))
    if found.crowded:
        pauses = [p for p in found.crowded if p.order == "pause"]
        times = _latencies(pauses)
        slowest = times[-1] if len(times) == len(pauses) else float("inf")
        what = "a pause in a crowd with rubbish, on the glass, slowest, ms"
        made.append(Bar(what, "<= 300", f"{slowest:.0f}", slowest <= CROWD_MS))
    if found.backs_ms:
        kills = len(found.backs_ms)
        good = sum(back <= BACK_MS for back in found.backs_ms)
        what = f"killed, the page back within 2 s (slowest {max(found.backs_ms):.0f} ms)"
        made.append(Bar(what, str(kills), str(good), good == kills))
    for part, share in found.shares.items():
        what = f"same picture on all heads, quiet samples, {part}"
        made.append(Bar(what, "100 %", f"{100 * share:.2f} %", share == 1))
    for part, faults in found.faults.items():
        wrong = sum(astuple(faults))
        what = f"pictures skipped, held or broken, quiet samples, {part}"
        made.append(Bar(what, "0", str(wrong), wrong == 0))
    return made

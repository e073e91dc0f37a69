"""The page that a soak leaves: what was done, and what the show made of it, over time. Pure."""

from collections.abc import Sequence
from html import escape

from installation.bench._plots import PlotPoint, plot
from installation.bench._report import Bar
from installation.bench._soak import GROWTH_MB, SoakEvent, SoakFound, kinds

_STYLE = """body{font:15px/1.4 sans-serif;max-width:960px;margin:2em auto;padding:0 1em}
h2{font-size:1em;margin:1.2em 0 0}svg{width:100%}text{font-size:11px;fill:#555}
table{border-collapse:collapse;margin:1em 0}td,th{padding:.15em .8em;text-align:left;
border-bottom:1px solid #ddd}.wrong{color:#c0392b;font-weight:bold}"""
_ABOUT = (
    "A show of three screens plays short films, all of them heard. One after the other, with some "
    "seconds of rest between, processes are killed or hang, files and devices are lost, orders are "
    "given, films arrive. The displays are read 96 times a second: the show has to be well again "
    "by itself each time, with nothing to see on a screen that has no part in it."
)


def page(found: SoakFound, bars: Sequence[Bar], seed: int) -> str:
    """Return the page, as HTML that needs nothing else."""
    length, stretches = found.seconds, found.stretches
    least = min((s.memory for s in stretches), default=0) / 1e6
    counts = [PlotPoint(count.at_s, count.all) for count in found.open_files]
    least_open = min((point.value for point in counts), default=0)
    plots = [
        plot(
            "Seconds until all was well again, after all that was done. Red: not as it should be",
            [_recovery(event) for event in found.events],
            length,
            (0, 1),
            line=False,
        ),
        plot(
            "By how many pictures two heads differed at most, between the events",
            [PlotPoint(s.at_s, s.skew, s.skew > 0) for s in stretches],
            length,
            (0, 4),
        ),
        plot(
            "Pictures shown of those due, in percent, between the events. Red: one was missing "
            "while the machine was quiet",
            [PlotPoint(s.at_s, s.shown * 100, s.missed > 0) for s in stretches],
            length,
            (99, 100),
        ),
        plot(
            "Memory of all processes, in MB",
            [PlotPoint(s.at_s, s.memory / 1e6) for s in stretches],
            length,
            (least, least + 2 * GROWTH_MB),
        ),
        plot(
            "Open descriptors of all processes, the least of some cycles",
            counts,
            length,
            (least_open, least_open + 8),
        ),
    ]
    rows = [
        ("bar", "wanted", "found", ""),
        *((b.what, b.wanted, b.found, "held" if b.held else "missed") for b in bars),
    ]
    held = [True, *(bar.held for bar in bars)]
    told = [
        (f"{event.at_s / 60:.1f} min", event.done, "; ".join(event.trial.faults))
        for event in found.events
        if event.trial.faults
    ]
    wrong = _table([("when", "what was done", "what was wrong"), *told], [True] * (len(told) + 1))
    made = kinds(found)
    minutes = f"{length / 60:.1f} minutes"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Soak, {minutes}</title>'
        f"<style>{_STYLE}</style><h1>{minutes}, {len(found.events)} events</h1><p>{_ABOUT} Drawn "
        f"by the seed {seed}.</p>{_table(rows, held)}"
        f"{wrong if told else '<p>Everything had its right outcome.</p>'}{''.join(plots)}"
        f"<h2>What was done</h2>{_table(made, [True] * len(made))}</html>\n"
    )


def _recovery(event: SoakEvent) -> PlotPoint:
    trial = event.trial
    never = trial.recovered_s is None
    took_s = trial.within_s if trial.recovered_s is None else trial.recovered_s
    said = f"{event.done}: {'never' if never else f'{took_s:.1f} s'} {'; '.join(trial.faults)}"
    return PlotPoint(event.at_s, took_s, bool(trial.faults), said.strip())


def _table(rows: Sequence[Sequence[str]], held: Sequence[bool]) -> str:
    lines = []
    for number, (row, good) in enumerate(zip(rows, held, strict=True)):
        cell = "td" if number else "th"
        style = "" if good else ' class="wrong"'
        lines.append(
            f"<tr{style}>{''.join(f'<{cell}>{escape(text)}</{cell}>' for text in row)}</tr>"
        )
    return f"<table>{''.join(lines)}</table>"

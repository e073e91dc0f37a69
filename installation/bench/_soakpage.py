"""The page that a soak leaves: what was done, and what the show made of it, over time. Pure."""

from collections.abc import Sequence
from html import escape

from installation.bench._plots import PlotPoint, plot
from installation.bench._report import Bar
from installation.bench._soak import SoakEvent, SoakFound, kinds

_STYLE = """body{font:15px/1.4 sans-serif;max-width:960px;margin:2em auto;padding:0 1em}
h2{font-size:1em;margin:1.2em 0 0}svg{width:100%}text{font-size:11px;fill:#555}
table{border-collapse:collapse;margin:1em 0}td,th{padding:.15em .8em;text-align:left;
border-bottom:1px solid #ddd}.wrong{color:#c0392b;font-weight:bold}"""


def page(found: SoakFound, bars: Sequence[Bar], seed: int) -> str:
    """Return the page, as HTML that needs nothing else."""
    length, stretches = found.seconds, found.stretches
    plots = [
        plot(
            "Recoveries, in seconds; red: not as it should be",
            [_recovery(event) for event in found.events],
            length,
            line=False,
        ),
        plot(
            "Skew between the heads where nothing is done, in pictures, at most",
            [PlotPoint(s.at_s, s.skew, s.skew > 0) for s in stretches],
            length,
        ),
        plot(
            "Pictures shown of those due where nothing is done, in percent",
            [PlotPoint(s.at_s, s.shown * 100, s.missed > 0) for s in stretches],
            length,
            floor=min([99.0, *(s.shown * 100 for s in stretches)]),
        ),
        plot(
            "Memory of all processes, in MB",
            [PlotPoint(s.at_s, s.memory / 1e6) for s in stretches],
            length,
        ),
        plot("Open descriptors", [PlotPoint(s.at_s, s.descriptors) for s in stretches], length),
    ]
    rows = [("bar", "wanted", "found"), *((b.what, b.wanted, b.found) for b in bars)]
    held = [True, *(bar.held for bar in bars)]
    told = [
        (f"{event.at_s / 60:.1f} min", event.trial.name, "; ".join(event.trial.faults))
        for event in found.events
        if event.trial.faults
    ]
    wrong = _table([("when", "what", "what was wrong"), *told], [True] * (len(told) + 1))
    made = kinds(found)
    heading = f"{len(found.events)} events in {length / 60:.1f} minutes, seed {seed}"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Soak</title>'
        f"<style>{_STYLE}</style><h1>{heading}</h1>{_table(rows, held)}{''.join(plots)}"
        f"{_table(made, [True] * len(made))}"
        f"{wrong if told else '<p>Everything had its right outcome.</p>'}</html>\n"
    )


def _recovery(event: SoakEvent) -> PlotPoint:
    trial = event.trial
    never = trial.recovered_s is None
    took_s = trial.within_s if trial.recovered_s is None else trial.recovered_s
    said = f"{trial.name}: {'never' if never else f'{took_s:.1f} s'} {'; '.join(trial.faults)}"
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

"""The iteration report as one page: to read, print and file. No scripts, nothing from afar."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from installation.cli import _report_words as words
from installation.cli._report_style import STYLE
from installation.cli._report_timeline import timeline
from installation.ledger import Account, IterationAccount, PictureRow, VersionEvent
from installation.show import status_words
from installation.units import seconds

MOST_STRETCHES = 300


def page(found: Account, now_ms: int) -> str:
    """The whole page as text."""
    return "\n".join(_page(found, now_ms)) + "\n"


def _page(found: Account, now_ms: int) -> Iterator[str]:
    title = found.title or "The installation"
    span = f"{words.day(found.first_ms)} to {words.day(found.last_ms - 1)}"
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}: iteration report, {escape(span)}</title>"
    yield f"<style>{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield "<header>"
    yield "<p class='kind'>Iteration report</p>"
    yield f"<h1>{escape(title)}</h1>"
    yield f"<p class='span'>{escape(span)}</p>"
    yield (
        f"<p class='small'>Made {escape(words.moment(now_ms))} from the installation's ledger."
        f" Times are local: {escape(words.zone(now_ms))}.</p>"
    )
    yield "</header>"
    yield "<main>"
    yield from _overview(found)
    yield from _iterations(found)
    yield from _lineups(found)
    yield from _rest(found)
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _overview(found: Account) -> Iterator[str]:
    yield "<section>"
    yield "<h2>What was shown</h2>"
    yield from (f"<p>{escape(said)}</p>" for said in words.verdicts(found))
    yield from timeline(found)
    if found.iterations:
        yield "<table>"
        yield "<thead><tr><th>Iteration</th>"
        yield from (f"<th>{escape(screen)}</th>" for screen in found.screens)
        yield "</tr></thead><tbody>"
        for one in found.iterations:
            on = {shown.screen: shown for shown in one.shown}
            yield f"<tr><th><a href='#{_anchor(one)}'>{escape(_name(one))}</a></th>"
            for screen in found.screens:
                shown = on.get(screen)
                yield f"<td>{words.length(shown.sum_ms) if shown else '—'}</td>"
            yield "</tr>"
        yield "</tbody></table>"
    yield "</section>"


def _iterations(found: Account) -> Iterator[str]:
    if not found.iterations:
        return
    yield "<section>"
    yield "<h2>The iterations</h2>"
    for one in found.iterations:
        yield f"<article id='{_anchor(one)}'>"
        yield f"<h3>{escape(_name(one))}</h3>"
        if one.notes:
            yield f"<p class='notes'>{escape(one.notes)}</p>"
        yield from _pictures(one.pictures)
        yield from _provenance(one)
        yield from _presence(one)
        yield from _history(one.history)
        yield "</article>"
    yield "</section>"


def _pictures(pictures: Sequence[PictureRow]) -> Iterator[str]:
    beats = [picture for picture in pictures if picture.label] or list(pictures)
    if not beats:
        return
    yield "<div class='pictures'>"
    for picture in beats:
        kind = "png" if picture.data[:4] == b"\x89PNG" else "jpeg"
        data = base64.b64encode(picture.data).decode()
        label = escape(picture.label or "from the film")
        yield f"<figure><img src='data:image/{kind};base64,{data}' alt='{label}'>"
        at = (
            f" <span>{status_words.whole_clock(seconds(picture.media_ns))}</span>"
            if picture.label
            else ""
        )
        yield f"<figcaption>{label}{at}</figcaption></figure>"
    yield "</div>"


def _provenance(one: IterationAccount) -> Iterator[str]:
    made = [("made", one.made)] if one.made else []
    yield from _terms("How it was made", [*made, *one.tools])
    film = [("file", one.film), ("content (BLAKE2b)", one.revision)]
    yield from _terms("The film", [*one.facts.items(), *film])
    texts = [(f"since {words.moment(each.at_ms)}", words.text(each)) for each in one.texts]
    yield from _terms("Its words", texts)


def _terms(heading: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    if not rows:
        return
    yield f"<h4>{heading}</h4>"
    yield "<dl>"
    for what, value in rows:
        kind = " class='hash'" if what.startswith("content") else ""
        yield f"<div><dt>{escape(what)}</dt><dd{kind}>{escape(value)}</dd></div>"
    yield "</dl>"


def _presence(one: IterationAccount) -> Iterator[str]:
    if not one.shown:
        yield "<p>Not shown in this span.</p>"
        return
    yield "<table><thead><tr><th>On screen</th><th>from</th><th>to</th><th>in all</th>"
    yield "<th>cycles</th></tr></thead><tbody>"
    for shown in one.shown:
        yield f"<tr><th>{escape(shown.screen)}</th><td>{words.moment(shown.first_ms)}</td>"
        yield f"<td>{words.moment(shown.last_ms)}</td><td>{words.length(shown.sum_ms)}</td>"
        yield f"<td>{shown.cycles}</td></tr>"
    yield "</tbody></table>"


def _history(history: Sequence[VersionEvent]) -> Iterator[str]:
    if not history:
        return
    yield "<ol class='history'>"
    for told in history:
        by = f" by {told.by}" if told.by else ""
        detail = f": {told.detail}" if told.detail else ""
        yield f"<li><time>{words.moment(told.at_ms)}</time> "
        yield f"{escape(words.happened(told.what) + by + detail)}</li>"
    yield "</ol>"


def _lineups(found: Account) -> Iterator[str]:
    if not found.stretches:
        return
    names = words.titles(found)
    yield "<section>"
    yield "<h2>Line-ups</h2>"
    left_out = len(found.stretches) - MOST_STRETCHES
    if left_out > 0:
        yield f"<p class='small'>The last {MOST_STRETCHES}; {left_out} earlier ones are in the"
        yield " ledger (<code>kiss report --json</code>).</p>"
    yield "<table><thead><tr><th>from</th><th>for</th>"
    yield from (f"<th>{escape(screen)}</th>" for screen in found.screens)
    yield "</tr></thead><tbody>"
    for stretch in found.stretches[-MOST_STRETCHES:]:
        yield f"<tr><td>{words.moment(stretch.first_ms)}</td>"
        yield f"<td>{words.length(stretch.last_ms - stretch.first_ms)}</td>"
        for screen in found.screens:
            entry = stretch.entries.get(screen, ("—", ""))
            yield f"<td>{escape(names.get(entry, entry[0]))}</td>"
        yield "</tr>"
    yield "</tbody></table></section>"


def _rest(found: Account) -> Iterator[str]:
    if found.beats:
        yield "<section><h2>The beats</h2><table><thead><tr><th>Beat</th><th>How the screens met"
        yield " at it</th></tr></thead><tbody>"
        for beat in found.beats:
            yield f"<tr><th>{escape(beat.beat)}</th><td>{escape(words.met(beat))}</td></tr>"
        yield "</tbody></table></section>"
    yield from _told("Arrivals", "Who", found.arrivals)
    yield from _told(
        "Faults", "Part", (replace(row, detail=words.recovery(row)) for row in found.faults)
    )
    yield from _told("Languages of the subtitles", "Screen", found.languages)
    yield from _told("The house", "Part", found.house)
    yield from _told("Orders", "From", found.actions)
    clock = tuple(VersionEvent(s.at_ms, words.clock_set(s.step_ms), s.machine) for s in found.clock)
    yield from _told("Clock", "", clock)
    if found.starts:
        yield "<section><h2>Starts of the controller</h2><p class='starts'>"
        yield ", ".join(words.moment(at) for at in found.starts)
        yield ".</p></section>"


def _told(heading: str, who: str, rows: Iterable[VersionEvent]) -> Iterator[str]:
    every = list(rows)
    if not every:
        return
    yield f"<section><h2>{heading}</h2>"
    yield f"<table><thead><tr><th>When</th><th>{who}</th><th>What</th></tr></thead><tbody>"
    for row in every:
        detail = f" <span class='small'>{escape(row.detail)}</span>" if row.detail else ""
        yield f"<tr><td>{words.moment(row.at_ms)}</td><td>{escape(row.by)}</td>"
        yield f"<td>{escape(words.happened(row.what))}{detail}</td></tr>"
    yield "</tbody></table></section>"


def _name(one: IterationAccount) -> str:
    return f"{one.iteration:g}. {one.title}" if one.iteration is not None else one.title


def _anchor(one: IterationAccount) -> str:
    return f"film-{one.revision[:12]}-{escape(one.version).replace(' ', '-')}"

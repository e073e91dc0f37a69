"""Says what is odd about the displays that a layout is played on. Pure: outputs in, words out."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from installation.model._display_mode import DisplayMode
from installation.model._layout import Display, Layout
from installation.model._output import Output
from installation.model._placement import candidates, reading_order
from installation.model._yamlfile import place_in_yaml
from installation.model._yamltext import Path
from installation.said import Said, verbatim

ModePlaces = Mapping[Path, str]
"""Where in its file a layout names the mode of each display."""
UNLIKE_HZ = 0.03
"""Rates that are further apart are two: 60 and 59.94 Hz are, two crystals' 60 Hz are not."""
MOST_MODES = 6
"""Modes of a display that a note tells of."""


def named_displays(layout: Layout) -> Iterator[tuple[Path, Display]]:
    """Return every display that a layout names, with its path in the file."""
    for i, screen in enumerate(layout.screens):
        if screen.display is not None:
            yield ("screens", i, "display"), screen.display
    if layout.window is not None and layout.window.display is not None:
        yield ("window", "display"), layout.window.display
    if layout.panel.display is not None:
        yield ("panel", "display"), layout.panel.display


def mode_places(layout: Layout, text: str, name: str) -> ModePlaces:
    """Return where in its file, ``text``, a layout names each mode: file, line and key."""
    return {
        path: place_in_yaml(text, name, (*path, "mode"))
        for path, display in named_displays(layout)
        if display.mode is not None
    }


def display_notes(
    layout: Layout, outputs: Sequence[Output], places: ModePlaces
) -> tuple[Said, ...]:
    """Return all that a person should know of the displays, a line each."""
    return (
        *_named_modes(layout, outputs, places),
        *_lesser_modes(layout, outputs),
        *_too_wide(outputs),
        *_unlike_rates(outputs),
        *(
            Said("{twins}: name them by connector or position", twins=twins)
            for twins in _twins(layout, outputs)
        ),
    )


def wished_modes(layout: Layout, outputs: Sequence[Output]) -> dict[str, DisplayMode]:
    """Return the mode that the layout names for each output. Positions count those that are lit."""
    lit = reading_order([output for output in outputs if output.lit])
    found: dict[str, DisplayMode] = {}
    for _, display in named_displays(layout):
        if display.mode is not None:
            for output in candidates(display, lit if display.position else outputs)[:1]:
                found.setdefault(output.name, display.mode)
    return found


def mode_names(modes: Sequence[DisplayMode]) -> Said:
    """Name a display's modes, the best ones of many."""
    some = ", ".join(map(str, modes[:MOST_MODES]))
    more = len(modes) - MOST_MODES
    if more > 0:
        return Said("{modes} and {count} more", modes=some, count=more)
    return verbatim(some) if some else Said("none")


def _named(layout: Layout, outputs: Sequence[Output]) -> Iterator[tuple[Path, DisplayMode, Output]]:
    lit = reading_order([output for output in outputs if output.lit])
    for path, display in named_displays(layout):
        if display.mode is not None:
            for output in candidates(display, lit)[:1]:
                yield path, display.mode, output


def _named_modes(layout: Layout, outputs: Sequence[Output], places: ModePlaces) -> Iterator[Said]:
    for path, mode, output in _named(layout, outputs):
        if output.mode is None or output.mode.fits(mode):
            continue
        where = places.get(path) or Said("the layout")
        given = {"where": where, "display": output.name, "mode": str(mode)}
        if any(one.fits(mode) for one in output.modes):
            shown = str(output.mode)
            yield Said("{where}: {display} has {mode}, but shows {shown}", **given, shown=shown)
        else:
            there = mode_names(output.modes)
            yield Said(
                "{where}: {display} has no mode {mode}; it has {there}", **given, there=there
            )


def _lesser_modes(layout: Layout, outputs: Sequence[Output]) -> Iterator[Said]:
    named = {output.name for _, _, output in _named(layout, outputs)}
    for output in outputs:
        best = output.best
        if output.mode is None or best is None or output.name in named:
            continue
        if (output.mode.width, output.mode.height) != (best.width, best.height):
            yield Said(
                "{display} shows {mode}, and its best is {best}; if that is meant, "
                "name it as its `mode` in the layout",
                display=output.name,
                mode=str(output.mode),
                best=str(best),
            )


def _too_wide(outputs: Sequence[Output]) -> Iterator[Said]:
    """Dark displays that the card has no room for beside those that are lit."""
    right = max((o.x + o.width for o in outputs if o.lit), default=0)
    for output in outputs:
        if not output.lit and output.modes and output.widest:
            width = output.modes[0].width
            if right + width > output.widest:
                yield Said(
                    "{display} stays dark: with its {width} pixels the displays are "
                    "{whole} wide, and this graphics card can do {widest}; "
                    "a smaller mode in the layout may do",
                    display=output.name,
                    width=width,
                    whole=right + width,
                    widest=output.widest,
                )


def _unlike_rates(outputs: Sequence[Output]) -> Iterator[Said]:
    rated = [(o.mode.rate_hz, o.name) for o in outputs if o.mode is not None and o.mode.rate_hz]
    rated.sort()
    if rated and rated[-1][0] - rated[0][0] > UNLIKE_HZ:
        groups = groupby(rated, key=lambda one: one[0])
        said = "; ".join(f"{', '.join(n for _, n in names)} {rate:g} Hz" for rate, names in groups)
        yield Said(
            "the displays have unlike refresh rates ({rates}): one of them repeats or drops a "
            "picture now and then; `mode` in the layout can make them one",
            rates=said,
        )


def _twins(layout: Layout, outputs: Sequence[Output]) -> Iterator[Said]:
    """Those that matter: the layout asks for a display by its EDID."""
    if any(display.edid for _, display in named_displays(layout)):
        yield from one_edid(outputs)


def one_edid(outputs: Sequence[Output]) -> Iterator[Said]:
    """Name displays that have one EDID, and so cannot be told apart by it."""
    by_word: dict[tuple[str, str, str], list[str]] = {}
    for output in outputs:
        if output.maker or output.model or output.serial:
            words = (output.maker, output.model, output.serial)
            by_word.setdefault(words, []).append(output.name)
    for words, names in by_word.items():
        if len(names) > 1:
            said = " ".join(filter(None, words))
            yield Said(
                "{names} have one EDID ({edid}), and cannot be told apart by it",
                names=", ".join(names),
                edid=said,
            )

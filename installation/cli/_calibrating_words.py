"""Words of ``kiss calibrate`` for its terminal. Pure."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from installation.calibration import COARSE, CORNERS, Drafts, amount_text
from installation.model import EFFECTS

LEFT = (
    "q w     the corner, as they lie",
    "a s",
    "arrows  move it a pixel; Shift: ten",
    "f       ten without Shift, and back",
    *(f"{one.key.upper()} {one.key}     {one.help}" for one in EFFECTS.values()),
)
RIGHT = (
    "1 2 3  the screen; Tab the next one",
    "p      the film, the pattern again",
    "c      all colours, red, green, blue",
    "u      undo",
    "R      as its file says; then: without",
    "Enter  save",
    "x Esc  leave; the film is back",
)
KEYS = "".join(f" {a:38} {b}".rstrip() + "\n" for a, b in zip_longest(LEFT, RIGHT, fillvalue=""))
"""The sheet of keys."""


def lines(drafts: Drafts, told: str = "") -> tuple[str, ...]:
    """The three live lines; ``told`` is what the show has to say."""
    unsaved, draft = drafts.unsaved, drafts.draft
    names = []
    for number, screen in enumerate(drafts.screens):
        name = f"{number + 1} {screen.name}{'*' if number in unsaved else ''}"
        names.append(f"[{name}]" if number == drafts.chosen else f" {name} ")
    step = f"{COARSE} pixels" if drafts.coarse else "1 pixel"
    channel = "" if drafts.channel == "all" else f"  ({drafts.channel} alone)"
    return (
        f"{''.join(names)}  {'pattern' if drafts.pattern else 'film'}, steps of {step}",
        f" {CORNERS[drafts.corner]} {_offset(drafts)}; "
        + "  ".join(f"{name} {amount_text(amount)}" for name, amount in draft.colour.items())
        + channel,
        f" {_standing(drafts, unsaved, told)}",
    )


def _standing(drafts: Drafts, unsaved: Sequence[int], told: str) -> str:
    gone = ", ".join(drafts.screens[number].name for number in unsaved)
    if drafts.asks:
        return f"not saved: {gone}. Enter saves and leaves, x leaves without, other keys go on"
    says = told or str(drafts.says or "")
    return f"{'* not saved' if unsaved else 'saved'}{f': {says}' if says else ''}"


def parting(drafts: Drafts, files: Mapping[str, str]) -> str:
    """The last word: what was saved where, by screen, and what was not."""
    said = [f"{screen}: {file}" for screen, file in files.items()]
    lost = [drafts.screens[number].name for number in drafts.unsaved]
    return "\n".join([*said, *([f"not saved: {', '.join(lost)}"] if lost else [])])


def _offset(drafts: Drafts) -> str:
    """Return how far the chosen corner has moved, in pixels, as it is seen."""
    right, low = drafts.offset
    parts = [
        f"{abs(round(far, 1)):g} {ahead if far > 0 else back}"
        for far, ahead, back in ((right, "right", "left"), (low, "down", "up"))
        if round(far, 1)
    ]
    return ", ".join(parts) or "in its place"

"""What ``kiss calibrate`` says in its terminal. Pure."""

from collections.abc import Mapping

from installation.calibration.drafting import COARSE, CORNERS, Drafts

KEYS = """\
 q w   the corner, as they lie on the screen     arrows  move it by a pixel, with Shift by 10
 a s                                             f       always by 10, and back
 1 ..  the screen; Tab the next one              p       the film with the draft, the pattern again
 G g   more gain, less gain (bright tones)       c       all colours, red, green or blue alone
 M m   more gamma, less gamma (middle tones)     u       undo
 B b   black lighter, darker                     R       as the file says; again: no calibration
 Enter saves                                     x, Esc  leaves, and the film is back
"""


def lines(drafts: Drafts, told: str = "") -> tuple[str, str]:
    """The two live lines; ``told`` is what the show has to say."""
    unsaved = drafts.unsaved
    names = []
    for number, screen in enumerate(drafts.screens):
        name = f"{number + 1} {screen.name}{'*' if number in unsaved else ''}"
        names.append(f"[{name}]" if number == drafts.chosen else f" {name} ")
    draft = drafts.draft
    colours = (("gain", draft.gain), ("gamma", draft.gamma), ("black", draft.black))
    first = [
        "".join(names),
        f"{CORNERS[drafts.corner]} {_offset(drafts)}",
        *(f"{name} {_values(values)}" for name, values in colours),
    ]
    if drafts.asks:
        gone = ", ".join(drafts.screens[number].name for number in unsaved)
        return "  ".join(first), (
            f" not saved: {gone}. Enter saves and leaves, x leaves it, any other key goes on"
        )
    step = f"{COARSE} pixels" if drafts.coarse else "1 pixel"
    channel = "all colours" if drafts.channel == "all" else f"{drafts.channel} alone"
    second = [
        step,
        channel,
        "pattern" if drafts.pattern else "film",
        "* not saved" if unsaved else "saved",
    ]
    says = told or drafts.says
    return "  ".join(first), f" {', '.join(second)}{f'   {says}' if says else ''}"


def parting(drafts: Drafts, files: Mapping[str, str]) -> str:
    """The last word: what was saved where, by screen, and what was not."""
    said = [f"{screen}: {file}" for screen, file in files.items()]
    lost = [drafts.screens[number].name for number in drafts.unsaved]
    return "\n".join([*said, *([f"not saved: {', '.join(lost)}"] if lost else [])])


def _offset(drafts: Drafts) -> str:
    """How far the chosen corner has moved, in pixels, as it is seen."""
    screen = drafts.screen
    across, down = getattr(drafts.draft.corners, drafts.field)
    right, low = across * screen.width, down * screen.height
    for _ in range(screen.rotation // 90):  # back from the viewport's turn
        right, low = low, -right
    parts = [
        f"{abs(round(far, 1)):g} {ahead if far > 0 else back}"
        for far, ahead, back in ((right, "right", "left"), (low, "down", "up"))
        if round(far, 1)
    ]
    return ", ".join(parts) or "in its place"


def _values(values: tuple[float, float, float]) -> str:
    """One number, or red, green and blue."""
    some = values[:1] if len(set(values)) == 1 else values
    return " ".join(f"{value:g}" for value in some)

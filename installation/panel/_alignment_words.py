"""Says how an alignment stands, in the language of the panel. Pure."""

from installation.calibration import CHANNELS, DraftNote, Drafts, NoteKind
from installation.panel._tongue import mark, tr

CORNER_NAMES = (
    mark("top left"),
    mark("top right"),
    mark("bottom right"),
    mark("bottom left"),
)
"""In the order of :data:`installation.calibration.CORNERS`."""
EFFECT_NAMES = {
    "gain": mark("Brightness"),
    "gamma": mark("Middle tones"),
    "black": mark("Black"),
    "saturation": mark("Saturation"),
}
CHANNEL_NAMES = dict(
    zip(CHANNELS, (mark("All colours"), mark("Red"), mark("Green"), mark("Blue")), strict=True)
)
_NOTES = {
    NoteKind.SAVED: mark("Saved."),
    NoteKind.SAVED_SCREENS: mark("Saved: {what}."),
    NoteKind.NOT_WRITTEN: mark("Not saved: {what}"),
    NoteKind.CORNER_ENDS: mark("The corner is at its end."),
    NoteKind.WOULD_FOLD: mark("No further: that would fold or flatten the picture."),
    NoteKind.AMOUNT_ENDS: mark("{what} ends at {limit}."),
    NoteKind.NOTHING_TO_UNDO: mark("Nothing to undo."),
    NoteKind.UNDONE: mark("Undone."),
    NoteKind.AS_FILE: mark("{what} is as its file says."),
    NoteKind.PLAIN: mark("{what} is as the projector shows it, without calibration."),
}


def note(said: DraftNote) -> str:
    """Say what a press came to."""
    what = said.what
    if said.kind is NoteKind.AMOUNT_ENDS:
        what = tr(EFFECT_NAMES[what])
    return tr(_NOTES[said.kind], what=what, limit=f"{said.limit:g}")


def corner_line(drafts: Drafts) -> str:
    """Say which corner is chosen, and how far it has moved, in pixels."""
    corner = tr(CORNER_NAMES[drafts.corner])
    right, down = (round(far, 1) for far in drafts.offset)
    parts = []
    if right:
        text = mark("{pixels} to the right") if right > 0 else mark("{pixels} to the left")
        parts.append(tr(text, pixels=f"{abs(right):g}"))
    if down:
        text = mark("{pixels} down") if down > 0 else mark("{pixels} up")
        parts.append(tr(text, pixels=f"{abs(down):g}"))
    moved = ", ".join(parts) or tr("in its place")
    return f"{corner}: {moved}"


def unsaved_line(drafts: Drafts) -> str:
    """Say which screens are not saved; empty when all are."""
    names = ", ".join(drafts.screens[number].name for number in drafts.unsaved)
    return tr("Not saved: {screens}", screens=names) if names else ""

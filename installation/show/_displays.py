"""The displays there are, which screen is where on them, and what the stage is told of it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from installation.link import Arrange, ViewportPlace, ring_path, thumbnail_path
from installation.model import (
    Layout,
    ModePlaces,
    Optics,
    Output,
    Placed,
    Rect,
    display_notes,
    place_screens,
)
from installation.said import Said


class Displays:
    """A layout on the displays that are lit. ``seen`` asks the display server, and may raise.

    ``calibrations`` has the projector of each screen whose layout names one; ``places`` says where
    in its file the layout names a mode.
    """

    def __init__(
        self,
        layout: Layout,
        calibrations: Mapping[str, Optics],
        state_dir: Path,
        seen: Callable[[], Sequence[Output]],
        places: ModePlaces | None = None,
    ) -> None:
        self._layout = layout
        self._calibrations = calibrations
        self.troubles: Sequence[Said] = ()
        """What is wrong with the projectors' files, in words; what they said before holds."""
        self._seen, self._places = seen, places or {}
        self._outputs = list(seen())
        self._rings = {n: str(ring_path(state_dir, i)) for i, n in enumerate(layout.names)}
        self._thumbnails = str(thumbnail_path(state_dir))
        self.placement = place_screens(layout, self._outputs)

    def calibrate(self, calibrations: Mapping[str, Optics], troubles: Sequence[Said] = ()) -> bool:
        """Other calibrations; False when they are what they were."""
        same, self._calibrations = calibrations == self._calibrations, calibrations
        self.troubles = troubles
        return not same

    @property
    def notes(self) -> tuple[Said, ...]:
        """Return what a person should know of the displays."""
        return display_notes(self._layout, self._outputs, self._places)

    @property
    def screens(self) -> tuple[str, ...]:
        """The screens that have a display."""
        return tuple(placed.screen for placed in self.placement.placed)

    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Return the sizes of the screens that have a display, as their pictures lie."""
        found = set()
        for placed in self.placement.placed:
            size = (placed.rect.width, placed.rect.height)
            turned = self._layout.screen(placed.screen).rotation in (90, 270)
            found.add(size[::-1] if turned else size)
        return tuple(sorted(found))

    def changed(self) -> bool:
        """Look again; whether the displays are others than before, and with them the placement."""
        outputs = list(self._seen())
        if outputs == self._outputs:
            return False
        self._outputs = outputs
        self.placement = place_screens(self._layout, outputs)
        return True

    def arrangement(self, notice: str, refresh_ms: float | None) -> Arrange | None:
        """Return the stage's arrangement; ``notice`` until there is a picture. None: no display.

        ``refresh_ms`` is what the stage has measured before, as it begins by it.
        """
        window = self.placement.window
        if window is None:
            return None
        places = tuple(self._place(placed, window) for placed in self.placement.placed)
        title = self._layout.title if self.placement.decorated else ""
        return Arrange((*window,), places, title, notice, refresh_ms, self._thumbnails)

    def _place(self, placed: Placed, window: Rect) -> ViewportPlace:
        screen = self._layout.screen(placed.screen)
        rect = placed.rect.within(window)
        return ViewportPlace(
            screen=screen.name,
            ring=self._rings[screen.name],
            x=rect.x,
            y=rect.y,
            width=rect.width,
            height=rect.height,
            fit=screen.fit,
            rotation=screen.rotation,
            background=screen.background_rgb,
            optics=self._calibrations.get(screen.name, Optics()),
            captions=self._layout.caption_style,
            labels=self._layout.label_style,
        )

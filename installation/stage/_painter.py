"""Pictures into textures, textures onto a viewport: a screen's drawing."""

from pyglet.gl import gl
from pyglet.graphics.shader import ShaderProgram

from installation.calibration import Fit
from installation.link import RingPicture, RingShape, ViewportPlace
from installation.model import Optics
from installation.stage._caption_layer import CaptionLayer, CaptionTexture, Overlay, corners_of
from installation.stage._dissolve import Dissolve
from installation.stage._fitting import Fitting, Reading, fitting
from installation.stage._laid_corners import LaidCorners
from installation.stage._manners import CAPTION, TITLE
from installation.stage._shading import ShaderKind, program, tell
from installation.stage._stage_window import StageWindow
from installation.stage._textures import Samplers, Textures
from installation.stage._veil import Veil
from installation.stage._waiting import WaitingCard
from installation.timeline import PLAIN, Look


class Painter:
    """Draws one viewport of a window.

    A picture is loaded aside (:meth:`load`) and becomes the one that is drawn by :meth:`take`, so
    that a picture which turns out torn is never drawn.
    """

    def __init__(
        self, place: ViewportPlace, window: StageWindow, card: WaitingCard, veil: Veil
    ) -> None:
        self._window, self._card, self._veil = window, card, veil
        self.lie((place.x, place.y, place.width, place.height))
        self._fit: Fit = place.fit
        self._rotation = place.rotation
        self.look = PLAIN
        self.background = place.background
        self._optics, self._pinned = place.optics, place.optics.corners.moved
        self._programs: dict[ShaderKind, ShaderProgram] = {}
        self._fittings: dict[RingShape, Fitting] = {}
        self._drawn, self._aside = window.textures(), window.textures()
        self._pattern: Textures | None = None
        self._leaving: Textures | None = None
        """Of the film that dissolves into the one that is drawn."""
        self._placed: Fitting | None = None
        self._used: ShaderProgram | None = None
        """The program of what was drawn last; a fitting is one shape's, so it changes with it."""
        self._rehearsed: set[RingShape] = set()
        self._dissolve: Dissolve | None = None
        self._words, self._label = Overlay(LaidCorners()), Overlay(LaidCorners())
        self._layer: CaptionLayer | None = None
        self._corners = LaidCorners()
        self._samplers = Samplers()

    def lie(self, rect: tuple[int, int, int, int]) -> None:
        """Lie there in the window; OpenGL counts from its bottom."""
        x, y, width, height = rect
        self.rect = x, self._window.size[1] - y - height, width, height

    def calibrate(self, optics: Optics) -> None:
        """Draw with other optics from the next paint on; the picture stays.

        What is on was loaded for the old ones. It is drawn all the same, and a picture that was
        read plainly and is bent now is not smooth until the next one comes.
        """
        if optics == self._optics:
            return
        kind = self._pinned, self._optics.recolours
        self._optics, self._pinned = optics, optics.corners.moved
        self._used = None
        if kind != (self._pinned, optics.recolours):
            self._fittings.clear()
            self._rehearsed.clear()
        if self._pattern is not None and self._pattern.shape is not None:
            self._pattern.fitting = self._filling(self._pattern.shape)
        for key, made in self._programs.items():
            tell(made, key, optics)
        if self._layer is not None:
            self.prepare_words()

    def _program(self, shape: RingShape, lies: Fitting) -> ShaderProgram:
        """The program for pictures of a shape; the first call for one compiles it."""
        rows = shape.height if lies.luma is Reading.PAIRED else 0
        corrected = self._optics.recolours
        key = ShaderKind(shape.matrix, shape.full_range, corrected, self._pinned, rows, shape.depth)
        if key not in self._programs:
            made = self._programs[key] = program(key)
            with made:
                for unit, name in enumerate(("luma", "blue", "red")):
                    made[name] = unit
            tell(made, key, self._optics)
        return self._programs[key]

    def _fitting(self, shape: RingShape) -> Fitting:
        if shape not in self._fittings:
            size = self.rect[2], self.rect[3]
            self._fittings[shape] = fitting(self._fit, self._rotation, shape, size, self._pinned)
        return self._fittings[shape]

    def _filling(self, shape: RingShape) -> Fitting:
        """Return how a picture lies that fills the viewport, whatever the film's fit is."""
        return fitting("stretch", self._rotation, shape, self.rect[2:], self._pinned)

    def rehearse(self, shape: RingShape) -> None:
        """Draw one pixel of an empty picture of a shape, out of sight.

        OpenGL compiles at the first draw, 45-65 ms on a machine that draws with its processor;
        done seconds before a swap, nobody sees it. The next paint draws over it.
        """
        if shape in self._rehearsed:
            return
        self._rehearsed.add(shape)
        self._aside.allocate(shape, self._fitting(shape))
        gl.glEnable(gl.GL_SCISSOR_TEST)
        gl.glScissor(self.rect[0], self.rect[1], 1, 1)
        self._draw(self._aside)
        if self._dissolve is None:
            self._dissolve = Dissolve(self.rect)

    def prepare_words(self) -> None:
        """Compile what words are drawn with, out of sight, for as long as that takes."""
        if self._layer is not None and not self._layer.fits(self._optics):
            self._layer.delete()
            self._layer = None
        if self._layer is None:
            gl.glEnable(gl.GL_SCISSOR_TEST)
            gl.glScissor(self.rect[0], self.rect[1], 1, 1)
            self._layer = CaptionLayer(self.rect, self._optics)
        else:
            self._layer.calibrate(self._optics)
        self._lay(self._words)
        self._lay(self._label)

    def say(self, words: CaptionTexture | None) -> None:
        """Draw these words over the film from now on."""
        self._words.texture = words
        self._lay(self._words)

    def tell(self, label: CaptionTexture | None, strength: float) -> None:
        """Draw so much of a label over the film from now on, 0 to 1."""
        other = label is not self._label.texture
        self._label.texture, self._label.strength = label, strength
        if other:
            self._lay(self._label)

    def _lay(self, overlay: Overlay) -> None:
        if overlay.texture is None:
            return
        if self._layer is None:
            self.prepare_words()
        width, height = size = self.upright
        filling = self._filling(RingShape(width, height, width, height, (1, 1), "bt709", True))
        overlay.corners.lay(corners_of(filling, overlay.texture.place, size))

    def dress(self, look: Look) -> None:
        """Be seen like this from now on."""
        self.look = look

    holds = False

    def load(self, picture: RingPicture) -> None:
        """Copy a picture aside."""
        self._aside.load(picture, self._fitting(picture.shape))

    def take(self) -> None:
        """Draw what was loaded aside from now on."""
        self._drawn, self._aside = self._aside, self._drawn

    @property
    def upright(self) -> tuple[int, int]:
        """The viewport's width and height as an upright film has them."""
        width, height = self.rect[2:]
        return (height, width) if self._rotation % 180 else (width, height)

    def lay_over(self, picture: RingPicture | None) -> None:
        """Draw a picture over the whole viewport in place of the film's; None for the film's."""
        if picture is not None:
            self._pattern = self._pattern or self._window.textures()
            self._pattern.load(picture, self._filling(picture.shape))
        elif self._pattern is not None:
            self._pattern.delete()
            self._pattern = None

    @property
    def covered(self) -> bool:
        """A picture lies over the film's."""
        return self._pattern is not None

    def keep(self) -> None:
        """Keep what is drawn now, to dissolve from; :meth:`dissolve` says how much is seen."""
        self._paint_film()
        if self._dissolve is not None:
            self._dissolve.keep(self.rect)

    def keep_picture(self, picture: RingPicture) -> None:
        """Keep a picture in place of what was kept; it is not read after."""
        if self._dissolve is not None:
            self._leaving = self._leaving or self._window.textures()
            self._leaving.load(picture, self._fitting(picture.shape))
            self._paint(self._leaving)
            self._dissolve.keep(self.rect)

    def dissolve(self, share: float) -> None:
        """See so much of what was kept, 0 to 1, over what is drawn."""
        if self._dissolve is not None:
            self._dissolve.share = share
        if share <= 0 and self._leaving is not None:
            self._leaving.delete()
            self._leaving = None

    @property
    def dark(self) -> bool:
        """No picture has been taken yet."""
        return self._drawn.shape is None

    def clear(self) -> None:
        """Fill the viewport with its background."""
        self._bound()
        gl.glClearColor(*self.background, 1.0)
        gl.glClear(gl.GL_COLOR_BUFFER_BIT)

    def paint(self, notice: str, light: float) -> None:
        """Draw with so much light, 0 to 1; a notice in place of the film, when there is one."""
        if light <= 0:
            return  # the window is black already
        if self._pattern is not None:
            self._paint(self._pattern)
        elif notice:
            self._card.paint(self.rect, notice)
        else:
            self._paint_film()
            self._paint_look()
        if light < 1:
            self._veil.paint(self.rect, light)

    def _paint_look(self) -> None:
        """Draw what a screen that waits for the others shows over its picture."""
        look = self.look
        if look.light < 1:
            self._veil.paint(self.rect, look.light, self.background)
        if look.title:
            manner = CAPTION if look.light > 0 else TITLE
            self._card.write(self.rect, look.title, manner, look.strength)

    def _paint_film(self) -> None:
        self._paint(self._drawn)
        if self._dissolve is not None:
            self._dissolve.paint(self.rect)
        if self._layer is not None:
            self._bound()
            self._layer.draw(self.rect, self._words)
            self._layer.draw(self.rect, self._label)

    def _paint(self, textures: Textures) -> None:
        lies = textures.fitting
        if lies is not None and lies.covers and not self._pinned:
            self._bound()
        else:
            self.clear()
        if lies is not None:
            self._draw(textures)

    def _bound(self) -> None:
        gl.glEnable(gl.GL_SCISSOR_TEST)
        gl.glScissor(*self.rect)

    def _draw(self, textures: Textures) -> None:
        shape, lies = textures.shape, textures.fitting
        assert shape is not None and lies is not None
        gl.glViewport(*self.rect)
        if lies is not self._placed or self._used is None:
            self._placed, self._used = lies, self._program(shape, lies)
            self._corners.lay(lies.corners)
        self._used.use()
        textures.bind(self._samplers.of(lies))
        self._corners.draw()
        self._samplers.release()

    def delete(self) -> None:
        """Free the card's memory."""
        self._drawn.delete()
        self._aside.delete()
        self.lay_over(None)
        if self._leaving is not None:
            self._leaving.delete()
        if self._dissolve is not None:
            self._dissolve.delete()
        if self._layer is not None:
            self._layer.delete()
        for corners in (self._corners, self._words.corners, self._label.corners):
            corners.delete()
        self._samplers.delete()
        for made in self._programs.values():
            made.delete()

"""One window over all displays, every screen's picture in one swap. The only room with pyglet."""

import os

import lazy_loader
import pyglet

# before pyglet's OpenGL is first imported, or its window: no hidden second context, and no
# glGetError after every call (a fortieth of the stage's time)
pyglet.options.shadow_window = False
pyglet.options.debug_gl = False

if (os.cpu_count() or 1) <= 2:
    # For Mesa's processor renderer, if it comes to that, which reads it before the first window:
    # with two cores, threads of its own only fight with the players (13 ms of both cores' time for
    # a swap of 1920x360 pixels in place of 10).
    os.environ.setdefault("LP_NUM_THREADS", "0")

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""The places at which one show's processes meet: everything derives from the state folder."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path


def _name(state: Path) -> str:
    return hashlib.blake2b(os.fsencode(state.resolve()), digest_size=6).hexdigest()


def run_folder(state: Path) -> Path:
    """A private folder with a short path (a socket's may have 107 bytes); the hub makes it.

    It is that of the state folder's owner, so that root finds another user's show.
    """
    own = os.getuid()
    with contextlib.suppress(OSError):
        if own == 0 and (owner := state.stat().st_uid):
            return Path(f"/run/user/{owner}/kiss-{owner}-{_name(state)}")
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return base / f"kiss-{own}-{_name(state)}"


def endpoint(state: Path) -> str:
    """The controller's socket."""
    return f"ipc://{run_folder(state)}/show"


def ring_path(state: Path, screen: int) -> Path:
    """A screen's frame ring, by its place in the layout."""
    return Path("/dev/shm") / f"kiss-{os.getuid()}-{_name(state)}-{screen}.ring"


def thumbnail_path(state: Path) -> Path:
    """The wall's small pictures, beside the rings."""
    return Path("/dev/shm") / f"kiss-{os.getuid()}-{_name(state)}-small.ring"


def driver_record_path(state: Path) -> Path:
    """Return where a stage notes that it draws with OpenGL; it goes with the show."""
    return run_folder(state) / "opengl.json"


def programme_path(state: Path) -> Path:
    """The last programme that the controller published."""
    return state / "programme.json"


def sweep_show(state: Path) -> None:
    """Remove what an ended show has in shared memory and in its run folder.

    It does so itself when it ends in order; a killed controller cannot.
    """
    some = ring_path(state, 0)
    for ring in some.parent.glob(some.name.replace("-0.ring", "-*.ring")):
        ring.unlink(missing_ok=True)
    shutil.rmtree(run_folder(state), ignore_errors=True)

"""Where the processes of one show find each other: everything derives from the state folder."""

import hashlib
import os
import tempfile
from pathlib import Path


def _name(state: Path) -> str:
    return hashlib.blake2b(os.fsencode(state.resolve()), digest_size=6).hexdigest()


def run_folder(state: Path) -> Path:
    """A private folder with a short path (a socket's may have 107 bytes); the hub makes it."""
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return base / f"kiss-{os.getuid()}-{_name(state)}"


def endpoint(state: Path) -> str:
    """The controller's socket."""
    return f"ipc://{run_folder(state)}/show"


def ring_path(state: Path, screen: int) -> Path:
    """A screen's frame ring, by its place in the layout."""
    return Path("/dev/shm") / f"kiss-{os.getuid()}-{_name(state)}-{screen}.ring"


def programme_path(state: Path) -> Path:
    """The last programme that the controller published."""
    return state / "programme.json"

"""The places at which one show's processes meet: everything derives from the state folder."""

import contextlib
import hashlib
import os
import shutil
import stat
from pathlib import Path

USERS = Path("/run/user")
"""Where logind makes a folder for each user, whether or not an environment names it."""
SHARED = Path("/tmp")
"""Where it is without logind. TMPDIR has no say: each log-in, cron and `sudo` may have its own."""


NO_RING = os.EX_CANTCREAT
"""The code of a player that gives up because it has no ring: no room for one, another user's, or it
was removed. That is the machine's fault, and no film's."""


def _name(state: Path) -> str:
    return hashlib.blake2b(os.fsencode(state.resolve()), digest_size=6).hexdigest()


def run_folder(state: Path) -> Path:
    """A private folder with a short path (a socket's may have 107 bytes); the hub makes it.

    It is that of the state folder's owner, so that root finds another user's show. One that is
    there is taken, though the environment names another place: `sudo -u`, cron and a log-in by ssh
    each have another one, and all of them mean the same show.
    """
    own = os.getuid()
    uid = own or _owner(state)
    named = os.environ.get("XDG_RUNTIME_DIR") if uid == own else None
    logind = USERS / f"{uid}"
    # a kiosk's unit names logind's, which is not there where the user's own services do not begin
    bases = [Path(named)] if named and Path(named).is_dir() else []
    bases += [logind] if uid != own or _is_whose(logind, uid) else []
    bases += [SHARED]
    folders = [base / f"kiss-{uid}-{_name(state)}" for base in bases]
    return next((folder for folder in folders if _is_whose(folder, uid)), folders[0])


def _owner(folder: Path) -> int:
    with contextlib.suppress(OSError):
        return folder.stat().st_uid
    return 0


def _is_whose(folder: Path, uid: int) -> bool:
    """Tell whether a user's own folder is there; in /tmp anybody may lay one of that name."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid


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


def films_path(state: Path) -> Path:
    """The file that says what lies in the versions folder, for who carries films elsewhere."""
    return run_folder(state) / "films.json"


def sweep_show(state: Path) -> None:
    """Remove what an ended show has in shared memory and in its run folder.

    It does so itself when it ends in order; a killed controller cannot.
    """
    some = ring_path(state, 0)
    for ring in some.parent.glob(some.name.replace("-0.ring", "-*.ring")):
        ring.unlink(missing_ok=True)
    shutil.rmtree(run_folder(state), ignore_errors=True)

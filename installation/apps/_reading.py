"""Reads a show's layout, also while it is written again."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from installation.apps._followed_files import FollowedFiles, UnansweredError
from installation.errors import ConfigError
from installation.model import Layout, Reader, did_you_mean, load_yaml, needed, read_small
from installation.said import NOTHING, Said

MEMORY = "layout.yaml"
"""In the state folder: the layout as its show read it last."""


def read_layout(path: Path, read: Reader = read_small) -> Layout:
    """A layout. Raises ConfigError with every fault in it."""
    beginning = "A copy of layouts/triptych.yaml is a beginning."
    return load_yaml(path, Layout, needed(read, "layout", beginning))


def _check_machine(layout: Layout, machine: str, file: Path) -> None:
    names = ", ".join(layout.machines)
    if machine and not layout.machines:
        raise ConfigError(f"{file}: is for one machine, and has none called {machine!r}.")
    if machine and machine not in layout.machines:
        hint = did_you_mean(machine, layout.machines)
        raise ConfigError(f"{file}: has no machine called {machine!r}{hint}", f"There are {names}.")
    if not machine and layout.machines:
        text = f"{file}: is for several machines."
        raise ConfigError(text, f"Say which one this is: --machine NAME, of {names}.")


def machines_part(layout: Layout, machine: str, file: Path) -> Layout:
    """Return what one machine plays of a layout. Raises ConfigError when it is not one of its."""
    _check_machine(layout, machine, file)
    return layout.on(machine)


class FollowedLayout:
    """A layout's file that may be written again while it is in use. Raises ConfigError at first.

    One whose disk or share does not answer at first is taken as the show of the state folder
    ``state`` read it last. Of a layout for several machines ``layout`` is the part of ``machine``,
    and ``whole`` all of it.
    """

    def __init__(
        self,
        files: FollowedFiles,
        file: Path,
        state: Path | None = None,
        machine: str | None = None,
    ) -> None:
        self.files, self.file, self.machine = files, file, machine
        self._state, self._fault = state, NOTHING
        files.follow(file)
        files.wait()
        self._version = files.version(file)
        self.data = b""
        """The text that ``layout`` was read from."""
        self.layout = self._read()

    @property
    def fault(self) -> Said:
        """Return why the file cannot be read now, in lines; what it said before holds."""
        return self._fault or self.files.trouble

    def look(self, now_ns: int) -> bool:
        """Tell whether there is another layout; cheap to ask at any time."""
        self.files.look(now_ns)
        if (version := self.files.version(self.file)) == self._version:
            return False
        self._version = version
        before = self.layout
        try:
            self.layout, self._fault = self._read(), NOTHING
        except ConfigError as fault:  # while it is being written, say
            self._fault = fault.said
        return self.layout != before

    def _read(self) -> Layout:
        data = b""

        def read(file: Path) -> bytes:
            nonlocal data
            try:
                data = self.files.read(file)
            except UnansweredError as fault:
                data = self._remembered(fault)
            return data

        self.whole = read_layout(self.file, read)
        self.data = data
        if self.machine is None:
            return self.whole
        return machines_part(self.whole, self.machine, self.file)

    def _remembered(self, fault: UnansweredError) -> bytes:
        if self._state is not None:
            with suppress(OSError):
                return (self._state / MEMORY).read_bytes()
        raise fault


class LayoutMemory:
    """Has the layout as it was read last kept in the state folder, by ``write``."""

    def __init__(
        self, followed: FollowedLayout, state: Path, write: Callable[[Path, bytes], None]
    ) -> None:
        self._followed, self._path, self._write = followed, state / MEMORY, write
        self._kept: bytes | None = None

    def __call__(self) -> None:
        """Keep it, if it is another one; cheap to call at any time."""
        if (data := self._followed.data) != self._kept:
            self._kept = data
            self._write(self._path, data)

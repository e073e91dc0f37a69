"""The pictures of a film that is looked at, from a process of its own that decodes it."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

import installation
from installation.errors import LinkError
from installation.link import PreviewStream

MODULE = "installation.apps.preview"
PIPE = 1 << 20
"""Bytes of a pipe: room for two pictures, so that one is read at once."""
REAP_MS = 100
"""How often a process that was ended is asked whether it has gone."""
ALONE = {"OPENBLAS_NUM_THREADS": "1"}
"""It is to begin no thread before it has left the network."""


class PreviewFeed(QObject):
    """One film at a time. Never waits; a process that a disk holds goes when that lets it go."""

    shown = Signal(object)
    """The newest :class:`installation.link.PreviewPicture`."""
    failed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process: subprocess.Popen[bytes] | None = None
        self._leaving: list[subprocess.Popen[bytes]] = []
        self._notifier: QSocketNotifier | None = None
        self._stream = PreviewStream()
        self._reaper = QTimer(self)
        self._reaper.setInterval(REAP_MS)
        self._reaper.timeout.connect(self._reap)

    def begin(self, film: str, width: int, height: int) -> None:
        """Play a film from its beginning in pictures that fit into a size, and none before it."""
        self.end()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", MODULE, film, str(width), str(height)],
                cwd=Path(installation.__file__).parent.parent,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | ALONE,
                bufsize=0,
                pipesize=PIPE,
            )
        except OSError:  # no more processes, or no memory for one
            self.failed.emit()
            return
        assert self._process.stdout is not None and self._process.stdin is not None
        for pipe in (self._process.stdout, self._process.stdin):
            os.set_blocking(pipe.fileno(), False)
        self._stream = PreviewStream()
        descriptor = self._process.stdout.fileno()
        self._notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def go_to(self, at_ns: int) -> None:
        """Go on from another place of the film."""
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):  # it has ended, or takes nothing: that is seen by itself
                self._process.stdin.write(b"%d\n" % at_ns)

    def end(self) -> None:
        """Play nothing any more."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._process is not None:
            self._process.kill()
            for pipe in (self._process.stdout, self._process.stdin):
                assert pipe is not None
                pipe.close()
            self._leaving.append(self._process)
            self._process = None
            self._reaper.start()

    @property
    def idle(self) -> bool:
        """Tell whether there is no process of it, not even one on its way out."""
        return self._process is None and not self._leaving

    def _reap(self) -> None:
        self._leaving = [one for one in self._leaving if one.poll() is None]
        if not self._leaving:
            self._reaper.stop()

    def _read(self) -> None:
        process = self._process
        if process is None or process.stdout is None:
            return
        pictures = []
        try:
            while data := process.stdout.read(PIPE):
                pictures += self._stream.take(data)
        except LinkError:
            data = b""
        if pictures:
            self.shown.emit(pictures[-1])
        if data is not None:  # its end; None is that there is nothing yet
            self.end()
            self.failed.emit()

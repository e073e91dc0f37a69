"""A sound system of the bench's own, without a sound card: what a visitor would hear, recorded."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from installation.errors import KissError
from installation.rig.tone import RATE, Wave

_PATIENCE_S = 10.0
_BLOCK_MS = 10
_PLACES = ("front-left", "front-right", "front-center", "lfe", "rear-left", "rear-right")


class Sinks:
    """A private PulseAudio with a null sink for each name, of so many channels, and recorders.

    ``environment`` lets a process find it. Raises KissError when it does not start.
    """

    def __init__(self, names: Sequence[str], channels: int = 2) -> None:
        self.names = list(names)
        self._channels = channels
        self._folder = tempfile.TemporaryDirectory(prefix="kiss-sinks-")
        self._socket = Path(self._folder.name) / "native"
        self._server: subprocess.Popen[bytes] | None = None
        self.environment = {"PULSE_SERVER": f"unix:{self._socket}"}

    def __enter__(self) -> "Sinks":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        """Start the server (again)."""
        home = dict.fromkeys(("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"), self._folder.name)
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        command += ["--log-level=error", "--disable-shm=yes"]
        command += ["-L", f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"]
        for name in self.names:
            command += ["-L", f"module-null-sink sink_name={name} rate={RATE} {self._places}"]
        try:
            self._server = subprocess.Popen(
                command, env=os.environ | home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError as fault:
            raise KissError(
                "pulseaudio does not start", "Install the Debian package pulseaudio."
            ) from fault
        deadline = time.monotonic() + _PATIENCE_S
        while not self._socket.exists():
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise KissError("pulseaudio has ended at its start")
            time.sleep(0.02)

    @property
    def _places(self) -> str:
        places = ",".join(_PLACES[: self._channels])
        return f"channels={self._channels} channel_map={places}"

    def stop(self) -> None:
        """End the server, as a crash would."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None
        self._socket.unlink(missing_ok=True)

    def hang(self, hangs: bool = True) -> None:
        """Have the server stand still, or go on."""
        if self._server is not None:
            self._server.send_signal(signal.SIGSTOP if hangs else signal.SIGCONT)

    def stall(self, name: str, stalls: bool = True) -> None:
        """Have a sink take nothing, as a sound card does that is stuck, or go on."""
        words = ["pactl", "suspend-sink", name, "1" if stalls else "0"]
        subprocess.run(words, env=os.environ | self.environment, check=True, timeout=_PATIENCE_S)

    def record(self, name: str, channels: int = 1) -> "Recording":
        """Record what goes to a sink, from now on."""
        return Recording(name, os.environ | self.environment, channels)


class Recording:
    """One sink's sound from its making on, and when each sample of it is heard, on CLOCK_MONOTONIC.

    A null sink mixes a block and hands it to the recorder at the instant at which a card would
    begin to play it. So the least that any block takes to arrive tells when the first sample was
    heard, early by up to the block's 10 ms, which are half counted.
    """

    def __init__(self, sink: str, environment: dict[str, str], channels: int = 1) -> None:
        self._channels = channels
        command = ["parec", "-d", f"{sink}.monitor", "--raw", "--format=float32le"]
        command += [f"--channels={channels}", f"--rate={RATE}", f"--latency-msec={_BLOCK_MS}"]
        if channels > 2:
            command.append(f"--channel-map={','.join(_PLACES[:channels])}")
        self._process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._parts: list[bytes] = []
        self._arrivals: list[tuple[int, int]] = []
        self._thread = threading.Thread(target=self._read, name=f"record-{sink}")
        self._thread.start()
        deadline = time.monotonic() + _PATIENCE_S  # a sink that was idle takes 2 s
        while not self._arrivals and time.monotonic() < deadline:
            time.sleep(0.02)

    def _read(self) -> None:
        assert self._process.stdout is not None
        handle, total = self._process.stdout.fileno(), 0
        while data := os.read(handle, 65536):
            total += len(data)
            self._parts.append(data)
            self._arrivals.append((time.monotonic_ns(), total // (4 * self._channels)))

    def abandon(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def stop(self) -> tuple[Wave, int]:
        """End it: the wave, and the instant at which its first sample was heard.

        The wave is (n,) of one channel, (n, channels) of more.
        """
        self.abandon()
        data, whole = b"".join(self._parts), 4 * self._channels
        wave = np.frombuffer(data[: len(data) // whole * whole], np.float32)
        if self._channels > 1:
            wave = wave.reshape(-1, self._channels)
        if not self._arrivals:
            raise KissError("nothing could be recorded")
        begins_ns = min(at_ns - count * 1_000_000_000 // RATE for at_ns, count in self._arrivals)
        return wave, begins_ns + _BLOCK_MS * 500_000

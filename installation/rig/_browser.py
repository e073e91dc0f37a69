"""A real browser without a window, as a phone holds it: Chromium by its DevTools protocol."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

from installation.errors import KissError
from installation.rig._virtual import DIES_WITH_US

PHONE = (390, 844)
_PATIENCE_S = 30.0


class PhoneBrowser:
    """A browser with one page, from ``with`` to its end. Raises KissError when it is missing.

    ``scale`` is how many of its pixels are one of the page's, along each side.
    """

    def __init__(
        self, size: tuple[int, int] = PHONE, language: str = "en-US", scale: int = 2
    ) -> None:
        self._size, self._language, self._scale = size, language, scale
        self._folder = tempfile.TemporaryDirectory(
            prefix="kiss-browser-", ignore_cleanup_errors=True
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._connections = ExitStack()
        self._socket: ClientConnection | None = None
        self._numbers = count(1)

    def __enter__(self) -> Self:
        program = shutil.which("chromium")
        if program is None:
            self._folder.cleanup()
            raise KissError("there is no chromium", "Install it: apt-get install chromium.")
        words = ["--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio"]
        words += ["--remote-debugging-port=0", f"--user-data-dir={self._folder.name}"]
        words += ["--ignore-certificate-errors", "--no-first-run", "--disable-extensions"]
        words += ["--disable-background-networking", "--disable-component-update"]
        words += ["--disable-sync", "--hide-scrollbars", f"--lang={self._language}"]
        log = Path(self._folder.name, "log")
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [*DIES_WITH_US, program, *words, "about:blank"],
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        try:
            self._attach(log)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The browser's first process."""
        assert self._process is not None
        return self._process.pid

    def close(self) -> None:
        """End it."""
        self._connections.close()
        self._socket = None
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        # its helpers write for a moment after it has gone
        for _ in range(50):
            shutil.rmtree(self._folder.name, ignore_errors=True)
            if not Path(self._folder.name).exists():
                break
            time.sleep(0.1)
        self._folder.cleanup()

    def ask(self, method: str, **parameters: Any) -> Any:
        """Say something in the protocol's words; the answer's result."""
        assert self._socket is not None
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            heard = json.loads(self._socket.recv(_PATIENCE_S))
            if heard.get("id") == number:
                if "error" in heard:
                    raise KissError(f"the browser refused {method}: {heard['error']['message']}")
                return heard["result"]

    def open(self, url: str) -> None:
        """Go to a page, and wait until it has loaded."""
        self.ask("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def evaluate(self, script: str) -> Any:
        """Return what a script on the page comes to."""
        done = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in done:
            raise KissError(f"the page failed: {done['exceptionDetails']}")
        return done["result"].get("value")

    def until(self, script: str, patience_s: float = _PATIENCE_S) -> None:
        """Wait until a script on the page comes to something true."""
        deadline = time.monotonic() + patience_s
        while not self.evaluate(script):
            if time.monotonic() > deadline:
                raise KissError(f"on the page it did not come to: {script}")
            time.sleep(0.03)

    def tap(self, selector: str) -> int:
        """Tap on something with a finger; the instant just before."""
        at = self.evaluate(
            f"(()=>{{const e=document.querySelector({selector!r});"
            "e.scrollIntoView({block:'nearest'});const r=e.getBoundingClientRect();"
            "return [r.x+r.width/2,r.y+r.height/2]})()"
        )
        place = {"x": at[0], "y": at[1]}
        began_ns = time.monotonic_ns()
        self.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[place])
        self.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
        return began_ns

    def offline(self, away: bool) -> None:
        """Take the network away from the page, or give it back."""
        self.ask(
            "Network.emulateNetworkConditions",
            offline=away,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def picture(self, path: Path, whole: bool = False) -> None:
        """Keep a picture of the page, ``whole`` beyond the phone's height if so."""
        shot = self.ask("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))

    def _attach(self, log: Path) -> None:
        there = Path(self._folder.name, "DevToolsActivePort")
        deadline = time.monotonic() + _PATIENCE_S
        while not (there.exists() and there.read_text().count("\n")):
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise KissError("chromium does not start", log.read_text()[-500:])
            time.sleep(0.05)
        port, path = there.read_text().split("\n")[:2]
        with connect(f"ws://127.0.0.1:{port}{path}", max_size=None, proxy=None) as whole:
            whole.send(json.dumps({"id": 0, "method": "Target.getTargets"}))
            found = json.loads(whole.recv(_PATIENCE_S))["result"]["targetInfos"]
        page = next(one["targetId"] for one in found if one["type"] == "page")
        at = f"ws://127.0.0.1:{port}/devtools/page/{page}"
        self._socket = self._connections.enter_context(
            connect(at, max_size=None, proxy=None, ping_interval=None)
        )
        width, height = self._size
        self.ask("Page.enable")
        self.ask("Network.enable")
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=self._scale,
            mobile=True,
        )
        self.ask("Emulation.setTouchEmulationEnabled", enabled=True)

"""A headless Chromium that a test drives by its DevTools protocol."""

import base64
import ctypes
import json
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from websockets.sync.client import connect

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--mute-audio"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
    *("--remote-debugging-port=0", "--autoplay-policy=no-user-gesture-required", "--window-size=900,1000"),
)


def _die_with_parent() -> None:
    """Ask Linux to end the browser with the test run, also when that is killed: it would go on for ever."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # 1 is PR_SET_PDEATHSIG


class Chromium:
    """One window; leave the context to close it."""

    def __init__(self, home: Path, *flags: str) -> None:
        assert PROGRAM is not None
        self._home = home
        self._process = subprocess.Popen(
            [PROGRAM, *FLAGS, *flags, f"--user-data-dir={home}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no thread runs here when the browser starts
        )
        self._number = 0
        self._open = ExitStack()
        self._open.callback(self._end)

    def __enter__(self) -> Self:
        try:
            port, path = self._wait_for_port()
            address = f"ws://127.0.0.1:{port}{path}"
            patient = connect(address, max_size=None, open_timeout=60, ping_interval=None)
            self._socket = self._open.enter_context(patient)
            target = self._call("Target.createTarget", url="about:blank")["targetId"]
            self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait(60)

    def open(self, url: str) -> None:
        self.run("window.left = true")  # the page before may be there for a while yet
        self.call("Page.navigate", url=url)
        self.wait("!window.left && document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """Return what a piece of JavaScript gives; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, condition: str, *, seconds: float = 60) -> None:
        """Wait until the condition holds; fails when it never does."""
        end = time.monotonic() + seconds
        while not self.run(condition):
            assert time.monotonic() < end, f"never true: {condition}"
            time.sleep(0.05)

    def press(self, key: str) -> None:
        code = {"Tab": 9, "Enter": 13, " ": 32}[key]
        text = {"Enter": "\r", " ": " "}.get(key, "")
        about = {"key": key, "windowsVirtualKeyCode": code, "code": "Space" if key == " " else key}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **about)
        self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def call(self, method: str, **parameters: Any) -> Any:
        return self._call(method, session=self._session, **parameters)

    def _call(self, method: str, *, session: str | None = None, **parameters: Any) -> Any:
        self._number += 1
        order = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(order | ({"sessionId": session} if session else {})))
        while True:
            answer = json.loads(self._socket.recv(60))
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _wait_for_port(self) -> tuple[str, str]:
        file, end = self._home / "DevToolsActivePort", time.monotonic() + 60
        while True:
            lines = file.read_text().splitlines() if file.exists() else []
            if len(lines) == 2:
                return lines[0], lines[1]
            assert time.monotonic() < end, "Chromium did not start"
            time.sleep(0.05)

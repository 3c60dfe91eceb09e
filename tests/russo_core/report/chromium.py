"""A page in a real browser, driven over the DevTools protocol."""

from __future__ import annotations

import base64
import json
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from websockets.sync.client import connect

from pictures.browser import QUIET, sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from websockets.sync.client import ClientConnection

PATIENCE = 60.0


class Tab:
    """A target of the protocol: one tab, or the browser itself."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer: dict[str, Any] = json.loads(self._socket.recv(timeout=PATIENCE))
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)


class Page(Tab):
    """A tab with a page."""

    def open(self, path: Path) -> None:
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Page.navigate", url=path.resolve().as_uri())
        self.wait_for("document.readyState === 'complete' && location.protocol === 'file:'")

    def js(self, expression: str) -> Any:
        done = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def wait_for(self, expression: str) -> None:
        until = time.monotonic() + PATIENCE
        while not self.js(expression):
            assert time.monotonic() < until, expression
            time.sleep(0.02)

    def press(self, key: str, **more: Any) -> None:
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, **more)

    def click(self, x: float, y: float) -> None:
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def photograph(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    @property
    def asked_for(self) -> list[str]:
        """The resources that the page has loaded, other than itself and embedded data."""
        asked = [
            event["params"]["request"]["url"] for event in self.events if event["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in asked if not url.startswith(("file:", "blob:", "data:"))]

    @property
    def complaints(self) -> list[str]:
        """The browser's messages: errors of the script, and violations of the page's policy."""
        kinds = (
            "Runtime.exceptionThrown",
            "Runtime.consoleAPICalled",
            "Log.entryAdded",
            "Page.javascriptDialogOpening",
        )
        return [json.dumps(event) for event in self.events if event["method"] in kinds]


class Browser:
    """A running browser. Each page is opened in a profile of its own, as if it were the first."""

    def __init__(self, port: int, tab: Tab) -> None:
        self._port = port
        self._tab = tab

    @contextmanager
    def opened(self, path: Path) -> Iterator[Page]:
        """A loaded page."""
        profile = self._tab.call("Target.createBrowserContext")["browserContextId"]
        target = self._tab.call("Target.createTarget", url="about:blank", browserContextId=profile)["targetId"]
        try:
            with _connected(f"ws://127.0.0.1:{self._port}/devtools/page/{target}") as socket:
                page = Page(socket)
                page.open(path)
                yield page
        finally:
            self._tab.call("Target.disposeBrowserContext", browserContextId=profile)


@contextmanager
def running(browser: str, folder: Path) -> Iterator[Browser]:
    """A browser, which is closed at the end."""
    process = subprocess.Popen(
        [
            browser,
            *QUIET,
            *sandbox(),
            f"--user-data-dir={folder}",
            "--remote-debugging-port=0",
            "--mute-audio",
            "--window-size=1000,900",
            "about:blank",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        port, path = _address(process, folder / "DevToolsActivePort")
        with _connected(f"ws://127.0.0.1:{port}{path}") as socket:
            yield Browser(port, Tab(socket))
    finally:
        process.kill()
        process.wait()


def _connected(address: str) -> ClientConnection:
    return connect(address, max_size=None, proxy=None)


def _address(process: subprocess.Popen[bytes], file: Path) -> tuple[int, str]:
    """The port, and the path of the browser's own endpoint."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the browser has ended"
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) > 1:
            return int(lines[0]), lines[1]
        time.sleep(0.02)
    raise AssertionError("the browser does not answer")

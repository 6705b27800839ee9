"""A real browser for tests: Chromium by ChromeDriver, spoken to in W3C WebDriver; knows no report.

The protocol is JSON over HTTP to a program of this machine (https://www.w3.org/TR/webdriver2/), and a page of a file
needs few of its commands: they are less than a library that would have to be pinned, and that looks for drivers on the
network.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROWSER, DRIVER = "chromium", "chromedriver"
REQUIRED = "REPLINT_BROWSER"
"""Set to `required` where a test that needs a browser must not be passed over: in continuous integration."""

# No sandbox, since continuous integration runs as root, and nothing that would look for a server.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
LINE_OF_PORT = "was started successfully on port "
PATIENCE = 60
"""Seconds until an answer counts as none."""


def missing() -> str | None:
    """What this machine lacks to run a browser; None where it has all."""
    absent = [name for name in (BROWSER, DRIVER) if shutil.which(name) is None]
    return f"no {' and no '.join(absent)} on this machine" if absent else None


def required() -> bool:
    """Whether the machine is said to have a browser."""
    return os.environ.get(REQUIRED) == "required"


class Page:
    """The one window of a browser."""

    def __init__(self, port: int, profile: Path) -> None:
        """Open a window with a profile of its own, in a folder that is not there yet."""
        self._port = port
        self._session = ""
        wanted = {
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "goog:chromeOptions": {
                "binary": shutil.which(BROWSER),
                "args": [*FLAGS, f"--user-data-dir={profile}"],
                "perfLoggingPrefs": {"enableNetwork": True, "enablePage": False},
            },
        }
        told = self._post("/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{told['sessionId']}"

    def close(self) -> None:
        """End the browser."""
        self._ask("DELETE", self._session, None)

    def open(self, address: str) -> None:
        """Go to a page and wait until it is loaded; one that differs behind `#` alone is not loaded again."""
        self._post("/url", {"url": address})

    def reload(self) -> None:
        """Load the page anew."""
        self._post("/refresh", {})

    def run(self, script: str, *values: object) -> Any:  # noqa: ANN401 - what a script returns
        """Run the body of a function in the page, with `arguments`, and return what it returns."""
        return self._post("/execute/sync", {"script": script, "args": [*values]})

    def command(self, name: str, **values: object) -> Any:  # noqa: ANN401 - what the browser answers
        """Give a command of the DevTools protocol: https://chromedevtools.github.io/devtools-protocol/."""
        return self._post("/goog/cdp/execute", {"cmd": name, "params": values})

    def press(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._post("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def log(self, kind: str) -> list[dict[str, Any]]:
        """What was logged since it was last asked for: `browser`, the console, or `performance`, what was fetched."""
        found: list[dict[str, Any]] = self._post("/se/log", {"type": kind})
        return found

    def requests(self) -> list[str]:
        """The addresses that were fetched since the log was last asked for."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]

    def show(self, *, width: int, scheme: str = "light", scripts: bool = True, media: str = "") -> None:
        """Show pages so wide, in light or dark, with scripts or without, from the next one on."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.command("Emulation.setEmulatedMedia", media=media, features=features)
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)

    def picture(self) -> bytes:
        """The whole page as PNG."""
        told = self.command("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(told["data"])

    def _post(self, path: str, body: object) -> Any:  # noqa: ANN401
        return self._ask("POST", self._session + path, body)

    def _ask(self, method: str, path: str, body: object) -> Any:  # noqa: ANN401
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            told = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(told, dict) and "error" in told:
            raise RuntimeError(told["message"])
        return told


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A browser that keeps what it keeps in an empty folder; it ends with the block."""
    # What a browser keeps of its runs is kept here, too, and not at home.
    home = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = (shutil.which(DRIVER) or DRIVER, "--port=0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=home) as driver:
        try:
            page = Page(_port(driver), folder / "profile")
            try:
                yield page
            finally:
                page.close()
        finally:
            driver.terminate()


def _port(driver: subprocess.Popen[str]) -> int:
    """The port that the driver chose, which it tells as soon as it answers."""
    assert driver.stdout is not None
    until = time.monotonic() + PATIENCE
    for line in driver.stdout:
        if LINE_OF_PORT in line:
            return int(line.partition(LINE_OF_PORT)[2].strip().rstrip("."))
        if time.monotonic() > until:
            break
    raise RuntimeError(f"{DRIVER} tells no port")

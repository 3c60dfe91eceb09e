"""Chrome, Chromium or Edge, whichever is installed, as a camera."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from .commands import CommandError, execute

_SIZE = (900, 800)
_COMMANDS = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_MACOS = ("Google Chrome", "Chromium", "Microsoft Edge")
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def find_browser() -> str | None:
    """The first browser that is on the path, or where macOS and Windows keep theirs."""
    on_path = (shutil.which(name) for name in _COMMANDS)
    applications = (Path("/Applications"), Path.home() / "Applications")
    programs = [
        Path(os.environ[name]) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA") if name in os.environ
    ]
    usual = [
        *(folder / f"{name}.app/Contents/MacOS/{name}" for name in _MACOS for folder in applications),
        *(folder / name for name in _WINDOWS for folder in programs),
    ]
    return next(filter(None, on_path), None) or next((str(path) for path in usual if path.is_file()), None)


def photograph(browser: str, page: Path, picture: Path, *, dark: bool) -> None:
    """Photograph the top of a page of this machine, for screens with two pixels to a point.

    Raises:
        CommandError: The browser fails, or makes no picture.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        said = execute(
            [
                browser,
                *QUIET,
                *sandbox(),
                f"--user-data-dir={profile}",
                f"--window-size={_SIZE[0]},{_SIZE[1]}",
                "--force-device-scale-factor=2",
                f"--blink-settings=preferredColorScheme={0 if dark else 1}",
                f"--screenshot={picture.resolve()}",
                page.resolve().as_uri(),
            ],
            picture.parent,
        )
    if not picture.is_file():
        raise CommandError(f"{browser} made no picture:\n{said}")


def sandbox() -> list[str]:
    """What a browser needs to be started here."""
    # Chromium's sandbox does not work for root, the user of most containers.
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []

"""Installs from an index into an environment that holds nothing else, and tries what came."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from typing import TYPE_CHECKING

from workspace import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workspace import Package


def install_and_try(packages: Sequence[Package], index: str, folder: Path) -> None:
    """Install packages by name, see that they came from this index, and run what a user would; sdists as well.

    Raises:
        SystemExit: Something did not work; it says what.
    """
    names = [package.name for package in packages]
    # By name, as a user types it, and yet the very versions: elsewhere there may be higher ones, or these are
    # pre-releases, which a range takes only where they are named.
    pins = folder / "pins.txt"
    pins.write_text("".join(f"{package.name}=={package.version}\n" for package in packages), encoding="utf-8")
    env = folder / "-".join(names)
    venv.create(env, with_pip=True)
    python = env / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    report = folder / "report.json"
    pip = (
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--extra-index-url",
        index,
        "-c",
        str(pins),
    )

    _run(python, folder, *pip, "--report", str(report), *names)
    _see_where_they_came_from(report, names, index)
    found = _try(python, names, folder / "wheels")
    _run(python, folder, *pip, "--force-reinstall", "--no-deps", "--no-binary", ",".join(names), *names)
    _try(python, names, folder / "sdists")
    print(f"pip install {' '.join(names)}: {', '.join(found)} found", flush=True)


def _try(python: Path, names: Sequence[str], folder: Path) -> list[str]:
    folder.mkdir()
    _run(python, folder, "-m", "pip", "check", "--disable-pip-version-check")
    rows = json.loads(_run(python, folder, "-W", "error", "-m", "russo", "providers", "--json"))
    if broken := [row for row in rows if row["problem"]]:
        sys.exit(f"a provider is broken: {broken}")
    if missing := set(names) - {row["package"] for row in rows}:
        sys.exit(f"installed, but no provider is found of {', '.join(sorted(missing))}")
    if "russo-hibari" in names:
        _run(python, folder, str(ROOT / ".ci" / "main_job.py"), str(folder))
    return [row["name"] for row in rows]


def _see_where_they_came_from(report: Path, names: Sequence[str], index: str) -> None:
    # Elsewhere there may be packages of the same names and versions.
    origin = index.removesuffix("simple/")
    for item in json.loads(report.read_text(encoding="utf-8"))["install"]:
        name, url = item["metadata"]["name"], item["download_info"]["url"]
        if name in names and not url.startswith(origin):
            sys.exit(f"{name} came from {url!r} and not from the files that were built")


def _run(python: Path, folder: Path, *command: str) -> str:
    done = subprocess.run(
        [str(python), *command], cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout

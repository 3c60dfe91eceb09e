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


def install_and_try(names: Sequence[str], index: str, folder: Path) -> None:
    """Install packages by name, see that they came from this index, and run what a user would.

    Raises:
        SystemExit: Something did not work; it says what.
    """
    env = folder / "-".join(names)
    venv.create(env, with_pip=True)
    python = env / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    report = folder / "report.json"
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--report", str(report))
    _run(python, folder, *pip, "--extra-index-url", index, *names)
    _see_where_they_came_from(report, index)
    providers = json.loads(_run(python, folder, "-m", "russo", "providers", "--json"))
    problems = [row for row in providers if row["problem"]]
    if problems:
        sys.exit(f"a provider is broken: {problems}")
    if "russo-espeak" in names:
        _run(python, folder, str(ROOT / ".ci" / "main_job.py"), str(folder))
    print(f"pip install {' '.join(names)}: {', '.join(row['name'] for row in providers)} found")


def _see_where_they_came_from(report: Path, index: str) -> None:
    # Somewhere else there may be a package of the same name and a higher version, which pip would prefer.
    origin = index.removesuffix("simple/")
    for item in json.loads(report.read_text(encoding="utf-8"))["install"]:
        name, url = item["metadata"]["name"], item["download_info"]["url"]
        if name.startswith("russo") and not url.startswith(origin):
            sys.exit(f"{name} came from {url!r} and not from the files that were built")


def _run(python: Path, folder: Path, *command: str) -> str:
    done = subprocess.run([str(python), *command], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout

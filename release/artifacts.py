"""Builds what is published, and looks into it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from workspace import Package


def build(packages: Iterable[Package], dist: Path) -> None:
    """Build an sdist of each package, and its wheel out of that sdist."""
    for package in packages:
        print(f"build {package.name} {package.version}", flush=True)
        _run("build", "--outdir", str(dist), str(package.folder))


def check(packages: Iterable[Package], dist: Path) -> None:
    """Check what is said about each file, and that a wheel holds what it should and nothing else.

    Raises:
        SystemExit: A wheel lacks something, or holds something of another.
    """
    files = sorted(str(path) for path in dist.iterdir())
    _run("twine", "check", "--strict", *files)
    _run("check_wheel_contents", *(path for path in files if path.endswith(".whl")))
    for package in packages:
        problems = _problems(package, next(dist.glob(f"{package.name.replace('-', '_')}-*.whl")))
        if problems:
            sys.exit("\n".join(f"{package.name}: {problem}" for problem in problems))


def _problems(package: Package, wheel: Path) -> list[str]:
    top = "russo" if package.name == "russo-core" else package.name.replace("-", "_")
    info = f"{package.name.replace('-', '_')}-{package.version}.dist-info"
    names = ZipFile(wheel).namelist()
    wanted = (f"{top}/py.typed", f"{info}/licenses/LICENSE", f"{info}/entry_points.txt")
    missing = [f"{name} is not in the wheel" for name in wanted if name not in names]
    strange = [f"{name} does not belong into the wheel" for name in names if name.partition("/")[0] not in {top, info}]
    return missing + strange


def _run(module: str, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{module} ended with {done.returncode}:\n{done.stdout}{done.stderr}")

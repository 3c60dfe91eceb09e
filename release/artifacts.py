"""Builds what is published, and looks into it."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING
from zipfile import ZipFile

from repository import git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from workspace import Package


def build(packages: Iterable[Package], dist: Path) -> None:
    """Build an sdist of each package, and its wheel out of that sdist."""
    for package in packages:
        print(f"build {package.name} {package.version}", flush=True)
        _run("build", "--installer=uv", "--outdir", str(dist), str(package.folder))


def check(packages: Iterable[Package], dist: Path) -> None:
    """Check what is said about each file, and that it holds what it should and nothing else.

    Raises:
        SystemExit: A file lacks something, or holds something strange.
    """
    files = sorted(str(path) for path in dist.iterdir())
    _run("twine", "check", "--strict", *files)
    _run("check_wheel_contents", *(path for path in files if path.endswith(".whl")))
    problems = [problem for package in packages for problem in _problems(package, dist)]
    if problems:
        sys.exit("\n".join(problems))


def _problems(package: Package, dist: Path) -> list[str]:
    begin = f"{package.stem}-{package.version}"
    source = _source(package)
    info = f"{begin}.dist-info"
    said = {f"{info}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")}
    wheel = dist / f"{begin}-py3-none-any.whl"
    sdist = dist / f"{begin}.tar.gz"
    beside = {"pyproject.toml", "README.md", "LICENSE", "PKG-INFO", ".gitignore"}
    with ZipFile(wheel) as archive, tarfile.open(sdist) as archived:
        return [
            *_differences(wheel.name, set(archive.namelist()), said | {name.removeprefix("src/") for name in source}),
            *_differences(
                sdist.name,
                {member.name for member in archived if member.isfile()},
                {f"{begin}/{name}" for name in source | beside},
            ),
        ]


def _source(package: Package) -> set[str]:
    """What git would commit of the source: neither caches nor tests nor what a build has left."""
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", str(package.folder / "src"))
    begin = f"packages/{package.name}/"
    names = {path.removeprefix(begin) for path in listed.split("\0") if path}
    # Without py.typed, the types would be nobody's.
    return {name for name in names if (package.folder / name).exists()} | {f"src/{package.module}/py.typed"}


def _differences(file: str, held: set[str], wanted: set[str]) -> list[str]:
    missing = [f"{file} lacks {name}" for name in sorted(wanted - held)]
    return missing + [f"{file} holds {name}, which does not belong there" for name in sorted(held - wanted)]


def _run(module: str, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{module} ended with {done.returncode}:\n{done.stdout}{done.stderr}")

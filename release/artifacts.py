"""Builds the files to publish, checks their contents, and tries them in a bare environment."""

from __future__ import annotations

import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from workspace import CORE, DIST, ROOT, git, run

UV = (sys.executable, "-m", "uv")

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workspace import Package


def build(packages: Iterable[Package]) -> None:
    """Build an sdist of each package into dist/, and its wheel from that sdist; check their metadata and contents.

    Raises:
        SystemExit: A build failed, or a file lacks something or holds something that does not belong there.
    """
    for package in packages:
        print(f"build {package.name} {package.version}", flush=True)
        run(*UV, "build", "--quiet", "--no-create-gitignore", "--python", sys.executable, "-o", DIST, package.folder)
        wheel, sdist = _wheel(package), DIST / f"{package.stem}.tar.gz"
        run(sys.executable, "-m", "twine", "check", "--strict", wheel, sdist)
        run(sys.executable, "-m", "check_wheel_contents", wheel)
        if problems := [*_unlike_git(package, wheel, sdist)]:
            sys.exit("\n".join(problems))


def try_out(packages: Sequence[Package]) -> None:
    """Install the wheels in dist/ into a bare environment of this Python, and use them there.

    Raises:
        SystemExit: They cannot be installed, or do not work.
    """
    with tempfile.TemporaryDirectory(prefix="russo-try-") as folder:
        env = Path(folder, "env")
        run(*UV, "venv", "--quiet", "--python", sys.executable, env)
        run(*UV, "pip", "install", "--quiet", "--python", env, *map(_wheel, packages))
        run(*UV, "pip", "check", "--quiet", "--python", env)
        python = next(path for path in (env / "bin" / "python", env / "Scripts" / "python.exe") if path.exists())
        found = run(python, ROOT / ".ci" / "main_job.py", folder).strip()
    print(f"pip install {' '.join(package.name for package in packages)}: {found}", flush=True)


def with_core(package: Package, core: Package) -> list[Package]:
    """The package, and the core as well if that was built, too; otherwise the core comes from the index."""
    return [package] if package.name == CORE or not _wheel(core).exists() else [core, package]


def _wheel(package: Package) -> Path:
    return DIST / f"{package.stem}-py3-none-any.whl"


def _unlike_git(package: Package, wheel: Path, sdist: Path) -> Iterable[str]:
    """How the files differ from the tracked files of the source."""
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", package.folder / "src")
    paths = [ROOT / name for name in listed.split("\0") if name]
    source = {path.relative_to(package.folder).as_posix() for path in paths if path.exists()}
    said = ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    with ZipFile(wheel) as archive:
        wanted = {f"{package.stem}.dist-info/{name}" for name in said}
        yield from _differences(wheel, archive.namelist(), wanted | {name.removeprefix("src/") for name in source})
    with tarfile.open(sdist) as tree:
        beside = {"pyproject.toml", "README.md", "LICENSE", "PKG-INFO", ".gitignore"}
        held = [member.name.removeprefix(f"{package.stem}/") for member in tree if member.isfile()]
        yield from _differences(sdist, held, source | beside)


def _differences(file: Path, held: Iterable[str], wanted: set[str]) -> Iterable[str]:
    yield from (f"{file.name} lacks {name}" for name in sorted(wanted.difference(held)))
    yield from (f"{file.name} holds {name}, which does not belong there" for name in sorted(set(held) - wanted))

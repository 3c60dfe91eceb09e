"""The packages of this repository, as their pyproject.toml files state them, and git's view of the repository."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
CORE = "russo-core"


@dataclass(frozen=True)
class Package:
    """One distribution, which is released separately under its own tag."""

    name: str
    version: str
    requirements: tuple[Requirement, ...]

    @property
    def folder(self) -> Path:
        return ROOT / "packages" / self.name

    @property
    def stem(self) -> str:
        """The beginning of its file names."""
        return f"{self.name.replace('-', '_')}-{self.version}"

    @property
    def tag(self) -> str:
        """The tag that starts the release of this version."""
        return f"{self.name}-v{self.version}"

    @property
    def fragments(self) -> list[Path]:
        """The fragments for the next section of its changelog."""
        return [path for path in (self.folder / "newsfragments").glob("*") if path.name != ".gitkeep"]

    def takes(self, core: str) -> bool:
        """Whether it can be installed with this version of the core."""
        ranges = [need.specifier for need in self.requirements if need.name == CORE]
        return all(allowed.contains(core, prereleases=True) for allowed in ranges)


def read_packages() -> dict[str, Package]:
    """Every package, the core first."""
    found = sorted((ROOT / "packages").glob("*/pyproject.toml"), key=lambda path: (path.parent.name != CORE, path))
    return {path.parent.name: parse(path.read_text(encoding="utf-8")) for path in found}


def parse(pyproject: str) -> Package:
    """The package that a pyproject.toml describes."""
    project = tomllib.loads(pyproject)["project"]
    requirements = tuple(Requirement(text) for text in project.get("dependencies", ()))
    return Package(project["name"], project["version"], requirements)


def run(*command: object) -> str:
    """Run a command in the root of the repository, and return what it prints.

    Raises:
        SystemExit: It failed. The message contains its output.
    """
    arguments = list(map(str, command))
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout


def git(*arguments: object) -> str:
    """Ask git about this repository."""
    return run("git", *arguments)

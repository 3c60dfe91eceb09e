"""The packages of this repository, as their pyproject.toml files state them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
CORE = "russo-core"


@dataclass(frozen=True)
class Package:
    """One distribution: released by itself, under a tag of its own."""

    name: str
    version: str
    requirements: tuple[Requirement, ...]

    @property
    def folder(self) -> Path:
        """Where its source is."""
        return ROOT / "packages" / self.name

    @property
    def stem(self) -> str:
        """What the names of its files begin with."""
        return self.name.replace("-", "_")

    @property
    def module(self) -> str:
        """What it is imported as."""
        return "russo" if self.name == CORE else self.stem

    @property
    def tag(self) -> str:
        """What starts the release of this version."""
        return f"{self.name}-v{self.version}"

    def takes(self, core: str) -> bool:
        """Whether it may be installed beside this version of the core."""
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

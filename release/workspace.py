"""The packages of this repository, as their pyproject.toml files state them."""

from __future__ import annotations

import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
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
    def tag(self) -> str:
        """What starts the release of this version."""
        return f"{self.name}-v{self.version}"


def read_packages() -> dict[str, Package]:
    """Every package, the core first."""
    found = sorted((ROOT / "packages").glob("*/pyproject.toml"), key=lambda path: (path.parent.name != CORE, path))
    return {path.parent.name: _read(path) for path in found}


def problems_of(package: Package, core: Package) -> list[str]:
    """What stands against releasing a package: its tag, its changelog, or its range of the core."""
    problems = []
    if _git("tag", "--list", package.tag):
        problems.append(f"the tag {package.tag} exists: raise the version in {package.folder / 'pyproject.toml'}")
    if not _has_notes(package):
        problems.append(f"no section for {package.version} in CHANGELOG.md, and no fragment in newsfragments/")
    problems += [
        f"{requirement} does not take {core.name} {core.version}"
        for requirement in package.requirements
        if requirement.name == core.name and not requirement.specifier.contains(core.version, prereleases=True)
    ]
    return [f"{package.name}: {problem}" for problem in problems]


def _read(path: Path) -> Package:
    project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    requirements = tuple(Requirement(text) for text in project.get("dependencies", ()))
    return Package(project["name"], project["version"], requirements)


def _has_notes(package: Package) -> bool:
    changelog = (package.folder / "CHANGELOG.md").read_text(encoding="utf-8")
    return f"\n## {package.version} " in changelog or any((package.folder / "newsfragments").glob("*.md"))


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

"""Problems that prevent a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version
from released import releases_of
from workspace import CORE, git

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workspace import Package


def problems_of(package: Package, packages: Mapping[str, Package]) -> list[str]:
    """Problems that no release may have, whether or not it is prepared yet."""
    if problems := _of_version(package.version) or _of_version(packages[CORE].version):
        return problems
    told = package.fragments or _has_section(package, package.version)
    silent = f"no fragment in newsfragments/, and no section for {package.version} in CHANGELOG.md"
    return [*_of_ranges(package, package.version, packages), *([] if told else [silent])]


def problems_before_tag(package: Package) -> list[str]:
    """Problems that prevent tagging the last commit."""
    return [*_of_tag(package.name, package.version), *_uncommitted()]


def problems_of_preparing(package: Package, version: str, packages: Mapping[str, Package]) -> list[str]:
    """Problems that prevent setting a version and writing the changelog."""
    if problems := _of_version(version):
        return problems
    older = Version(version) < Version(package.version)
    return [
        *([f"{version} is not above {package.version}, which it has"] if older else []),
        *_of_tag(package.name, version),
        *([f"CHANGELOG.md has a section for {version}"] if _has_section(package, version) else []),
        *_of_ranges(package, version, packages),
        *([] if package.fragments else ["no fragment in newsfragments/: what would the changelog say?"]),
        *_uncommitted(),
    ]


def next_step(package: Package, packages: Mapping[str, Package]) -> str:
    """The next step for a package without problems."""
    if _of_tag(package.name, package.version):
        return "released already"
    if package.fragments:
        return f"next: python release {package.name} {package.version}"
    if _uncommitted():
        return "next: commit, and try it by name"
    if package.name != CORE and not any(package.takes(str(core)) for core in releases_of(CORE)):
        return f"next: release {CORE} {packages[CORE].version}, which it needs"
    return f"ready: git tag {package.tag} && git push --atomic origin HEAD {package.tag}"


def _of_version(version: str) -> list[str]:
    try:
        usual = str(Version(version))
    except InvalidVersion:
        return [f"{version!r} is not a version as PEP 440 defines it, such as 0.4.1 or 0.5.0rc1"]
    return [] if usual == version else [f"{version} has to be written {usual}, which is how its files are named"]


def _of_tag(name: str, version: str) -> list[str]:
    tag = f"{name}-v{version}"
    return [f"the tag {tag} exists: it needs a higher version"] if git("tag", "--list", tag) else []


def _of_ranges(package: Package, version: str, packages: Mapping[str, Package]) -> list[str]:
    """A workspace in which a provider does not accept the core cannot be installed, and neither can its release."""
    core = version if package.name == CORE else packages[CORE].version
    concerned = packages.values() if package.name == CORE else [package]
    return [
        f"{one.name} does not accept {CORE} {core}: widen its range in packages/{one.name}/pyproject.toml"
        for one in concerned
        if not one.takes(core)
    ]


def _has_section(package: Package, version: str) -> bool:
    return f"\n## {version} (" in (package.folder / "CHANGELOG.md").read_text(encoding="utf-8")


def _uncommitted() -> list[str]:
    return [f"not committed: {line.strip()}" for line in git("status", "--porcelain").splitlines()]

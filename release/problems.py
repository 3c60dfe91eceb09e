"""What stands against a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version
from released import releases_of
from workspace import CORE, git

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workspace import Package


def problems_of(package: Package, packages: Mapping[str, Package]) -> list[str]:
    """What no release may have, whether it is prepared yet or not."""
    if problems := _of_version(package.version) or _of_version(packages[CORE].version):
        return problems
    told = package.fragments or _has_section(package, package.version)
    silent = f"no fragment in newsfragments/, and no section for {package.version} in CHANGELOG.md"
    return [*_of_ranges(package, package.version, packages), *([] if told else [silent])]


def problems_before_tag(package: Package) -> list[str]:
    """What stands against tagging the last commit."""
    return [*_of_tag(package.name, package.version), *_uncommitted()]


def problems_of_preparing(package: Package, version: str, packages: Mapping[str, Package]) -> list[str]:
    """What stands against giving a package a version, and its fragments to the changelog."""
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
    """What to do about a package against which nothing stands."""
    if _of_tag(package.name, package.version):
        return "released already"
    if package.fragments:
        return f"next: python release {package.name} {package.version}"
    if _uncommitted():
        return "next: commit, and try it by name"
    if package.name != CORE and not any(package.takes(str(core)) for core in releases_of(CORE)):
        return f"next: release {CORE} {packages[CORE].version}, without which it cannot be installed"
    return f"ready: git tag {package.tag} && git push --atomic origin HEAD {package.tag}"


def _of_version(version: str) -> list[str]:
    try:
        usual = str(Version(version))
    except InvalidVersion:
        return [f"{version!r} is not a version: PEP 440 says what one looks like, as in 0.4.1 or 0.5.0rc1"]
    return [] if usual == version else [f"{version} has to be written {usual}, as its files will be named"]


def _of_tag(name: str, version: str) -> list[str]:
    tag = f"{name}-v{version}"
    return [f"the tag {tag} exists: it needs a higher version"] if git("tag", "--list", tag) else []


def _of_ranges(package: Package, version: str, packages: Mapping[str, Package]) -> list[str]:
    """A workspace in which a provider does not take the core cannot be installed, and neither can what is released."""
    core = version if package.name == CORE else packages[CORE].version
    concerned = packages.values() if package.name == CORE else [package]
    return [
        f"{one.name} does not take {CORE} {core}: widen its range in packages/{one.name}/pyproject.toml"
        for one in concerned
        if not one.takes(core)
    ]


def _has_section(package: Package, version: str) -> bool:
    return f"\n## {version} (" in (package.folder / "CHANGELOG.md").read_text(encoding="utf-8")


def _uncommitted() -> list[str]:
    return [f"not committed: {line.strip()}" for line in git("status", "--porcelain").splitlines()]

"""What stands against a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fragments import fragments_of, has_section, strange_fragments
from packaging.version import InvalidVersion, Version
from released import releases_of
from repository import git, uncommitted
from workspace import CORE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workspace import Package


def is_released(package: Package) -> bool:
    """Whether there is a tag for the version that the package has."""
    return bool(git("tag", "--list", package.tag))


def problems_of(package: Package, packages: Mapping[str, Package]) -> list[str]:
    """What no release may have, whether it is prepared yet or not."""
    if problems := _of_version(package.version) or _of_version(packages[CORE].version):
        return problems
    notes = fragments_of(package) or has_section(package, package.version)
    return [
        *_of_ranges(package, package.version, packages),
        *_of_fragments(package),
        *([] if notes else [f"no fragment in newsfragments/, and no section for {package.version} in CHANGELOG.md"]),
    ]


def problems_before_tag(package: Package) -> list[str]:
    """What stands against tagging the last commit."""
    return [*_of_tag(package.name, package.version), *_of_tree()]


def problems_of_preparing(package: Package, version: str, packages: Mapping[str, Package]) -> list[str]:
    """What stands against giving a package a version, and its fragments to the changelog."""
    if problems := _of_version(version):
        return problems
    older = Version(version) < Version(package.version)
    return [
        *([f"{version} is not above {package.version}, which it has"] if older else []),
        *_of_tag(package.name, version),
        *([f"CHANGELOG.md has a section for {version}"] if has_section(package, version) else []),
        *_of_ranges(package, version, packages),
        *_of_fragments(package),
        *([] if fragments_of(package) else ["no fragment in newsfragments/: what would the changelog say?"]),
        *_of_tree(),
    ]


def left_to_do(package: Package, packages: Mapping[str, Package]) -> str | None:
    """What comes before the tag of a package against which nothing stands; None if it is the tag."""
    if is_released(package):
        return "released already"
    if fragments_of(package):
        return f"next: python release {package.name} {package.version}"
    if uncommitted():
        return "next: commit, and try it by name"
    if package.name != CORE and not any(package.takes(str(core)) for core in releases_of(CORE)):
        return f"next: release {packages[CORE].name} {packages[CORE].version}, without which it cannot be installed"
    return None


def _of_version(version: str) -> list[str]:
    try:
        usual = str(Version(version))
    except InvalidVersion:
        return [f"{version!r} is no version: PEP 440 says what one looks like, as in 0.4.1 or 0.5.0rc1"]
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


def _of_fragments(package: Package) -> list[str]:
    return [
        f"newsfragments/{name} is not named <issue or +words>.<type>.md, with a type of towncrier.toml"
        for name in strange_fragments(package)
    ]


def _of_tree() -> list[str]:
    return [f"not committed: {line.strip()}" for line in uncommitted()]

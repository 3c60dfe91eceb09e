"""What is released, according to the tags of this repository."""

from __future__ import annotations

import tarfile
from contextlib import suppress
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version
from workspace import CORE, Package, git, parse

if TYPE_CHECKING:
    from pathlib import Path


def releases_of(name: str) -> list[Version]:
    """The versions of a package that have a tag, oldest first. (git would sort 1.0rc1 after 1.0.)"""
    prefix = f"{name}-v"
    found = []
    for tag in git("tag", "--list", f"{prefix}*").split():
        with suppress(InvalidVersion):
            found.append(Version(tag.removeprefix(prefix)))
    # A tag that is spelled differently, such as v0.4.0-rc1, never started a release.
    return sorted(version for version in found if git("tag", "--list", f"{prefix}{version}"))


def newest_provider_tag(name: str, core: str) -> str | None:
    """The tag of the provider's release that a user of this core would get."""
    fitting = [version for version in releases_of(name) if _at(f"{name}-v{version}", name).takes(core)]
    return f"{name}-v{_final(fitting)[-1]}" if fitting else None


def oldest_core_tag(provider: Package) -> str | None:
    """The tag of the oldest released core that a provider allows."""
    fitting = [version for version in releases_of(CORE) if provider.takes(str(version))]
    return f"{CORE}-v{_final(fitting)[0]}" if fitting else None


def unpack(tag: str, folder: Path) -> Path:
    """Write the tree of a tag into a folder, which git does not track, unlike a work tree."""
    tree = folder / tag
    archive = folder / f"{tag}.tar"
    git("archive", "--format=tar", f"--output={archive}", tag)
    with tarfile.open(archive) as reader:
        reader.extractall(tree, filter="data")
    archive.unlink()
    return tree


def _at(tag: str, name: str) -> Package:
    return parse(git("show", f"{tag}:packages/{name}/pyproject.toml"))


def _final(versions: list[Version]) -> list[Version]:
    """The versions that pip installs by default: pre-releases only if there is nothing else."""
    return [version for version in versions if not version.is_prerelease] or versions

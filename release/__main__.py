"""Releases, as docs/releasing.md tells: prepare one, try it, build what is published, and try that."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import artifacts
import index
from fragments import without_fragment
from install import install_and_try
from prepare import prepare
from problems import left_to_do, problems_before_tag, problems_of, problems_of_preparing
from workspace import CORE, DIST, Package, read_packages

if TYPE_CHECKING:
    from collections.abc import Iterable


def main() -> None:
    parser = _parser()
    given = parser.parse_args()
    mode = given.dry_run or given.build or given.files or given.fragments
    if bool(mode) == bool(given.version):
        parser.error("either a package and its new version, or one of --dry-run, --build, --try and --fragments")
    packages = read_packages()
    if given.fragments:
        silent = without_fragment(packages.values(), given.fragments)
        _stop(f"{name} has changed: add packages/{name}/newsfragments/<issue>.<type>.md" for name in silent)
        return
    chosen = [_find(given.package, packages)] if given.package else list(packages.values())
    if given.version:
        package = chosen[0]
        _stop(f"{package.name}: {problem}" for problem in problems_of_preparing(package, given.version, packages))
        prepare(package, given.version)
    elif given.dry_run:
        dry_run(chosen, packages, by_name=bool(given.package))
    elif given.build:
        artifacts.build(chosen, DIST)
        artifacts.check(chosen, DIST)
    else:
        try_files(chosen, DIST)


def dry_run(chosen: list[Package], packages: dict[str, Package], *, by_name: bool) -> None:
    """Everything but publishing. With no package named, the tree is tried as it is, whatever is released of it."""
    for package in chosen:
        found = problems_of(package, packages) + (problems_before_tag(package) if by_name else [])
        _stop(f"{package.name}: {problem}" for problem in found)
    # What a chosen package needs of this repository is built with it: it may not be released yet.
    built = [package for package in packages.values() if package in chosen or package.name == CORE]
    with tempfile.TemporaryDirectory(prefix="russo-release-") as folder:
        dist = Path(folder, "dist")
        artifacts.build(built, dist)
        artifacts.check(built, dist)
        for package in chosen:
            try_files([packages[CORE], package] if package.name != CORE else [package], dist)
    for package in chosen:
        tag = f"git tag {package.tag} && git push --atomic origin HEAD {package.tag}"
        print(f"{package.name} {package.version}: {left_to_do(package, packages) or f'ready: {tag}'}")


def try_files(chosen: list[Package], dist: Path) -> None:
    """Install what a folder holds from an index on loopback, and try it."""
    with tempfile.TemporaryDirectory(prefix="russo-try-") as folder, index.serve(dist) as url:
        install_and_try(chosen, url, Path(folder))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python release", description=__doc__)
    parser.add_argument("package", nargs="?", help="a package, or the tag of its version; all if none is named")
    parser.add_argument("version", nargs="?", help="prepare: write this version and its changelog into the package")
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--dry-run", action="store_true", help="build, check, and install from an index on loopback")
    modes.add_argument("--build", action="store_true", help="build and check what is published, into dist/")
    modes.add_argument("--try", action="store_true", dest="files", help="install what is in dist/, and try it")
    modes.add_argument("--fragments", metavar="COMMIT", help="which packages changed since then without saying so")
    return parser


def _find(given: str, packages: dict[str, Package]) -> Package:
    for package in packages.values():
        if given in {package.name, package.tag}:
            return package
        if given.startswith(f"{package.name}-v"):
            sys.exit(f"{given} is no tag of this tree, which holds {package.name} {package.version}")
    sys.exit(f"no package {given!r}; there are {', '.join(packages)}")


def _stop(problems: Iterable[str]) -> None:
    if found := list(problems):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
